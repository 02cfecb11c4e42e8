import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type ApiMetrics, citeApiMetric, readApiMetrics, restMetricNames } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** Reads how many requests a REST API's stage served, failed and how long they took. */
export const restMetrics = defineProbe<ApiMetrics, RestApi>({
  id: 'api-gateway.rest-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: stageKey,
  resource: () => '*',
  fetch: (api, at) => readApiMetrics(at, api, restMetricNames),
  cite: (api, window, aspect = '5XXError') => citeApiMetric(api, restMetricNames, window, aspect),
})
