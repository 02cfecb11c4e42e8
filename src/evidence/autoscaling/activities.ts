import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-application-auto-scaling'
import type { Table } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { total } from '../cloudwatch/series.ts'
import { tableMetrics } from '../dynamodb/metrics.ts'
import { tableDetails, tableLink } from '../dynamodb/table.ts'
import { eventsOf } from '../dynamodb/table-series.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { scalableResource } from './scalable-dimension.ts'
import { scalableTargets } from './targets.ts'

export interface ScalingActivity {
  readonly resourceId: string
  readonly dimension: string
  /** Epoch milliseconds. */
  readonly at: number
  /** `Successful`, `InProgress`, `Failed`, `Overridden`, `NotScaled` … */
  readonly status: string
  readonly statusMessage: string
  /** Units per second that it set or tried to set, where it says. */
  readonly capacity?: number
  /** Why a decision to scale came to nothing: `AlreadyAtMaxCapacity`. */
  readonly notScaled: readonly string[]
}

const mostResources = 3
const aroundMs = 30 * 60_000

/** Reads what auto scaling did around the window, for the throttled table or indexes only; no call when none is both throttled and scaled. */
export const scalingActivities = defineProbe<readonly ScalingActivity[], Table>({
  id: 'autoscaling.activities',
  actions: ['application-autoscaling:DescribeScalingActivities'],
  uses: [tableDetails, tableMetrics, scalableTargets],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const resources = await throttledAndScaled(target, at)
    const found = await Promise.all(resources.map((resourceId) => activitiesOf(target, at, resourceId)))
    return found.flat().sort((a, b) => a.at - b.at)
  },
  cite: (target, _window, resourceId = scalableResource(target.id)) => ({
    source: `application-autoscaling:DescribeScalingActivities ServiceNamespace=dynamodb ResourceId=${resourceId}`,
    account: target.account,
    region: target.region,
    link: tableLink(target, 'additionalSettings'),
    cli: `aws application-autoscaling describe-scaling-activities --service-namespace dynamodb --resource-id ${shellWord(resourceId)} --include-not-scaled-activities --region ${target.region}`,
  }),
})

/** The throttled among the scaled, as Application Auto Scaling names them. */
export async function throttledAndScaled(target: Table, at: ReadContext): Promise<string[]> {
  const details = await at.read(tableDetails, target)
  if (details.billing === 'PAY_PER_REQUEST') return []
  const [metrics, targets] = await Promise.all([at.read(tableMetrics, target), at.read(scalableTargets, target)])
  const scaled = new Set(targets.map((each) => each.resourceId))
  const named = [[undefined, metrics.table] as const, ...Object.entries(metrics.indexes)]
  return named
    .flatMap(([index, { read, write }]) => {
      const throttled =
        [read, write].some((flow) => total(eventsOf(flow)) > 0) ||
        // Without counts of events only the requests tell, and they belong to the table with all its indexes.
        total(metrics.refused.read) + total(metrics.refused.write) > 0
      return throttled ? [scalableResource(target.id, index)] : []
    })
    .filter((resourceId) => scaled.has(resourceId))
    .slice(0, mostResources)
}

async function activitiesOf(
  target: Table,
  { aws, window }: ReadContext,
  resourceId: string,
): Promise<ScalingActivity[]> {
  const answer = await aws.client(ApplicationAutoScalingClient, target.region).send(
    new DescribeScalingActivitiesCommand({
      ServiceNamespace: 'dynamodb',
      ResourceId: resourceId,
      MaxResults: 50,
      IncludeNotScaledActivities: true,
    }),
  )
  return (answer.ScalingActivities ?? [])
    .map((each) => {
      const capacity = /capacity units to (\d+)/i.exec(`${each.Description ?? ''} ${each.StatusMessage ?? ''}`)?.[1]
      return {
        resourceId: each.ResourceId ?? resourceId,
        dimension: each.ScalableDimension ?? '',
        at: each.StartTime?.getTime() ?? 0,
        status: (each.NotScaledReasons ?? []).length > 0 ? 'NotScaled' : (each.StatusCode ?? ''),
        statusMessage: each.StatusMessage ?? '',
        ...(capacity !== undefined && { capacity: Number(capacity) }),
        notScaled: (each.NotScaledReasons ?? []).flatMap((reason) => reason.Code ?? []),
      }
    })
    .filter((each) => each.at >= window.from - aroundMs && each.at <= window.to + aroundMs)
}
