import type { EventRule } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** PutEvents of the whole account and region, whoever called it and for whichever bus. */
export interface PutEventsMetrics {
  readonly entries: Series
  readonly failedEntries: Series
  readonly throttled: Series
}

const wanted = {
  entries: 'PutEventsEntriesCount',
  failedEntries: 'PutEventsFailedEntriesCount',
  throttled: 'PutEventsApproximateThrottledCount',
} as const

/** Reads how many entries PutEvents refused. */
export const putEventsMetrics = defineProbe<PutEventsMetrics, EventRule>({
  id: 'eventbridge.put-events',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  fetch: (_, at) =>
    readMetrics(at, {
      entries: query(wanted.entries),
      failedEntries: query(wanted.failedEntries),
      throttled: query(wanted.throttled),
    }),
  cite: (target, window, aspect = wanted.failedEntries) => citeMetric(target, query(aspect), window),
})

function query(metric: string): MetricQuery {
  return { namespace: 'AWS/Events', metric, stat: 'Sum', dimensions: {} }
}
