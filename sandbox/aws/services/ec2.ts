import type { Handlers } from '../call.ts'
import { policyText } from '../world/scalars.ts'
import { describeAcl, describeGroup, describeRouteTable, pick, serviceName } from './ec2-describe.ts'
import { ec2Tags, filterBy, pickIds } from './ec2-filters.ts'
import { pageOf, tokenAs } from './paging.ts'

type Ec2 = typeof import('@aws-sdk/client-ec2')

export const ec2: Handlers<Ec2> = {
  DescribeVpcs({ place }, input) {
    const found = filterBy(
      pickIds(place.vpcs, input.VpcIds, 'InvalidVpcID.NotFound', 'vpc ID'),
      input.Filters,
      (vpc) =>
        pick({ 'vpc-id': [vpc.id], cidr: [vpc.cidr], 'is-default': [String(vpc.isDefault)], state: ['available'] }),
      ({ tags }) => tags,
    )
    return {
      Vpcs: found.map((vpc) => ({
        VpcId: vpc.id,
        CidrBlock: vpc.cidr,
        IsDefault: vpc.isDefault,
        State: 'available' as const,
        OwnerId: place.account,
        Tags: ec2Tags(vpc.tags),
      })),
    }
  },

  DescribeSubnets({ place }, input) {
    const found = filterBy(
      pickIds(place.subnets, input.SubnetIds, 'InvalidSubnetID.NotFound', 'subnet ID'),
      input.Filters,
      (subnet) =>
        pick({
          'subnet-id': [subnet.id],
          'vpc-id': [subnet.vpcId],
          'availability-zone': [subnet.zone ?? `${place.region}a`],
          state: [subnet.state],
          'cidr-block': [subnet.cidr],
        }),
      ({ tags }) => tags,
    )
    const { page, next } = pageOf(found, input.NextToken, input.MaxResults ?? 1000)
    return {
      Subnets: page.map((subnet) => ({
        SubnetId: subnet.id,
        SubnetArn: `arn:aws:ec2:${place.region}:${place.account}:subnet/${subnet.id}`,
        VpcId: subnet.vpcId,
        CidrBlock: subnet.cidr,
        AvailabilityZone: subnet.zone ?? `${place.region}a`,
        AvailableIpAddressCount: subnet.availableIps,
        MapPublicIpOnLaunch: subnet.mapPublicIp,
        DefaultForAz: false,
        State: subnet.state as 'available',
        OwnerId: place.account,
        Tags: ec2Tags(subnet.tags),
      })),
      ...tokenAs('NextToken', next),
    }
  },

  DescribeRouteTables({ place }, input) {
    const found = filterBy(
      pickIds(place.routeTables, input.RouteTableIds, 'InvalidRouteTableID.NotFound', 'routeTable ID'),
      input.Filters,
      (table) =>
        pick({
          'route-table-id': [table.id],
          'vpc-id': [table.vpcId],
          'association.subnet-id': table.subnets,
          'association.main': table.main ? ['true'] : table.subnets.length > 0 ? ['false'] : [],
          'association.route-table-id': [table.id],
          'route.nat-gateway-id': table.routes.map(({ via }) => via),
          'route.gateway-id': table.routes.map(({ via }) => via),
          'route.destination-cidr-block': table.routes.map(({ to }) => to),
          'route.state': table.routes.map(({ state }) => state),
        }),
      ({ tags }) => tags,
    )
    const { page, next } = pageOf(found, input.NextToken, input.MaxResults ?? 100)
    return { RouteTables: page.map((table) => describeRouteTable(place, table)), ...tokenAs('NextToken', next) }
  },

  DescribeSecurityGroups({ place }, input) {
    const found = filterBy(
      pickIds(place.securityGroups, input.GroupIds, 'InvalidGroup.NotFound', 'security group'),
      input.Filters,
      (group) =>
        pick({
          'group-id': [group.id],
          'group-name': [group.name ?? group.id],
          'vpc-id': [group.vpcId],
          description: [group.description],
        }),
      ({ tags }) => tags,
    )
    const { page, next } = pageOf(found, input.NextToken, input.MaxResults ?? 1000)
    return { SecurityGroups: page.map((group) => describeGroup(place, group)), ...tokenAs('NextToken', next) }
  },

  DescribeNetworkAcls({ place }, input) {
    const found = filterBy(
      pickIds(place.networkAcls, input.NetworkAclIds, 'InvalidNetworkAclID.NotFound', 'networkAcl ID'),
      input.Filters,
      (acl) =>
        pick({
          'network-acl-id': [acl.id],
          'vpc-id': [acl.vpcId],
          'association.subnet-id': acl.subnets,
          default: [String(acl.isDefault)],
        }),
      ({ tags }) => tags,
    )
    return { NetworkAcls: found.map((acl) => describeAcl(place, acl)) }
  },

  DescribeNatGateways({ place, clock }, input) {
    const found = filterBy(
      pickIds(place.natGateways, input.NatGatewayIds, 'NatGatewayNotFound', 'NAT gateway'),
      input.Filter,
      (gateway) =>
        pick({
          'nat-gateway-id': [gateway.id],
          'subnet-id': [gateway.subnetId],
          'vpc-id': [gateway.vpcId],
          state: [gateway.state],
        }),
      ({ tags }) => tags,
    )
    return {
      NatGateways: found.map((gateway) => ({
        NatGatewayId: gateway.id,
        SubnetId: gateway.subnetId,
        VpcId: gateway.vpcId,
        State: gateway.state,
        ConnectivityType: gateway.connectivity,
        CreateTime: clock.at(gateway.created),
        ...(gateway.failureCode === undefined ? {} : { FailureCode: gateway.failureCode }),
        ...(gateway.failureMessage === undefined ? {} : { FailureMessage: gateway.failureMessage }),
        NatGatewayAddresses: [
          { PublicIp: '203.0.113.20', PrivateIp: '10.0.0.20', NetworkInterfaceId: `eni-${gateway.id.slice(4)}` },
        ],
        Tags: ec2Tags(gateway.tags),
      })),
    }
  },

  DescribeVpcEndpoints({ place }, input) {
    const found = filterBy(
      pickIds(place.vpcEndpoints, input.VpcEndpointIds, 'InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'),
      input.Filters,
      (endpoint) =>
        pick({
          'vpc-endpoint-id': [endpoint.id],
          'vpc-id': [endpoint.vpcId],
          'service-name': [serviceName(place, endpoint.service)],
          'vpc-endpoint-type': [endpoint.type],
          'vpc-endpoint-state': [endpoint.state],
        }),
      ({ tags }) => tags,
    )
    return {
      VpcEndpoints: found.map((endpoint) => ({
        VpcEndpointId: endpoint.id,
        VpcEndpointType: endpoint.type,
        VpcId: endpoint.vpcId,
        ServiceName: serviceName(place, endpoint.service),
        State: endpoint.state as 'Available',
        PolicyDocument: policyText(
          endpoint.policy ?? { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
        ),
        RouteTableIds: endpoint.routeTables,
        SubnetIds: endpoint.subnets,
        Groups: endpoint.groups.map((GroupId) => ({
          GroupId,
          GroupName: place.securityGroups.find(({ id }) => id === GroupId)?.name ?? GroupId,
        })),
        PrivateDnsEnabled: endpoint.type === 'Interface' && endpoint.privateDns,
        OwnerId: place.account,
        Tags: ec2Tags(endpoint.tags),
      })),
    }
  },

  DescribeVolumes({ place, clock }, input) {
    const found = filterBy(
      pickIds(place.volumes, input.VolumeIds, 'InvalidVolume.NotFound', 'volume'),
      input.Filters,
      (volume) =>
        pick({
          'volume-id': [volume.id],
          encrypted: [String(volume.encrypted)],
          status: [volume.state],
          'volume-type': [volume.type],
          'attachment.instance-id': volume.instance === undefined ? [] : [volume.instance],
        }),
      ({ tags }) => tags,
    )
    const { page, next } = pageOf(found, input.NextToken, input.MaxResults ?? 1000)
    return {
      Volumes: page.map((volume) => ({
        VolumeId: volume.id,
        Encrypted: volume.encrypted,
        Size: volume.sizeGiB,
        VolumeType: volume.type as 'gp3',
        State: volume.state,
        AvailabilityZone: `${place.region}a`,
        CreateTime: clock.at(volume.created),
        Attachments:
          volume.instance === undefined
            ? []
            : [{ InstanceId: volume.instance, VolumeId: volume.id, State: 'attached' as const, Device: '/dev/xvda' }],
        Tags: ec2Tags(volume.tags),
      })),
      ...tokenAs('NextToken', next),
    }
  },

  GetEbsEncryptionByDefault: ({ place }) => ({ EbsEncryptionByDefault: place.ebsEncryptionByDefault }),

  DescribeNetworkInterfaces({ place }, input) {
    const found = filterBy(
      pickIds(
        place.networkInterfaces,
        input.NetworkInterfaceIds,
        'InvalidNetworkInterfaceID.NotFound',
        'networkInterface ID',
      ),
      input.Filters,
      (eni) =>
        pick({
          'network-interface-id': [eni.id],
          'subnet-id': [eni.subnetId],
          'vpc-id': [eni.vpcId],
          'group-id': eni.groups,
          description: [eni.description],
          status: [eni.status],
          'interface-type': [eni.type],
          'addresses.private-ip-address': [eni.privateIp],
          'requester-id': [eni.requesterId ?? ''],
        }),
      ({ tags }) => tags,
    )
    return {
      NetworkInterfaces: found.map((eni) => ({
        NetworkInterfaceId: eni.id,
        SubnetId: eni.subnetId,
        VpcId: eni.vpcId,
        Description: eni.description,
        Status: eni.status as 'in-use',
        InterfaceType: eni.type as 'interface',
        PrivateIpAddress: eni.privateIp,
        Groups: eni.groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
        OwnerId: place.account,
        ...(eni.requesterId === undefined ? {} : { RequesterId: eni.requesterId }),
        TagSet: ec2Tags(eni.tags),
      })),
    }
  },
}
