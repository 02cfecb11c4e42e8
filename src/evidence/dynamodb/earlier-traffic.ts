import type { Table } from '../../targets/target.ts'
import { citeMetric, periodSeconds, readMetrics } from '../cloudwatch/metrics.ts'
import { highest, type Series } from '../cloudwatch/series.ts'
import { defineProbe, type Window } from '../probe.ts'
import { tableMetrics } from './metrics.ts'
import { tableDetails } from './table.ts'
import {
  type Direction,
  dimensionsOf,
  flowMetric,
  mayBePartitions,
  metricQuery,
  type ResourceSeries,
} from './table-series.ts'

/** Peaks of the day before the window, in units per second; undefined where there was no traffic. */
export interface EarlierPeaks {
  readonly table: Peak
  readonly indexes: Readonly<Record<string, Peak>>
}
export interface Peak {
  readonly read?: number
  readonly write?: number
}

const dayMs = 24 * 3_600_000

/**
 * Reads what an on-demand table served the day before, which tells a step in traffic from its usual load. Null, and no call, when nothing of it was
 * throttled for a partition's sake.
 */
export const earlierPeaks = defineProbe<EarlierPeaks | null, Table>({
  id: 'dynamodb.earlier-traffic',
  actions: ['cloudwatch:GetMetricData'],
  uses: [tableMetrics, tableDetails],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const [metrics, details] = await Promise.all([at.read(tableMetrics, target), at.read(tableDetails, target)])
    const resources: [string | undefined, ResourceSeries][] = [
      [undefined, metrics.table],
      ...Object.entries(metrics.indexes),
    ]
    const throttled = resources.filter(([, series]) => mayBePartitions(series))
    if (details.billing !== 'PAY_PER_REQUEST' || throttled.length === 0) return null
    const window = { from: at.window.from - dayMs, to: at.window.from }
    const period = periodSeconds(window, at.now)
    const peaks = await Promise.all(
      throttled.map(async ([index]) => {
        const dimensions = dimensionsOf(target.id, index)
        const { read, write } = await readMetrics(
          at,
          {
            read: metricQuery(flowMetric('read', 'consumed'), 'Sum', dimensions),
            write: metricQuery(flowMetric('write', 'consumed'), 'Sum', dimensions),
          },
          window,
        )
        return [index, { ...perSecond('read', read, period), ...perSecond('write', write, period) }] as const
      }),
    )
    return {
      table: peaks.find(([index]) => index === undefined)?.[1] ?? {},
      indexes: Object.fromEntries(
        peaks.flatMap(([index, peak]) => (index === undefined ? [] : [[index, peak] as const])),
      ),
    }
  },
  cite(target, window, aspect = flowMetric('write', 'consumed')) {
    const [metric = '', index] = aspect.split(' ')
    return citeMetric(target, metricQuery(metric, 'Sum', dimensionsOf(target.id, index)), dayBefore(window))
  },
})

function perSecond(direction: Direction, series: Series, period: number): Peak {
  const most = highest(series)
  return most === undefined ? {} : { [direction]: most / period }
}

function dayBefore(window: Window): Window {
  return { from: window.from - dayMs, to: window.from }
}
