import type { Series } from '../../evidence/cloudwatch/series.ts'
import type { ColdStart } from '../../evidence/cold-start/startups.ts'

const minuteMs = 60_000
const leastStarts = 10
const leastShare = 0.02
const usualSlowMs = 500

/** True when starts came together: minutes in a row whose starts are many and long beside their calls are noticed, however few they are of the whole window. */
export function isWaveOf(starts: readonly ColdStart[], invocations: Series, slowMs = usualSlowMs): boolean {
  const long = starts.filter(({ initMs, restoreMs }) => (initMs ?? restoreMs ?? 0) >= slowMs)
  const periodMs = invocations.points.slice(1).reduce((least, point, index) => {
    return Math.min(least, point.at - (invocations.points[index]?.at ?? 0))
  }, 60 * minuteMs)
  let inRow = 0
  let last = Number.NEGATIVE_INFINITY
  return invocations.points.some(({ at, value }) => {
    const count = long.filter((start) => start.at >= at && start.at < at + periodMs).length
    if (value <= 0 || count / value < leastShare) return false
    inRow = at - last <= 2 * periodMs ? inRow + count : count
    last = at
    return inRow >= leastStarts
  })
}
