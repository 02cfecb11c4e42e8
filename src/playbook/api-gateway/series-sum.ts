import type { Series } from '../../evidence/cloudwatch/series.ts'

/** Adds series up by period. */
export function sumOf(series: readonly Series[]): Series {
  const sums = new Map<number, number>()
  for (const { points } of series) for (const { at, value } of points) sums.set(at, (sums.get(at) ?? 0) + value)
  return { points: [...sums].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at) }
}

const minuteMs = 60_000

/** What a series holds in these minutes and `slackMinutes` around each: an API's minute and its function's may be next to each other. */
export function sumAt(series: Series, minutes: readonly number[], slackMinutes = 1): number {
  return pointsAt(series, minutes, slackMinutes).reduce((sum, point) => sum + point.value, 0)
}

export function highestAt(series: Series, minutes: readonly number[], slackMinutes = 1): number | undefined {
  const points = pointsAt(series, minutes, slackMinutes)
  return points.length === 0 ? undefined : Math.max(...points.map((point) => point.value))
}

export function pointsAt(
  series: Series,
  minutes: readonly number[],
  slackMinutes = 1,
): { readonly at: number; readonly value: number }[] {
  return series.points.filter((point) =>
    minutes.some((minute) => Math.abs(Math.floor(point.at / minuteMs) - Math.floor(minute / minuteMs)) <= slackMinutes),
  )
}
