import type { Window } from '../probe.ts'

export const dayMs = 86_400_000

/** Whole days in UTC, as Cost Explorer counts them; epoch milliseconds of their start, `to` exclusive. */
export interface CostDays {
  /** First day read: enough before the question to know what is usual. */
  readonly from: number
  /** First day on which a rise may begin. */
  readonly scanFrom: number
  readonly to: number
}

const fewestDaysScanned = 4
/** A monthly charge must be comparable with the month before. */
const daysBefore = 35

export function dayOf(at: number): number {
  return Math.floor(at / dayMs) * dayMs
}

/** The days a window asks about, with those before it that it is compared with. */
export function costDays(window: Window): CostDays {
  const lastDay = dayOf(window.to - 1)
  const scanFrom = Math.min(dayOf(window.from), lastDay - (fewestDaysScanned - 1) * dayMs)
  return { from: scanFrom - daysBefore * dayMs, scanFrom, to: lastDay + dayMs }
}

/** `2026-11-23`. */
export function dayText(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}
