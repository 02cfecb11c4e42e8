import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { loadEc2 } from '../../aws/ec2.ts'
import type { ServiceTrials } from './trial.ts'

export const networkTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const ec2 = await loadEc2()
  const client = aws.client(ec2.EC2Client)
  const balancing = aws.client(ElasticLoadBalancingV2Client)
  const few = { MaxResults: 5 }
  const [balancers, groups] = await Promise.all([
    attempt('elasticloadbalancing:DescribeLoadBalancers', () =>
      balancing.send(new DescribeLoadBalancersCommand({ PageSize: 1 })),
    ),
    attempt('elasticloadbalancing:DescribeTargetGroups', () =>
      balancing.send(new DescribeTargetGroupsCommand({ PageSize: 1 })),
    ),
    attempt('ec2:DescribeNatGateways', () => client.send(new ec2.DescribeNatGatewaysCommand(few))),
    attempt('ec2:DescribeNetworkAcls', () => client.send(new ec2.DescribeNetworkAclsCommand(few))),
    attempt('ec2:DescribeRouteTables', () => client.send(new ec2.DescribeRouteTablesCommand(few))),
    attempt('ec2:DescribeSecurityGroups', () => client.send(new ec2.DescribeSecurityGroupsCommand(few))),
    attempt('ec2:DescribeVolumes', () => client.send(new ec2.DescribeVolumesCommand(few))),
    attempt('ec2:DescribeVpcEndpoints', () => client.send(new ec2.DescribeVpcEndpointsCommand(few))),
  ])
  const LoadBalancerArn = balancers?.LoadBalancers?.[0]?.LoadBalancerArn
  if (LoadBalancerArn === undefined)
    cannot('no load balancer was found to try it on', 'elasticloadbalancing:DescribeLoadBalancerAttributes')
  else
    await attempt('elasticloadbalancing:DescribeLoadBalancerAttributes', () =>
      balancing.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    )
  const TargetGroupArn = groups?.TargetGroups?.[0]?.TargetGroupArn
  if (TargetGroupArn === undefined)
    return cannot('no target group was found to try it on', 'elasticloadbalancing:DescribeTargetHealth')
  await attempt('elasticloadbalancing:DescribeTargetHealth', () =>
    balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
  )
}

export const metricTrials: ServiceTrials = async ({ aws, attempt }) => {
  const cloudwatch = aws.client(CloudWatchClient)
  const now = Date.now()
  await Promise.all([
    attempt('cloudwatch:DescribeAlarms', () => cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 1 }))),
    attempt('cloudwatch:ListMetrics', () => cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Lambda' }))),
    attempt('cloudwatch:GetMetricData', () =>
      cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 300_000),
          EndTime: new Date(now),
          MetricDataQueries: [
            {
              Id: 'invocations',
              MetricStat: {
                Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: [] },
                Period: 300,
                Stat: 'Sum',
              },
            },
          ],
        }),
      ),
    ),
  ])
}
