import type { Route, RouteTable } from '@aws-sdk/client-ec2'
import { loadEc2 } from '../../aws/ec2.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeNetwork } from './network-cite.ts'

/** Where traffic to the internet goes from one subnet. */
export interface SubnetRoute {
  readonly subnetId: string
  readonly routeTableId: string
  /** `internet-gateway` does not help a function: its interfaces have no public address. */
  readonly wayOut: 'nat' | 'internet-gateway' | 'other' | 'blackhole' | 'none'
  /** The id of what the default route names. */
  readonly via?: string
  /** Gateway endpoints among the routes. */
  readonly gatewayEndpointIds: readonly string[]
}

/** The default route of each subnet that the function is attached to; empty for a function outside a VPC, and then nothing is read. */
export const subnetRoutes = defineProbe<readonly SubnetRoute[], FunctionTimeouts>({
  id: 'ec2.subnet-routes',
  actions: ['ec2:DescribeRouteTables'],
  key: (target) => `${target.account} ${target.region} ${target.subnetIds.join()}`,
  resource: () => '*',
  async fetch({ vpcId, subnetIds, region }, { aws }) {
    if (subnetIds.length === 0) return []
    const { DescribeRouteTablesCommand, EC2Client } = await loadEc2()
    const client = aws.client(EC2Client, region)
    const { RouteTables: tables = [] } = await client.send(
      new DescribeRouteTablesCommand({
        Filters:
          vpcId === ''
            ? [{ Name: 'association.subnet-id', Values: [...subnetIds] }]
            : [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    )
    return subnetIds.flatMap((subnetId) => {
      const table = tableOf(tables, subnetId)
      return table === undefined ? [] : [routeOf(subnetId, table)]
    })
  },
  cite: (target) =>
    citeNetwork(
      target,
      'RouteTables',
      'DescribeRouteTables',
      `vpc-id=${target.vpcId}`,
      `describe-route-tables --filters Name=vpc-id,Values=${target.vpcId}`,
    ),
})

/** A subnet without a table of its own uses the main one. */
function tableOf(tables: readonly RouteTable[], subnetId: string): RouteTable | undefined {
  return (
    tables.find((table) => table.Associations?.some((each) => each.SubnetId === subnetId)) ??
    tables.find((table) => table.Associations?.some((each) => each.Main === true))
  )
}

function routeOf(subnetId: string, table: RouteTable): SubnetRoute {
  const routes = table.Routes ?? []
  const outward = routes.find((route) => route.DestinationCidrBlock === '0.0.0.0/0')
  const via =
    outward?.NatGatewayId ??
    outward?.TransitGatewayId ??
    outward?.NetworkInterfaceId ??
    outward?.InstanceId ??
    outward?.GatewayId ??
    outward?.VpcPeeringConnectionId
  return {
    subnetId,
    routeTableId: table.RouteTableId ?? '',
    wayOut: wayOf(outward),
    ...(via !== undefined && { via }),
    gatewayEndpointIds: routes.flatMap((route) =>
      route.GatewayId?.startsWith('vpce-') && route.DestinationPrefixListId !== undefined ? route.GatewayId : [],
    ),
  }
}

function wayOf(route: Route | undefined): SubnetRoute['wayOut'] {
  if (route === undefined) return 'none'
  if (route.State === 'blackhole') return 'blackhole'
  if (route.NatGatewayId !== undefined) return 'nat'
  return route.GatewayId?.startsWith('igw-') ? 'internet-gateway' : 'other'
}
