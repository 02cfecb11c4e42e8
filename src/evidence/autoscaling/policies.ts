import { ApplicationAutoScalingClient, DescribeScalingPoliciesCommand } from '@aws-sdk/client-application-auto-scaling'
import type { Table } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { tableMetrics } from '../dynamodb/metrics.ts'
import { tableDetails, tableLink } from '../dynamodb/table.ts'
import { defineProbe } from '../probe.ts'
import { throttledAndScaled } from './activities.ts'
import { scalableResource } from './scalable-dimension.ts'
import { scalableTargets } from './targets.ts'

export interface ScalingPolicy {
  readonly resourceId: string
  readonly dimension: string
  readonly name: string
  /** Per cent of the capacity that target tracking aims for. */
  readonly targetPercent?: number
}

/** Reads the scaling policies of what is both throttled and scaled; null, and no call, when nothing is. */
export const scalingPolicies = defineProbe<readonly ScalingPolicy[] | null, Table>({
  id: 'autoscaling.policies',
  actions: ['application-autoscaling:DescribeScalingPolicies'],
  uses: [tableDetails, tableMetrics, scalableTargets],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const resources = await throttledAndScaled(target, at)
    if (resources.length === 0) return null
    const answers = await Promise.all(
      resources.map((ResourceId) =>
        at.aws
          .client(ApplicationAutoScalingClient, target.region)
          .send(new DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb', ResourceId })),
      ),
    )
    return answers
      .flatMap((answer) => answer.ScalingPolicies ?? [])
      .map((each) => ({
        resourceId: each.ResourceId ?? '',
        dimension: each.ScalableDimension ?? '',
        name: each.PolicyName ?? '',
        ...(each.TargetTrackingScalingPolicyConfiguration?.TargetValue !== undefined && {
          targetPercent: each.TargetTrackingScalingPolicyConfiguration.TargetValue,
        }),
      }))
  },
  cite: (target, _window, resourceId = scalableResource(target.id)) => ({
    source: `application-autoscaling:DescribeScalingPolicies ServiceNamespace=dynamodb ResourceId=${resourceId}`,
    account: target.account,
    region: target.region,
    link: tableLink(target, 'additionalSettings'),
    cli: `aws application-autoscaling describe-scaling-policies --service-namespace dynamodb --resource-id ${shellWord(resourceId)} --region ${target.region}`,
  }),
})
