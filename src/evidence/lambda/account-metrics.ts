import type { Target } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** Lambda concurrency of the whole account in one region, by minute. */
export interface AccountConcurrency {
  readonly concurrentExecutions: Series
  readonly unreservedConcurrentExecutions: Series
  readonly throttles: Series
}

/** Reads AWS/Lambda without dimensions. */
export const accountConcurrency = defineProbe<AccountConcurrency, Target>({
  id: 'lambda.account-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  fetch: (_target, at) =>
    readMetrics(at, {
      concurrentExecutions: query('ConcurrentExecutions'),
      unreservedConcurrentExecutions: query('UnreservedConcurrentExecutions'),
      throttles: { ...query('Throttles'), stat: 'Sum' },
    }),
  cite: (target, window, aspect = 'ConcurrentExecutions') => citeMetric(target, query(aspect), window),
})

function query(metric: string): MetricQuery {
  return { namespace: 'AWS/Lambda', metric, dimensions: {}, stat: 'Maximum' }
}
