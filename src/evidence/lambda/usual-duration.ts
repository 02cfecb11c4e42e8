import type { LambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe, type Window } from '../probe.ts'

/** How long the calls of a function took the day before the window, in milliseconds; empty where it was not called. */
export interface UsualDuration {
  readonly p50: Series
  readonly p99: Series
}

const dayMs = 24 * 3_600_000

/** Reads what is usual for a function, to tell slower from slow. */
export const usualDuration = defineProbe<UsualDuration, LambdaFunction>({
  id: 'lambda.usual-duration',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.arn,
  resource: () => '*',
  fetch: (target, at) =>
    readMetrics(at, { p50: query(target, 'p50'), p99: query(target, 'p99') }, dayBefore(at.window)),
  cite: (target, window, stat = 'p50') => citeMetric(target, query(target, stat), dayBefore(window)),
})

function query({ id, qualifier }: LambdaFunction, stat: string): MetricQuery {
  return {
    namespace: 'AWS/Lambda',
    metric: 'Duration',
    stat,
    dimensions: { FunctionName: id, ...(qualifier !== undefined && { Resource: `${id}:${qualifier}` }) },
  }
}

function dayBefore(window: Window): Window {
  return { from: window.from - dayMs, to: window.from }
}
