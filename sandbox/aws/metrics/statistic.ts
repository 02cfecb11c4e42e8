import { AwsError } from '../wire/errors.ts'
import { type Datum, quantile, shareBelow, trimmedMean } from './datum.ts'
import type { MetricSeries } from './series.ts'

const minuteMs = 60_000

/** Values by the start of their period, in milliseconds, ascending. */
export type Points = readonly (readonly [number, number])[]

export interface Window {
  /** Milliseconds; already rounded down. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly periodSeconds: number
}

/** One statistic of a series over the periods of a window; periods without data are left out. */
export function statisticOver(series: MetricSeries, statistic: string, { from, to, periodSeconds }: Window): Points {
  const compute = statisticOf(statistic)
  const points: [number, number][] = []
  const periodMs = Math.max(periodSeconds * 1000, minuteMs)
  for (let start = from; start < to; start += periodMs) {
    const data: Datum[] = []
    for (let minute = start; minute < Math.min(start + periodMs, to); minute += minuteMs) {
      const datum = series.at(minute)
      if (datum !== undefined) data.push(datum)
    }
    if (data.length > 0) points.push([start, compute(data)])
  }
  return points
}

/** Rounds a start down as CloudWatch does: to the minute, five minutes or hour, by its age. */
export function roundStart(start: number, now: number): number {
  const age = now - start
  const step = age < 15 * 86_400_000 ? minuteMs : age < 63 * 86_400_000 ? 5 * minuteMs : 60 * minuteMs
  return Math.floor(start / step) * step
}

type Compute = (data: readonly Datum[]) => number

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, `p99`, `tm99`, `TM(2%:98%)`, `IQM`, `wm`, `tc`, `ts`, `PR(:300)`. */
export function statisticOf(statistic: string): Compute {
  const simple = simpleStatistics[statistic]
  if (simple !== undefined) return simple
  const short = /^(p|tm|wm|tc|ts)(\d{1,3}(?:\.\d+)?)$/i.exec(statistic)
  if (short !== null) return ranged(String(short[1]).toLowerCase(), 0, Number(short[2]) / 100)
  const percent = /^(TM|WM|TC|TS)\(([\d.]+)?%?:([\d.]+)?%?\)$/i.exec(statistic)
  if (percent !== null && statistic.includes('%'))
    return ranged(String(percent[1]).toLowerCase(), Number(percent[2] ?? 0) / 100, Number(percent[3] ?? 100) / 100)
  const rank = /^PR\((-?[\d.]+)?:(-?[\d.]+)?\)$/i.exec(statistic)
  if (rank !== null) {
    return (data) =>
      ((rank[2] === undefined ? 1 : shareBelow(data, Number(rank[2]))) -
        (rank[1] === undefined ? 0 : shareBelow(data, Number(rank[1])))) *
      100
  }
  throw new AwsError('ValidationError', `The value ${statistic} for parameter Stat is not supported.`, { status: 400 })
}

const simpleStatistics: Readonly<Record<string, Compute>> = {
  Sum: (data) => tidy(data.reduce((sum, datum) => sum + datum.sum, 0)),
  SampleCount: (data) => tidy(count(data)),
  Average: (data) => tidy(count(data) === 0 ? 0 : data.reduce((sum, datum) => sum + datum.sum, 0) / count(data)),
  Minimum: (data) => Math.min(...data.map(({ min }) => min)),
  Maximum: (data) => Math.max(...data.map(({ max }) => max)),
  IQM: (data) => trimmedMean(data, 0.25, 0.75),
}

function ranged(kind: string, from: number, to: number): Compute {
  switch (kind) {
    case 'p':
      return (data) => quantile(data, to)
    case 'tm':
      return (data) => trimmedMean(data, from, to)
    case 'wm':
      return (data) =>
        trimmedMean(data, from, to) * (to - from) + quantile(data, from) * from + quantile(data, to) * (1 - to)
    case 'tc':
      return (data) => tidy(count(data) * (to - from))
    default:
      return (data) => tidy(trimmedMean(data, from, to) * count(data) * (to - from))
  }
}

function count(data: readonly Datum[]): number {
  return data.reduce((sum, { samples }) => sum + samples, 0)
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
