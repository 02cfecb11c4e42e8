import type { Bucket } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey } from './cite.ts'

/** Request metrics, which a bucket has only when they were turned on; no data says nothing. */
export interface RequestMetrics {
  readonly requests: Series
  /** Every 4xx, 403 and 404 alike. */
  readonly refused: Series
}

export const requestMetrics = defineProbe<RequestMetrics, Bucket>({
  id: 's3.request-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: bucketKey,
  resource: () => '*',
  fetch: (target, at) => readMetrics(at, queriesOf(target)),
  cite: (target, window) => citeMetric(target, queriesOf(target).refused, window),
})

function queriesOf(target: Bucket): { readonly requests: MetricQuery; readonly refused: MetricQuery } {
  const dimensions = { BucketName: target.name, FilterId: 'EntireBucket' }
  return {
    requests: { namespace: 'AWS/S3', metric: 'AllRequests', dimensions, stat: 'Sum' },
    refused: { namespace: 'AWS/S3', metric: '4xxErrors', dimensions, stat: 'Sum' },
  }
}
