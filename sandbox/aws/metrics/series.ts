import type { Clock } from '../clock.ts'
import type { Segment, Series } from '../world/metrics.ts'
import type { Place } from '../world.ts'
import { isCounter, sampleSource, unitOf } from './counters.ts'
import { countDatum, type Datum, flatDatum, partOf, spreadDatum } from './datum.ts'
import { trafficSeries } from './traffic.ts'

const minuteMs = 60_000

/** One metric with its dimensions, readable minute by minute. */
export interface MetricSeries {
  /** One text for namespace, name and dimensions. */
  readonly key: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly unit: string
  /** The minute that starts at a time; nothing where no data was published. */
  at(minute: number): Datum | undefined
}

/** Every series of a place: those declared, and those that follow from traffic; a declared one replaces what follows. */
export function seriesOf(place: Place, clock: Clock): readonly MetricSeries[] {
  const declared = place.metrics.map((series) => ({ ...series, key: keyOf(series) }))
  const known = new Set(declared.map(({ key }) => key))
  const derived = trafficSeries(place)
    .map((series) => ({ ...series, key: keyOf(series) }))
    .filter(({ key }) => !known.has(key))
  const all = new Map<string, MetricSeries>()
  const lookup = (key: string): MetricSeries | undefined => all.get(key)
  for (const series of [...declared, ...derived]) all.set(series.key, compile(series, clock, lookup))
  for (const series of accountSeries([...all.values()])) {
    if (!all.has(series.key)) all.set(series.key, series)
  }
  return [...all.values()]
}

/** The series with exactly these dimensions. */
export function findSeries(
  all: readonly MetricSeries[],
  wanted: Pick<Series, 'namespace' | 'metric' | 'dimensions'>,
): MetricSeries | undefined {
  const key = keyOf(wanted)
  return all.find((series) => series.key === key)
}

function compile(series: Series, clock: Clock, lookup: (key: string) => MetricSeries | undefined): MetricSeries {
  const spans = series.points.map((segment) => ({
    segment,
    from: floorMinute(clock.at(segment.from).getTime()),
    to: endOf(segment, clock),
  }))
  const source = sampleSource(series.namespace, series.metric)
  const samplesAt = (minute: number): number | undefined =>
    source === undefined ? undefined : lookup(keyOf({ ...series, metric: source }))?.at(minute)?.samples
  return {
    key: keyOf(series),
    namespace: series.namespace,
    metric: series.metric,
    dimensions: series.dimensions,
    unit: series.unit ?? unitOf(series.metric),
    at(minute) {
      const now = clock.now()
      if (minute >= now) return undefined
      const span = spans.findLast(({ from, to }) => minute >= from && minute < to)
      if (span === undefined) return undefined
      const datum = datumOf(series.metric, span.segment, (minute - span.from) / minuteMs, () => samplesAt(minute))
      if (datum === undefined || minute + minuteMs <= now) return datum
      return partOf(datum, (now - minute) / minuteMs)
    },
  }
}

function datumOf(
  metric: string,
  segment: Segment,
  index: number,
  samplesOf: () => number | undefined,
): Datum | undefined {
  const value = segment.values === undefined ? segment.value : segment.values[index]
  if (value === null) return undefined
  const spread = spreadPoints(segment)
  if (value !== undefined) {
    if (isCounter(metric)) return countDatum(value, segment.samples ?? samplesOf() ?? value)
    return flatDatum(value, segment.samples ?? samplesOf() ?? 1)
  }
  if (segment.values !== undefined) return undefined
  const samples = segment.samples ?? samplesOf() ?? 1
  if (isCounter(metric) && segment.sum !== undefined && spread.length === 0 && segment.max === undefined)
    return countDatum(segment.sum, samples)
  const avg = segment.avg ?? (segment.sum === undefined || samples === 0 ? undefined : segment.sum / samples)
  return spreadDatum(spread, samples, { avg, sum: segment.sum, min: segment.min, max: segment.max })
}

function spreadPoints(segment: Segment): (readonly [number, number])[] {
  const named: readonly (readonly [number, number | undefined])[] = [
    [0.1, segment.p10],
    [0.5, segment.p50],
    [0.75, segment.p75],
    [0.9, segment.p90],
    [0.95, segment.p95],
    [0.99, segment.p99],
  ]
  return named.flatMap(([share, value]) => (value === undefined ? [] : [[share, value] as const]))
}

/** Lambda also publishes the sum over all functions, without dimensions. */
function accountSeries(all: readonly MetricSeries[]): MetricSeries[] {
  const functions = all.filter(
    ({ namespace, dimensions }) => namespace === 'AWS/Lambda' && Object.keys(dimensions).join() === 'FunctionName',
  )
  return ['Invocations', 'Errors', 'Throttles', 'ConcurrentExecutions'].flatMap((metric) => {
    const parts = functions.filter((series) => series.metric === metric)
    if (parts.length === 0) return []
    return [
      {
        key: keyOf({ namespace: 'AWS/Lambda', metric, dimensions: {} }),
        namespace: 'AWS/Lambda',
        metric,
        dimensions: {},
        unit: 'Count',
        at: (minute: number) =>
          total(
            parts.flatMap((part) => part.at(minute) ?? []),
            metric,
          ),
      },
    ]
  })
}

function total(data: readonly Datum[], metric: string): Datum | undefined {
  if (data.length === 0) return undefined
  if (metric === 'ConcurrentExecutions')
    return flatDatum(
      data.reduce((sum, { max }) => sum + max, 0),
      1,
    )
  return countDatum(
    data.reduce((all, { sum }) => all + sum, 0),
    data.reduce((all, { samples }) => all + samples, 0),
  )
}

function endOf(segment: Segment, clock: Clock): number {
  if (segment.to !== undefined) return floorMinute(clock.at(segment.to).getTime())
  if (segment.values !== undefined)
    return floorMinute(clock.at(segment.from).getTime()) + segment.values.length * minuteMs
  return Number.POSITIVE_INFINITY
}

function keyOf({ namespace, metric, dimensions }: Pick<Series, 'namespace' | 'metric' | 'dimensions'>): string {
  return `${namespace}|${metric}|${Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('|')}`
}

function floorMinute(time: number): number {
  return Math.floor(time / minuteMs) * minuteMs
}
