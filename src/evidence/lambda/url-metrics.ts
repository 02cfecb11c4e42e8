import type { LambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** What callers of a function's URL got, by minute. */
export interface FunctionUrlMetrics {
  readonly requests: Series
  readonly clientErrors: Series
  readonly serverErrors: Series
}

/** Reads the URL metrics of AWS/Lambda; a function without a URL has none. */
export const functionUrlMetrics = defineProbe<FunctionUrlMetrics, LambdaFunction>({
  id: 'lambda.url-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.id,
  resource: () => '*',
  fetch: (target, at) =>
    readMetrics(at, {
      requests: query(target, 'UrlRequestCount'),
      clientErrors: query(target, 'Url4xxCount'),
      serverErrors: query(target, 'Url5xxCount'),
    }),
  cite: (target, window, aspect = 'Url4xxCount') => citeMetric(target, query(target, aspect), window),
})

function query(target: LambdaFunction, metric: string): MetricQuery {
  return { namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: target.id }, stat: 'Sum' }
}
