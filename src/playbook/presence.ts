import type { Series } from '../evidence/cloudwatch/series.ts'

export interface Presence {
  /** `unknown`: it failed and has been quiet for long, but how many were served meanwhile could not be read. */
  readonly state: 'present' | 'recovered' | 'absent' | 'unknown'
  readonly failures: number
  readonly requests: number | undefined
  /** Start of every failing minute. */
  readonly times: readonly number[]
  readonly firstAt?: number
  readonly lastAt?: number
  /** Requests served since the last failure. */
  readonly servedSince?: number
}

const minuteMs = 60_000
const quietFloorMs = 10 * minuteMs
/** How sure the quiet must be: the chance that it is luck at the failure rate seen before. */
const luck = 0.05

/**
 * Whether a failure is there, over, or never was.
 *
 * It is over only when it stayed quiet for ten minutes and for three times its longest pause before, and enough requests were served meanwhile
 * that the old failure rate would have shown: silence without traffic proves nothing.
 */
export function presenceOf(failures: Series, requests: Series | undefined, until: number): Presence {
  const failing = failures.points.filter((point) => point.value > 0)
  const total = sum(failing)
  const requestTotal = requests === undefined ? undefined : sum(requests.points)
  if (failing.length === 0) return { state: 'absent', failures: 0, requests: requestTotal, times: [] }

  const times = failing.map((point) => point.at)
  const firstAt = Math.min(...times)
  const lastAt = Math.max(...times)
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const quietMs = until - (lastAt + minuteMs)
  const servedBefore =
    requests === undefined
      ? undefined
      : sum(requests.points.filter((point) => point.at >= firstAt && point.at <= lastAt))
  const servedSince = requests === undefined ? undefined : sum(requests.points.filter((point) => point.at > lastAt))
  const isQuiet = quietMs >= quietFloorMs && quietMs >= 3 * Math.max(0, ...pauses)
  const state = !isQuiet
    ? 'present'
    : requests === undefined
      ? 'unknown'
      : wouldHaveShown(total, servedBefore, servedSince)
        ? 'recovered'
        : 'present'
  return {
    state,
    failures: total,
    requests: requestTotal,
    times,
    firstAt,
    lastAt,
    ...(servedSince !== undefined && { servedSince }),
  }
}

function wouldHaveShown(failures: number, servedBefore: number | undefined, servedSince: number | undefined): boolean {
  if (servedSince === undefined || servedSince === 0) return false
  const rate = Math.min(0.99, failures / Math.max(failures, servedBefore ?? failures))
  return (1 - rate) ** servedSince < luck
}

function sum(points: readonly { readonly value: number }[]): number {
  return points.reduce((total, point) => total + point.value, 0)
}
