/** A metric by period: epoch milliseconds of each period's start, ascending; periods without data are not in it. */
export interface Series {
  readonly points: readonly { readonly at: number; readonly value: number }[]
}

export const noData: Series = { points: [] }

export function total(series: Series): number {
  return series.points.reduce((sum, point) => sum + point.value, 0)
}

/** The highest value, undefined without data: missing is not zero. */
export function highest(series: Series): number | undefined {
  return series.points.length === 0 ? undefined : Math.max(...series.points.map((point) => point.value))
}

export function lastPoint(series: Series): { readonly at: number; readonly value: number } | undefined {
  return series.points.at(-1)
}

/** Starts of the periods in which the value was above a threshold. */
export function timesAbove(series: Series, threshold: number): number[] {
  return series.points.filter((point) => point.value > threshold).map((point) => point.at)
}

/** The points of some periods only. */
export function within(series: Series, from: number, to: number): Series {
  return { points: series.points.filter((point) => point.at >= from && point.at < to) }
}
