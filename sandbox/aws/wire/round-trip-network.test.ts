import * as ec2 from '@aws-sdk/client-ec2'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as waf from '@aws-sdk/client-wafv2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../server.ts'
import { loopbackConfig } from './loopback-config.ts'
import { ago, now, world } from './round-trip-world.ts'

let aws: SimulatedAws
let at: ReturnType<typeof loopbackConfig>
beforeAll(async () => {
  aws = await startAws(world, { now })
  at = loopbackConfig(aws.url)
})
afterAll(() => aws.close())

/** One operation through the real client of its service, with what has to come back. */
const reads: readonly (readonly [string, () => Promise<unknown>, unknown])[] = [
  [
    'ec2 DescribeSubnets',
    () => network(new ec2.DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] })),
    { Subnets: [{ AvailableIpAddressCount: 3 }] },
  ],
  [
    'ec2 DescribeRouteTables',
    () =>
      network(
        new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: ['subnet-1'] }] }),
      ),
    { RouteTables: [{ Routes: [{ GatewayId: 'local' }, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }] }] },
  ],
  [
    'ec2 DescribeSecurityGroups',
    () => network(new ec2.DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] })),
    { SecurityGroups: [{ IpPermissionsEgress: [{ FromPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }] },
  ],
  [
    'ec2 DescribeNetworkAcls',
    () => network(new ec2.DescribeNetworkAclsCommand({})),
    { NetworkAcls: [{ Entries: [{ RuleNumber: 100, PortRange: { From: 1024, To: 65_535 } }, {}, {}] }] },
  ],
  [
    'ec2 DescribeNatGateways',
    () => network(new ec2.DescribeNatGatewaysCommand({ Filter: [{ Name: 'vpc-id', Values: ['vpc-*'] }] })),
    { NatGateways: [{ State: 'failed' }] },
  ],
  [
    'ec2 DescribeVpcEndpoints',
    () => network(new ec2.DescribeVpcEndpointsCommand({})),
    { VpcEndpoints: [{ ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: ['rtb-1'] }] },
  ],
  [
    'ec2 DescribeNetworkInterfaces',
    () =>
      network(
        new ec2.DescribeNetworkInterfacesCommand({
          Filters: [{ Name: 'description', Values: ['AWS Lambda VPC ENI-orders*'] }],
        }),
      ),
    { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] },
  ],
  [
    'elbv2 DescribeTargetHealth',
    async () =>
      balancing(
        new elb.DescribeTargetHealthCommand({
          TargetGroupArn: (await balancing(new elb.DescribeTargetGroupsCommand({ Names: ['web'] }))).TargetGroups?.[0]
            ?.TargetGroupArn,
        }),
      ),
    { TargetHealthDescriptions: [{ TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' } }] },
  ],
  [
    'elbv2 DescribeLoadBalancers',
    () => balancing(new elb.DescribeLoadBalancersCommand({ Names: ['front'] })),
    { LoadBalancers: [{ Type: 'application', State: { Code: 'active' } }] },
  ],
  [
    'wafv2 GetSampledRequests',
    async () =>
      firewall(
        new waf.GetSampledRequestsCommand({
          WebAclArn: (await firewall(new waf.ListWebACLsCommand({ Scope: 'REGIONAL' }))).WebACLs?.[0]?.ARN,
          RuleMetricName: 'rate',
          Scope: 'REGIONAL',
          TimeWindow: { StartTime: ago(60), EndTime: now },
          MaxItems: 10,
        }),
      ),
    { SampledRequests: [{ Action: 'BLOCK', Timestamp: ago(5) }] },
  ],
]

it.each(reads)('%s', async (_name, read, expected) => {
  expect(await read()).toMatchObject(Object(expected))
})

const network: ec2.EC2Client['send'] = (command: never) => new ec2.EC2Client(at).send(command)
const balancing: elb.ElasticLoadBalancingV2Client['send'] = (command: never) =>
  new elb.ElasticLoadBalancingV2Client(at).send(command)
const firewall: waf.WAFV2Client['send'] = (command: never) => new waf.WAFV2Client(at).send(command)
