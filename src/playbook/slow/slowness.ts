import { noData, type Series, total } from '../../evidence/cloudwatch/series.ts'

/** How long calls took, by minute, in milliseconds. */
export interface Durations {
  readonly p50: Series
  readonly p95: Series
  readonly p99: Series
  readonly calls: Series
  /** The day before. */
  readonly usualP50: Series
}

/** In what way something is slow. */
export interface Slowness {
  /** `rose`: slower than it was; `steady`: as slow as ever; `tail`: most calls are fast and some are not. */
  readonly kind: 'rose' | 'steady' | 'tail'
  /** Which calls take that long. */
  readonly who: 'half' | 'one in twenty' | 'one in a hundred'
  readonly statistic: 'p50' | 'p95' | 'p99'
  readonly milliseconds: number
  /** What half of the calls take when it is well, as far as that is known. */
  readonly usualMilliseconds?: number
  /** Starts of the slow minutes, and the calls that were slow in each. */
  readonly slow: Series
}

/** Nobody waits happily for longer, unless a team says otherwise. */
const feltMs = 1_000
/** A rise below this is not felt, however steep. */
const leastRiseMs = 300
const riseFactor = 2.5
const tailFactor = 8
const leastCalls = 5
const leastTailShare = 0.01
/** Fewer minutes do not tell what was usual. */
const leastMinutes = 10

/** Whether calls are slow: against what was usual, against the other calls, or for anybody; undefined when they are not. */
export function slownessOf(durations: Durations, slowMilliseconds?: number): Slowness | undefined {
  return rise(durations, slowMilliseconds) ?? steady(durations, slowMilliseconds) ?? tail(durations, slowMilliseconds)
}

/** What half of the calls take as a rule: the day before, else in the faster minutes of the window. */
export function usualMs({ p50, usualP50 }: Durations): number | undefined {
  if (usualP50.points.length >= leastMinutes) return middle(usualP50, 0.5)
  return p50.points.length >= leastMinutes ? middle(p50, 0.25) : undefined
}

function rise(durations: Durations, slowMilliseconds = leastRiseMs): Slowness | undefined {
  const usual = usualMs(durations)
  if (usual === undefined) return undefined
  const times = durations.p50.points.filter(
    ({ value }) => value >= slowMilliseconds && value >= riseFactor * Math.max(usual, 1),
  )
  return slownessIn(durations, 'rose', 'p50', times, usual)
}

function steady(durations: Durations, slowMilliseconds = feltMs): Slowness | undefined {
  if ((middle(durations.p50, 0.5) ?? 0) < slowMilliseconds) return undefined
  const times = durations.p50.points.filter(({ value }) => value >= slowMilliseconds)
  return slownessIn(durations, 'steady', 'p50', times, usualMs(durations))
}

function tail(durations: Durations, slowMilliseconds = feltMs): Slowness | undefined {
  const usual = middle(durations.p50, 0.5) ?? 0
  for (const statistic of ['p95', 'p99'] as const) {
    const least = Math.max(statistic === 'p95' ? slowMilliseconds : 2 * slowMilliseconds, tailFactor * usual)
    const times = durations[statistic].points.filter(({ value }) => value >= least)
    const found = slownessIn(durations, 'tail', statistic, times, usual)
    if (found !== undefined && total(found.slow) >= leastTailShare * total(durations.calls)) return found
  }
  return undefined
}

const parts = { p50: 0.5, p95: 0.05, p99: 0.01 } as const
const words = { p50: 'half', p95: 'one in twenty', p99: 'one in a hundred' } as const

function slownessIn(
  { calls }: Durations,
  kind: Slowness['kind'],
  statistic: Slowness['statistic'],
  minutes: Series['points'],
  usual: number | undefined,
): Slowness | undefined {
  const callsAt = new Map(calls.points.map(({ at, value }) => [at, value]))
  const slow = {
    points: minutes.map(({ at }) => ({ at, value: Math.max(1, (callsAt.get(at) ?? 1) * parts[statistic]) })),
  }
  if (minutes.length < 2 || total(slow) < leastCalls * (kind === 'tail' ? 1 : 0.5)) return undefined
  return {
    kind,
    who: words[statistic],
    statistic,
    milliseconds: middle({ points: minutes }, 0.5) ?? 0,
    ...(usual !== undefined && { usualMilliseconds: usual }),
    slow,
  }
}

export function middle(series: Series = noData, share: number): number | undefined {
  const sorted = series.points.map(({ value }) => value).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}
