import type { LambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** Metrics of AWS/Lambda by minute. Their timestamps are the start of the invocation; durations are in milliseconds. */
export interface FunctionSeries {
  readonly invocations: Series
  readonly errors: Series
  /** Throttled requests are neither invocations nor errors. */
  readonly throttles: Series
  readonly durationP50: Series
  readonly durationP95: Series
  readonly durationP99: Series
  readonly durationMaximum: Series
  readonly concurrentExecutions: Series
  readonly postRuntimeExtensionsDuration: Series
  readonly asyncEventsDropped: Series
  /** Milliseconds that an asynchronous event waited. */
  readonly asyncEventAge: Series
  readonly deadLetterErrors: Series
  readonly destinationDeliveryFailures: Series
  readonly recursiveInvocationsDropped: Series
}

export interface FunctionMetrics extends FunctionSeries {
  /** The same for calls through the target's alias or version only, when it names one. */
  readonly qualified?: FunctionSeries
}

const wanted = {
  invocations: ['Invocations', 'Sum'],
  errors: ['Errors', 'Sum'],
  throttles: ['Throttles', 'Sum'],
  durationP50: ['Duration', 'p50'],
  durationP95: ['Duration', 'p95'],
  durationP99: ['Duration', 'p99'],
  durationMaximum: ['Duration', 'Maximum'],
  concurrentExecutions: ['ConcurrentExecutions', 'Maximum'],
  postRuntimeExtensionsDuration: ['PostRuntimeExtensionsDuration', 'Maximum'],
  asyncEventsDropped: ['AsyncEventsDropped', 'Sum'],
  asyncEventAge: ['AsyncEventAge', 'Maximum'],
  deadLetterErrors: ['DeadLetterErrors', 'Sum'],
  destinationDeliveryFailures: ['DestinationDeliveryFailures', 'Sum'],
  recursiveInvocationsDropped: ['RecursiveInvocationsDropped', 'Sum'],
} as const satisfies Record<keyof FunctionSeries, readonly [string, string]>

const seriesNames = Object.keys(wanted) as (keyof FunctionSeries)[]

/** Reads a function's metrics over the window. */
export const functionMetrics = defineProbe<FunctionMetrics, LambdaFunction>({
  id: 'lambda.metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const plain = queriesFor(target.id)
    if (target.qualifier === undefined) return readMetrics(at, plain)
    const [all, qualified] = await Promise.all([
      readMetrics(at, plain),
      readMetrics(at, queriesFor(target.id, target.qualifier)),
    ])
    return { ...all, qualified }
  },
  cite(target, window, aspect = 'Errors') {
    const [metric = 'Errors', stat] = aspect.split(' ')
    const known = Object.values(wanted).find(([name]) => name === metric)
    return citeMetric(target, query(target.id, target.qualifier, metric, stat ?? known?.[1] ?? 'Sum'), window)
  },
})

/** The series of the calls asked about: through the qualifier where it has data of its own, else the whole function's. */
export function seriesOf(metrics: FunctionMetrics): FunctionSeries {
  const { qualified } = metrics
  const hasData =
    qualified !== undefined &&
    (['invocations', 'errors', 'throttles'] as const).some((name) => qualified[name].points.length > 0)
  return hasData ? qualified : metrics
}

function queriesFor(name: string, qualifier?: string): Record<keyof FunctionSeries, MetricQuery> {
  return Object.fromEntries(
    seriesNames.map((series) => [series, query(name, qualifier, wanted[series][0], wanted[series][1])]),
  ) as Record<keyof FunctionSeries, MetricQuery>
}

function query(name: string, qualifier: string | undefined, metric: string, stat: string): MetricQuery {
  return {
    namespace: 'AWS/Lambda',
    metric,
    stat,
    dimensions: { FunctionName: name, ...(qualifier !== undefined && { Resource: `${name}:${qualifier}` }) },
  }
}
