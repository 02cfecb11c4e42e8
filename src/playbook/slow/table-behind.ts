import { type Series, timesAbove, total, within } from '../../evidence/cloudwatch/series.ts'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { eventsOf, operations, summed } from '../../evidence/dynamodb/table-series.ts'
import { latencies } from '../dynamodb/latency.ts'
import type { Slowness } from './slowness.ts'

/** The slow minutes that the table's trouble must cover. */
const leastCover = 0.5
/** Of the minutes before a rise, those that may have seen the same trouble. */
const mostBefore = 0.3
/** The part of a function's time that its table must have taken. */
const leastTimeShare = 0.2
const leastRefused = 0.1

/** When a table was slow, refused requests or failed by itself. */
export function troubledTimes(metrics: TableMetrics): ReadonlySet<number> {
  const flows = [metrics.table, ...Object.values(metrics.indexes)].flatMap(({ read, write }) => [read, write])
  return new Set([
    ...latencies(metrics)
      .filter((each) => each.isSlow)
      .flatMap((each) => each.slowTimes),
    ...flows.flatMap((flow) => timesAbove(eventsOf(flow), 0)),
    ...timesAbove(metrics.refused.read, 0),
    ...timesAbove(metrics.refused.write, 0),
    ...operations.flatMap((operation) => timesAbove(metrics.operations[operation].systemErrors, 4)),
  ])
}

/** Whether a table's trouble fits a function's slowness: in the same minutes, not before them, and enough of it. */
export function isBehind(slowness: Slowness, calls: Series, p50: Series, metrics: TableMetrics): boolean {
  const troubled = troubledTimes(metrics)
  const times = slowness.slow.points.map(({ at }) => at)
  const [onset = 0] = times
  if (times.filter((time) => troubled.has(time)).length < leastCover * times.length) return false
  const before = p50.points.filter(({ at }) => at < onset)
  if (
    slowness.kind === 'rose' &&
    before.length > 0 &&
    before.filter(({ at }) => troubled.has(at)).length > mostBefore * before.length
  )
    return false
  return isEnough(new Set(times), calls, p50, metrics)
}

function isEnough(times: ReadonlySet<number>, calls: Series, p50: Series, metrics: TableMetrics): boolean {
  const during = (series: Series): Series => ({ points: series.points.filter(({ at }) => times.has(at)) })
  const served = total(during(calls))
  const flows = [metrics.table, ...Object.values(metrics.indexes)].flatMap(({ read, write }) => [read, write])
  const refused = total(during(summed([...flows.map(eventsOf), metrics.refused.read, metrics.refused.write])))
  if (refused >= leastRefused * served) return true
  const tookMs = operations.reduce((sum, operation) => {
    const { latencyAverage, succeeded } = metrics.operations[operation]
    return sum + product(during(latencyAverage), succeeded)
  }, 0)
  return tookMs >= leastTimeShare * product(during(p50), calls)
}

/** Whether a table answered quickly and refused nothing, while it was asked. */
export function isTableWell(metrics: TableMetrics, from: number, to: number): boolean {
  const used = operations.some((operation) => total(within(metrics.operations[operation].succeeded, from, to)) > 0)
  return used && troubledTimes(metrics).size === 0
}

function product(each: Series, counts: Series): number {
  const at = new Map(counts.points.map((point) => [point.at, point.value]))
  return each.points.reduce((sum, point) => sum + point.value * (at.get(point.at) ?? 0), 0)
}
