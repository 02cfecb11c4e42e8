/** From when on something counts; a team may set its own. */
export interface Thresholds {
  /** Share of the requests that must fail in the worst five minutes, 0 to 1. */
  readonly failureShare: number
  /** Quiet minutes after which a failure may count as over. */
  readonly recoveredMinutes: number
  /** From when on this target is slow; undefined leaves it to what is usual. */
  readonly slowMilliseconds?: number
}

export const usualThresholds: Thresholds = { failureShare: 0, recoveredMinutes: 10 }
