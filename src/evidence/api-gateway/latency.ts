import type { HttpApi, RestApi } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe, type ReadContext, type Window } from '../probe.ts'
import { dimensionsOf } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** How long a stage's callers waited, in milliseconds, in the window and the day before it. */
export interface ApiLatency {
  readonly p50: Series
  readonly p95: Series
  readonly p99: Series
  /** Of that, what the integration took. */
  readonly integrationP50: Series
  readonly requests: Series
  readonly usualP50: Series
  readonly usualP99: Series
}

const dayMs = 24 * 3_600_000

/** Reads how long the callers of an API's stage waited. */
export const apiLatency = defineProbe<ApiLatency, RestApi | HttpApi>({
  id: 'api-gateway.latency',
  actions: ['cloudwatch:GetMetricData'],
  key: stageKey,
  resource: () => '*',
  async fetch(target, at) {
    const dimensions = dimensionsOf(target)
    const [stage, whole] = await Promise.all([inWindow(at, dimensions.stage), inWindow(at, dimensions.api)])
    const used = stage.p50.points.length > 0 ? stage : whole
    const place = stage.p50.points.length > 0 ? dimensions.stage : dimensions.api
    const usual = await readMetrics(
      at,
      { usualP50: query('Latency', 'p50', place), usualP99: query('Latency', 'p99', place) },
      dayBefore(at.window),
    )
    return { ...used, ...usual }
  },
  cite(target, window, aspect = 'Latency p50') {
    const [metric = 'Latency', stat = 'p50', day] = aspect.split(' ')
    return citeMetric(
      target,
      query(metric, stat, dimensionsOf(target).stage),
      day === 'before' ? dayBefore(window) : window,
    )
  },
})

function inWindow(at: ReadContext, dimensions: Readonly<Record<string, string>>) {
  return readMetrics(at, {
    p50: query('Latency', 'p50', dimensions),
    p95: query('Latency', 'p95', dimensions),
    p99: query('Latency', 'p99', dimensions),
    integrationP50: query('IntegrationLatency', 'p50', dimensions),
    requests: query('Latency', 'SampleCount', dimensions),
  })
}

function query(metric: string, stat: string, dimensions: Readonly<Record<string, string>>): MetricQuery {
  return { namespace: 'AWS/ApiGateway', metric, stat, dimensions }
}

function dayBefore(window: Window): Window {
  return { from: window.from - dayMs, to: window.from }
}
