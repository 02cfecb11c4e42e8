import { loadEc2 } from '../../aws/ec2.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { citeNetwork } from './network-cite.ts'
import { subnetRoutes } from './subnet-routes.ts'

/** A NAT gateway that the function's subnets send their traffic to. */
export interface NatGateway {
  readonly id: string
  /** `available`, `pending`, `failed`, `deleting`, `deleted`; empty where it was not read. */
  readonly state: string
  /** Connections that found no free port, by minute; undefined where they were not read. */
  readonly portErrors?: Series
}

/** The NAT gateways in the default routes of the function's subnets, with what they refused; empty where there are none. */
export const natGateways = defineProbe<readonly NatGateway[], FunctionTimeouts>({
  id: 'ec2.nat-gateways',
  actions: ['ec2:DescribeNatGateways', 'cloudwatch:GetMetricData'],
  uses: [subnetRoutes],
  key: (target) => `${target.account} ${target.region} ${target.subnetIds.join()}`,
  resource: () => '*',
  async fetch(target, at) {
    const routes = await at.read(subnetRoutes, target)
    const ids = [...new Set(routes.flatMap((route) => (route.via?.startsWith('nat-') ? route.via : [])))].slice(0, 6)
    if (ids.length === 0) return []
    const metric = (id: string, name: string) => ({
      namespace: 'AWS/NATGateway',
      metric: name,
      dimensions: { NatGatewayId: id },
      stat: 'Sum',
    })
    const { DescribeNatGatewaysCommand, EC2Client } = await loadEc2()
    const [response, series] = await Promise.all([
      at.aws
        .client(EC2Client, target.region)
        .send(new DescribeNatGatewaysCommand({ NatGatewayIds: ids }))
        .catch((error: unknown) => void at.missed(error, { action: 'ec2:DescribeNatGateways', resource: '*' })),
      readMetrics(at, Object.fromEntries(ids.map((id) => [id, metric(id, 'ErrorPortAllocation')]))).catch(
        (error: unknown) => void at.missed(error, { action: 'cloudwatch:GetMetricData', resource: '*' }),
      ),
    ])
    return ids.map((id) => ({
      id,
      // The route to one that is gone is a blackhole; one that is merely not listed was not read.
      state: response?.NatGateways?.find((each) => each.NatGatewayId === id)?.State ?? '',
      ...(series !== undefined && { portErrors: series[id] ?? noData }),
    }))
  },
  cite: (target, _window, aspect) =>
    citeNetwork(
      target,
      'NatGateways',
      'DescribeNatGateways',
      aspect ?? `of ${target.subnetIds.join()}`,
      `describe-nat-gateways${aspect === undefined ? '' : ` --nat-gateway-ids ${aspect}`}`,
    ),
})
