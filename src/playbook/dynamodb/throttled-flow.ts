import { type Series, timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import type { Capacity, TableDetails } from '../../evidence/dynamodb/table.ts'
import {
  type Direction,
  eventsOf,
  type FlowSeries,
  type ResourceSeries,
  type ThrottleReason,
  throttleReasons,
} from '../../evidence/dynamodb/table-series.ts'

/** Reads or writes of a table, or of one of its indexes, of which some were throttled. Rates are units per second. */
export interface ThrottledFlow {
  readonly index: string | undefined
  readonly direction: Direction
  readonly series: FlowSeries
  /** `events` of this very resource, or `requests` to the table with all its indexes where no events were counted. */
  readonly countedBy: 'events' | 'requests'
  readonly throttles: Series
  readonly events: number
  readonly times: readonly number[]
  /** How long it was throttled, by the periods in which it was. */
  readonly minutes: number
  /** How often each reason was given; all zero when CloudWatch gives none. */
  readonly reasons: Readonly<Record<ThrottleReason, number>>
  /** In the busiest throttled minute. */
  readonly consumed?: number
  /** What was provisioned in that minute; absent for on-demand and where it is not known. */
  readonly capacity?: number
  readonly described?: Capacity
}

/** Everything that was throttled, of the table and its indexes, or of the one index asked about. */
export function throttledFlows(
  metrics: TableMetrics,
  details: TableDetails | undefined,
  index: string | undefined,
): ThrottledFlow[] {
  const resources: Resource[] = [
    { index: undefined, series: metrics.table, described: details },
    ...Object.entries(metrics.indexes).map(([name, series]) => ({
      index: name,
      series,
      described: details?.indexes.find((each) => each.name === name),
    })),
  ]
  const isOnDemand = details?.billing === 'PAY_PER_REQUEST'
  const flows = (['read', 'write'] as const).flatMap((direction) => {
    const all = resources.map((each) =>
      flowOf(metrics, direction, each, eventsOf(each.series[direction]), 'events', isOnDemand),
    )
    if (all.some((flow) => flow.events > 0)) return all
    const refused = resources.map((each) =>
      flowOf(metrics, direction, each, metrics.refused[direction], 'requests', isOnDemand),
    )
    const full = refused.filter((flow) => flow.index !== undefined && (fullness(flow) ?? 0) >= 0.8)
    return full.length > 0 ? full : refused.slice(0, 1)
  })
  const throttled = flows.filter((flow) => flow.events > 0)
  const own = throttled.filter((flow) => !isPressed(flow, throttled))
  return index === undefined ? own : throttled.filter((flow) => flow.index === index)
}

/** How full the provisioned capacity was in the busiest throttled minute: 1 is full. */
export function fullness({ consumed, capacity }: Pick<ThrottledFlow, 'consumed' | 'capacity'>): number | undefined {
  return consumed === undefined || capacity === undefined || capacity === 0 ? undefined : consumed / capacity
}

export function hasReasons(flow: ThrottledFlow): boolean {
  return throttleReasons.some((reason) => flow.reasons[reason] > 0)
}

/** A write to the table is refused when an index cannot take it: the table's own count then only repeats the index's. */
function isPressed(flow: ThrottledFlow, all: readonly ThrottledFlow[]): boolean {
  if (flow.index !== undefined || flow.direction !== 'write' || hasReasons(flow)) return false
  if ((fullness(flow) ?? 0) >= 0.8) return false
  const minutes = new Set(flow.times)
  return all.some(
    (other) =>
      other.index !== undefined && other.direction === 'write' && other.times.some((time) => minutes.has(time)),
  )
}

interface Resource {
  readonly index: string | undefined
  readonly series: ResourceSeries
  readonly described: Capacity | undefined
}

function flowOf(
  metrics: TableMetrics,
  direction: Direction,
  { index, series: resource, described }: Resource,
  throttles: Series,
  countedBy: ThrottledFlow['countedBy'],
  isOnDemand: boolean,
): ThrottledFlow {
  const series = resource[direction]
  const times = timesAbove(throttles, 0)
  const capacityAt = (at: number): number | undefined =>
    isOnDemand ? undefined : provisionedAt(series, described, direction, at)
  const throttledMinutes = new Set(times)
  const minutes = series.consumed.points
    .filter((point) => throttledMinutes.has(point.at))
    .map((point) => ({ consumed: point.value / metrics.periodSeconds, capacity: capacityAt(point.at) }))
    .sort(
      (a, b) =>
        (b.capacity ? b.consumed / b.capacity : b.consumed) - (a.capacity ? a.consumed / a.capacity : a.consumed),
    )
  const busiest = minutes[0]
  const capacity = busiest === undefined ? capacityAt(times[0] ?? 0) : busiest.capacity
  return {
    index,
    direction,
    series,
    countedBy,
    throttles,
    events: total(throttles),
    times,
    minutes: (times.length * metrics.periodSeconds) / 60,
    reasons: Object.fromEntries(throttleReasons.map((reason) => [reason, total(series[reason])])) as Record<
      ThrottleReason,
      number
    >,
    ...(busiest !== undefined && { consumed: busiest.consumed }),
    ...(capacity !== undefined && capacity > 0 && { capacity }),
    ...(described !== undefined && { described }),
  }
}

/** Units per second that were provisioned at a moment. */
export function provisionedAt(
  series: FlowSeries,
  described: Capacity | undefined,
  direction: Direction,
  at: number,
): number | undefined {
  return (
    series.capacity.points.findLast((point) => point.at <= at)?.value ??
    series.capacity.points[0]?.value ??
    described?.provisioned?.[direction]
  )
}
