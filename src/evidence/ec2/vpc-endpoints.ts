import { loadEc2 } from '../../aws/ec2.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeNetwork } from './network-cite.ts'

/** A way from a VPC to one AWS service without the internet. */
export interface VpcEndpoint {
  readonly id: string
  /** `dynamodb`, `secretsmanager`: the last part of the service's name. */
  readonly service: string
  readonly type: string
  readonly state: string
  /** Of interface endpoints: without it the service's usual name leads to the internet. */
  readonly privateDns: boolean
  readonly securityGroupIds: readonly string[]
  readonly subnetIds: readonly string[]
}

/** The endpoints of the function's VPC; empty for a function outside one, and then nothing is read. */
export const vpcEndpoints = defineProbe<readonly VpcEndpoint[], FunctionTimeouts>({
  id: 'ec2.vpc-endpoints',
  actions: ['ec2:DescribeVpcEndpoints'],
  key: (target) => `${target.account} ${target.region} ${target.vpcId}`,
  resource: () => '*',
  async fetch({ vpcId, region }, { aws }) {
    if (vpcId === '') return []
    const { DescribeVpcEndpointsCommand, EC2Client } = await loadEc2()
    const response = await aws
      .client(EC2Client, region)
      .send(new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }))
    return (response.VpcEndpoints ?? []).map((each) => ({
      id: each.VpcEndpointId ?? '',
      service: each.ServiceName?.split('.').at(-1) ?? '',
      type: each.VpcEndpointType ?? 'Gateway',
      state: (each.State ?? '').toLowerCase(),
      privateDns: each.PrivateDnsEnabled ?? false,
      securityGroupIds: (each.Groups ?? []).flatMap((group) => group.GroupId ?? []),
      subnetIds: each.SubnetIds ?? [],
    }))
  },
  cite: (target) =>
    citeNetwork(
      target,
      'Endpoints',
      'DescribeVpcEndpoints',
      `vpc-id=${target.vpcId}`,
      `describe-vpc-endpoints --filters Name=vpc-id,Values=${target.vpcId}`,
    ),
})
