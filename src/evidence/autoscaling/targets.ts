import { ApplicationAutoScalingClient, DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling'
import type { Table } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { tableDetails, tableLink } from '../dynamodb/table.ts'
import { defineProbe } from '../probe.ts'
import { scalableResource } from './scalable-dimension.ts'

/** Capacity that auto scaling may set, in units per second. */
export interface ScalableTarget {
  readonly resourceId: string
  readonly dimension: string
  readonly minimum: number
  readonly maximum: number
  readonly isScalingOutSuspended: boolean
}

/** Reads what of a table and its indexes is under auto scaling; no call for an on-demand table, where nothing is. */
export const scalableTargets = defineProbe<readonly ScalableTarget[], Table>({
  id: 'autoscaling.targets',
  actions: ['application-autoscaling:DescribeScalableTargets'],
  uses: [tableDetails],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const details = await at.read(tableDetails, target)
    if (details.billing === 'PAY_PER_REQUEST') return []
    const answer = await at.aws.client(ApplicationAutoScalingClient, target.region).send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'dynamodb',
        ResourceIds: [
          scalableResource(target.id),
          ...details.indexes.map((index) => scalableResource(target.id, index.name)),
        ],
      }),
    )
    return (answer.ScalableTargets ?? []).map((each) => ({
      resourceId: each.ResourceId ?? '',
      dimension: each.ScalableDimension ?? '',
      minimum: each.MinCapacity ?? 0,
      maximum: each.MaxCapacity ?? 0,
      isScalingOutSuspended: each.SuspendedState?.DynamicScalingOutSuspended ?? false,
    }))
  },
  cite: (target, _window, resourceId = scalableResource(target.id)) => ({
    source: `application-autoscaling:DescribeScalableTargets ServiceNamespace=dynamodb ResourceIds=${resourceId}`,
    account: target.account,
    region: target.region,
    link: tableLink(target, 'additionalSettings'),
    cli: `aws application-autoscaling describe-scalable-targets --service-namespace dynamodb --resource-ids ${shellWord(resourceId)} --region ${target.region}`,
  }),
})
