import type { Series } from '../evidence/cloudwatch/series.ts'
import { type Thresholds, usualThresholds } from './thresholds.ts'

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
  /** Failed among all requests in the worst five minutes, 0 to 1. */
  readonly failedShare?: number
}

type Point = Series['points'][number]

const minuteMs = 60_000
const worstMinutes = 5
/** How sure the quiet must be: the chance that it is luck at the failure rate seen before. */
const luck = 0.05

/**
 * Whether a failure is there, over, or never was.
 *
 * It is over only when it stayed quiet for ten minutes, or as many as the team has set, and for three times its longest pause before, and enough requests were served meanwhile
 * that the old failure rate would have shown: silence without traffic proves nothing.
 */
export function presenceOf(
  failures: Series,
  requests: Series | undefined,
  until: number,
  { recoveredMinutes }: Thresholds = usualThresholds,
): Presence {
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
  const isQuiet = quietMs >= recoveredMinutes * minuteMs && quietMs >= 3 * Math.max(0, ...pauses)
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
    ...(requests !== undefined && { failedShare: worstShare(failing, requests) }),
  }
}

function wouldHaveShown(failures: number, servedBefore: number | undefined, servedSince: number | undefined): boolean {
  if (servedSince === undefined || servedSince === 0) return false
  const rate = Math.min(0.99, failures / Math.max(failures, servedBefore ?? failures))
  return (1 - rate) ** servedSince < luck
}

/** A short outage is not thinned out by the quiet around it. */
function worstShare(failing: readonly Point[], requests: Series): number {
  return Math.max(
    ...failing.map(({ at }) => {
      const during = (point: Point): boolean => point.at > at - worstMinutes * minuteMs && point.at <= at
      const failed = sum(failing.filter(during))
      return failed / Math.max(failed, sum(requests.points.filter(during)))
    }),
  )
}

function sum(points: readonly { readonly value: number }[]): number {
  return points.reduce((total, point) => total + point.value, 0)
}
