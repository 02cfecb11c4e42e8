import { type CostDays, dayMs, dayOf } from './days.ts'

/** What one thing cost, by day; days without a row cost nothing. */
export type DailyUsd = ReadonlyMap<number, number>

/** A cost that left its usual height. Days are epoch milliseconds of their start in UTC. */
export interface Rise {
  /** Dollars a day in the week before. */
  readonly usualUsd: number
  readonly onset: number
  readonly days: readonly number[]
  /** The dearest of those days. */
  readonly peak: { readonly day: number; readonly usd: number }
  /** Dollars above the usual, over all those days. */
  readonly extraUsd: number
  /** The newest complete day is back at the usual height. */
  readonly isOver: boolean
}

const weekDays = 7
const fewestWeekDays = 5
const usualScatter = 3 * 1.4826
const relativeRise = 0.3

/**
 * The latest rise that begins within the days scanned: a day against the median of the week before, beyond its scatter, 30 % and a floor in dollars.
 *
 * What comes every week or every month at the same height is no rise. Costs arrive up to a day late, so a low newest day ends nothing.
 */
export function riseOf(usd: DailyUsd, days: CostDays, now: number, floorUsd: number): Rise | undefined {
  let latest: Rise | undefined
  for (let day = days.scanFrom; day < days.to; day += dayMs) {
    if (latest?.days.includes(day)) continue
    const usual = usualBefore(usd, days, day)
    if (usual === undefined || at(usd, day) <= usual.limit(floorUsd) || comesBack(usd, days, day)) continue
    latest = runFrom(usd, days, now, day, usual.median, usual.limit(floorUsd))
  }
  return latest
}

function runFrom(usd: DailyUsd, days: CostDays, now: number, onset: number, usualUsd: number, limit: number): Rise {
  const high: number[] = []
  for (let day = onset, quiet = 0; day < days.to && quiet < 2; day += dayMs) {
    const isHigh = at(usd, day) > limit
    quiet = isHigh ? 0 : quiet + 1
    if (isHigh) high.push(day)
  }
  const peakDay = high.reduce((best, day) => (at(usd, day) > at(usd, best) ? day : best), onset)
  const newestComplete = Math.min(days.to, dayOf(now)) - dayMs
  const isLate = at(usd, newestComplete) < usualUsd / 2 || !usd.has(newestComplete)
  const stillHigh = high.includes(newestComplete) || high.includes(newestComplete + dayMs)
  return {
    usualUsd,
    onset,
    days: high,
    peak: { day: peakDay, usd: at(usd, peakDay) },
    extraUsd: high.reduce((sum, day) => sum + at(usd, day) - usualUsd, 0),
    isOver: !stillHigh && !(isLate && high.includes(newestComplete - dayMs)),
  }
}

function usualBefore(
  usd: DailyUsd,
  days: CostDays,
  day: number,
): { median: number; limit: (floorUsd: number) => number } | undefined {
  const week: number[] = []
  for (let before = day - weekDays * dayMs; before < day; before += dayMs)
    if (before >= days.from) week.push(at(usd, before))
  if (week.length < fewestWeekDays) return undefined
  const median = medianOf(week)
  const scatter = medianOf(week.map((value) => Math.abs(value - median)))
  const high = usuallyHigh(usd, days, day)
  return {
    median,
    limit: (floorUsd) =>
      Math.max(median + Math.max(usualScatter * scatter, relativeRise * Math.abs(median), floorUsd), high),
  }
}

/** A week is little to know a restless cost by: a fifth of the days of four weeks may have been as high. */
function usuallyHigh(usd: DailyUsd, days: CostDays, day: number): number {
  const before: number[] = []
  for (let each = day - 28 * dayMs; each < day; each += dayMs) if (each >= days.from) before.push(at(usd, each))
  if (before.length < 14) return 0
  before.sort((a, b) => a - b)
  return 1.25 * (before[Math.floor(0.8 * before.length)] ?? 0)
}

function comesBack(usd: DailyUsd, days: CostDays, day: number): boolean {
  const alike = (other: number): boolean => other >= days.from && at(usd, other) >= 0.7 * at(usd, day)
  const isWeekly = alike(day - 7 * dayMs) && alike(day - 14 * dayMs)
  const date = new Date(day)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, date.getUTCDate())
  const around = [-3, -2, 2, 3].map((off) => at(usd, month + off * dayMs))
  return isWeekly || (alike(month) && at(usd, month) > 1.5 * medianOf(around))
}

function at(usd: DailyUsd, day: number): number {
  return usd.get(day) ?? 0
}

/** Zero for an empty list. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
