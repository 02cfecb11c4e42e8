import type { HttpApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type ApiMetrics, citeApiMetric, httpMetricNames, readApiMetrics } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** Reads how many requests an HTTP API's stage served, failed and how long they took. */
export const httpMetrics = defineProbe<ApiMetrics, HttpApi>({
  id: 'api-gateway.http-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: stageKey,
  resource: () => '*',
  fetch: (api, at) => readApiMetrics(at, api, httpMetricNames),
  cite: (api, window, aspect = '5xx') => citeApiMetric(api, httpMetricNames, window, aspect),
})
