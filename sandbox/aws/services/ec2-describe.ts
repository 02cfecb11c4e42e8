import type { IpPermission, Route } from '@aws-sdk/client-ec2'
import type { NetworkAcl, RouteTable, SecurityGroup, SecurityRule } from '../world/network.ts'
import type { Place } from '../world.ts'
import { ec2Tags } from './ec2-filters.ts'

export function pick(values: Readonly<Record<string, readonly string[]>>) {
  return (name: string): readonly string[] | undefined => values[name]
}

export function describeRouteTable({ account }: Place, table: RouteTable) {
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: account,
    Associations: [
      ...(table.main
        ? [
            {
              Main: true,
              RouteTableAssociationId: `rtbassoc-main-${table.id}`,
              RouteTableId: table.id,
              AssociationState: { State: 'associated' as const },
            },
          ]
        : []),
      ...table.subnets.map((SubnetId) => ({
        Main: false,
        RouteTableAssociationId: `rtbassoc-${SubnetId}`,
        RouteTableId: table.id,
        SubnetId,
        AssociationState: { State: 'associated' as const },
      })),
    ],
    Routes: table.routes.map(describeRoute),
    PropagatingVgws: [],
    Tags: ec2Tags(table.tags),
  }
}

function describeRoute({ to, via, state }: RouteTable['routes'][number]): Route {
  const target = via.startsWith('nat-')
    ? { NatGatewayId: via }
    : via.startsWith('tgw-')
      ? { TransitGatewayId: via }
      : via.startsWith('eni-')
        ? { NetworkInterfaceId: via }
        : via.startsWith('pcx-')
          ? { VpcPeeringConnectionId: via }
          : via.startsWith('eigw-')
            ? { EgressOnlyInternetGatewayId: via }
            : { GatewayId: via }
  const destination = to.startsWith('pl-')
    ? { DestinationPrefixListId: to }
    : to.includes(':')
      ? { DestinationIpv6CidrBlock: to }
      : { DestinationCidrBlock: to }
  return { ...destination, ...target, State: state, Origin: via === 'local' ? 'CreateRouteTable' : 'CreateRoute' }
}

export function describeGroup({ account, region }: Place, group: SecurityGroup) {
  return {
    GroupId: group.id,
    GroupName: group.name ?? group.id,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: account,
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${group.id}`,
    IpPermissions: group.ingress.map((rule) => describeRule(account, rule)),
    IpPermissionsEgress: group.egress.map((rule) => describeRule(account, rule)),
    Tags: ec2Tags(group.tags),
  }
}

function describeRule(account: string, rule: SecurityRule): IpPermission {
  const ports = portsOf(rule.ports, rule.protocol)
  return {
    IpProtocol: rule.protocol,
    ...(ports === undefined ? {} : { FromPort: ports[0], ToPort: ports[1] }),
    IpRanges: rule.cidrs.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: rule.ipv6Cidrs.map((CidrIpv6) => ({ CidrIpv6 })),
    UserIdGroupPairs: rule.groups.map((GroupId) => ({ GroupId, UserId: account })),
    PrefixListIds: rule.prefixLists.map((PrefixListId) => ({ PrefixListId })),
  }
}

export function describeAcl({ account }: Place, acl: NetworkAcl) {
  const last = [false, true].map((Egress) => ({
    RuleNumber: 32_767,
    Egress,
    RuleAction: 'deny' as const,
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  }))
  return {
    NetworkAclId: acl.id,
    VpcId: acl.vpcId,
    IsDefault: acl.isDefault,
    OwnerId: account,
    Associations: acl.subnets.map((SubnetId) => ({
      NetworkAclAssociationId: `aclassoc-${SubnetId}`,
      NetworkAclId: acl.id,
      SubnetId,
    })),
    Entries: [
      ...acl.entries.map((entry) => {
        const ports = portsOf(entry.ports, entry.protocol)
        return {
          RuleNumber: entry.number,
          Egress: entry.egress,
          RuleAction: entry.action,
          Protocol: entry.protocol,
          CidrBlock: entry.cidr,
          ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
        }
      }),
      ...last,
    ],
    Tags: ec2Tags(acl.tags),
  }
}

function portsOf(
  ports: number | readonly [number, number] | undefined,
  protocol: string,
): readonly [number, number] | undefined {
  if (ports === undefined) return protocol === '-1' ? undefined : [0, 65_535]
  return typeof ports === 'number' ? [ports, ports] : ports
}

export function serviceName({ region }: Place, service: string): string {
  return service.includes('.') ? service : `com.amazonaws.${region}.${service}`
}
