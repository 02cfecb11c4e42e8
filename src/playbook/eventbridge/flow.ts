import { noData, type Series, total } from '../../evidence/cloudwatch/series.ts'
import type { RuleMetrics } from '../../evidence/eventbridge/metrics.ts'

/** A rule's metrics as totals. EventBridge writes them only above zero, so nothing means zero once they were read. */
export interface RuleFlow {
  /** Whether any event matched in the window. */
  readonly hasFired: boolean
  readonly fired: number
  readonly invocations: number
  readonly failed: number
  /** Deliveries that did not fail. */
  readonly delivered: number
  /** When it last sent to a target, in epoch milliseconds. */
  readonly lastSentAt?: number
  readonly throttled: number
  readonly sentToDeadLetter: number
  readonly notSentToDeadLetter: number
  readonly retries: number
  readonly loops: number
  /** Minutes in which a delivery failed, by whichever metric. */
  readonly failures: Series
}

export function flowOf(metrics: RuleMetrics | undefined): RuleFlow | undefined {
  if (metrics === undefined) return undefined
  const failed = total(metrics.failed)
  const invocations = total(metrics.invocations)
  const throttled = total(metrics.throttled)
  const fired = Math.max(total(metrics.triggered), total(metrics.matched), invocations, failed)
  const sentAt = minutesOf(metrics.invocations).at(-1)
  const lost = total(metrics.sentToDeadLetter) + total(metrics.notSentToDeadLetter)
  return {
    hasFired: fired > 0 || throttled > 0 || lost > 0,
    fired,
    invocations,
    failed,
    delivered: Math.max(0, invocations - failed),
    ...(sentAt !== undefined && { lastSentAt: sentAt }),
    throttled,
    sentToDeadLetter: total(metrics.sentToDeadLetter),
    notSentToDeadLetter: total(metrics.notSentToDeadLetter),
    retries: total(metrics.retries),
    loops: total(metrics.loops),
    failures: merged([metrics.failed, metrics.sentToDeadLetter, metrics.notSentToDeadLetter]),
  }
}

/** Several counters as one: the highest of them in each minute, since one event may count in more than one. */
function merged(all: readonly Series[]): Series {
  const byTime = new Map<number, number>()
  for (const { at, value } of all.flatMap((series) => series.points))
    byTime.set(at, Math.max(byTime.get(at) ?? 0, value))
  return byTime.size === 0
    ? noData
    : { points: [...byTime].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value })) }
}

export function minutesOf(series: Series | undefined): number[] {
  return series?.points.filter((point) => point.value > 0).map((point) => point.at) ?? []
}
