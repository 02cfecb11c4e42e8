import type { CostRows } from '../../evidence/cost/cost-rows.ts'
import { type CostDays, dayMs, dayOf } from '../../evidence/cost/days.ts'
import { medianOf } from '../../evidence/cost/rise.ts'
import { daysBetween, sumOf } from '../../evidence/cost/rising-services.ts'

export interface CreditsLost {
  /** Dollars a day that credits paid in the week before. */
  readonly usualUsd: number
  /** First day without them. */
  readonly onset: number
  readonly days: readonly number[]
}

const fewestDaysGone = 2

/** Credits that paid every day and have stopped; the newest day alone proves nothing, as Cost Explorer lags. */
export function creditsLost(costs: CostRows, days: CostDays, now: number, floorUsd: number): CreditsLost | undefined {
  const credits = sumOf(costs.rows.filter((row) => /^credit$/i.test(row.keys[1])))
  const until = Math.min(days.to, dayOf(now))
  const paidDays = daysBetween(days.from, until).filter((day) => (credits.get(day) ?? 0) < 0)
  const last = paidDays.at(-1)
  if (last === undefined || last < days.scanFrom - dayMs) return undefined
  const onset = last + dayMs
  const gone = daysBetween(onset, until)
  const usualUsd = -medianOf(daysBetween(last - 6 * dayMs, onset).map((day) => credits.get(day) ?? 0))
  return usualUsd < floorUsd || gone.length < fewestDaysGone ? undefined : { usualUsd, onset, days: gone }
}
