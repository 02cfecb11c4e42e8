import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LoadBalancer } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { balancerLink } from './balancer-arn.ts'

/** What stands behind a load balancer, and how well. */
export interface TargetGroupHealth {
  readonly name: string
  readonly arn: string
  /** `instance`, `ip`, `lambda`, `alb`. */
  readonly targetType: string
  readonly protocol?: string
  readonly port?: number
  readonly healthCheck: { readonly isEnabled: boolean; readonly path?: string; readonly port?: string }
  /** Function targets are named by ARN. */
  readonly targets: readonly {
    readonly id: string
    readonly port?: number
    readonly state: string
    readonly reason?: string
    readonly description?: string
  }[]
}

const mostGroups = 5

/** Reads the target groups of a load balancer with the health of each target. */
export const targetHealth = defineProbe<readonly TargetGroupHealth[], LoadBalancer>({
  id: 'elb.target-health',
  actions: ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
  key: (balancer) => balancer.arn,
  resource: () => '*',
  async fetch(balancer, { aws }) {
    const client = aws.client(ElasticLoadBalancingV2Client)
    const { TargetGroups: groups = [] } = await client.send(
      new DescribeTargetGroupsCommand({ LoadBalancerArn: balancer.arn }),
    )
    return Promise.all(
      groups.slice(0, mostGroups).map(async (group): Promise<TargetGroupHealth> => {
        const { TargetHealthDescriptions: found = [] } = await client.send(
          new DescribeTargetHealthCommand({ TargetGroupArn: group.TargetGroupArn }),
        )
        return {
          name: group.TargetGroupName ?? '',
          arn: group.TargetGroupArn ?? '',
          targetType: group.TargetType ?? 'instance',
          healthCheck: {
            isEnabled: group.HealthCheckEnabled !== false,
            ...(group.HealthCheckPath !== undefined && { path: group.HealthCheckPath }),
            ...(group.HealthCheckPort !== undefined && { port: group.HealthCheckPort }),
          },
          targets: found.map(({ Target: target, TargetHealth: health }) => ({
            id: target?.Id ?? '',
            state: health?.State ?? 'unknown',
            ...(target?.Port !== undefined && { port: target.Port }),
            ...(health?.Reason !== undefined && { reason: health.Reason }),
            ...(health?.Description !== undefined && { description: health.Description }),
          })),
          ...(group.Protocol !== undefined && { protocol: group.Protocol }),
          ...(group.Port !== undefined && { port: group.Port }),
        }
      }),
    )
  },
  cite: (balancer) => ({
    source: `elasticloadbalancing:DescribeTargetHealth of the target groups of ${balancer.name}`,
    account: balancer.account,
    region: balancer.region,
    link: balancerLink(balancer),
    cli: `aws elbv2 describe-target-groups --load-balancer-arn ${balancer.arn} --query 'TargetGroups[].TargetGroupArn' --output text --region ${balancer.region} | xargs -n1 aws elbv2 describe-target-health --region ${balancer.region} --target-group-arn`,
  }),
})

/** Groups in which nothing can take a request. A state of `unused` or `initial` is no health check that failed. */
export function deadGroups(groups: readonly TargetGroupHealth[]): TargetGroupHealth[] {
  return groups.filter(
    (group) => group.targetType !== 'lambda' && (group.targets.length === 0 || group.targets.every(isUnhealthy)),
  )
}

export function isUnhealthy({ state }: { readonly state: string }): boolean {
  return state === 'unhealthy' || state === 'unhealthy.draining' || state === 'unavailable'
}
