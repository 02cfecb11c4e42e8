import { v2ApiId } from '../services/api-callers.ts'
import type { RestApi } from '../world/api-gateway.ts'
import type { V2Api } from '../world/http-api.ts'
import type { LambdaFunction } from '../world/lambda.ts'
import type { InvocationTraffic, Segment, Series, Spread, Traffic } from '../world/metrics.ts'
import type { Place } from '../world.ts'

/** The series that the traffic of a place's APIs and functions amounts to. */
export function trafficSeries(place: Place): Series[] {
  return [
    ...place.restApis.flatMap(restSeries),
    ...[...place.httpApis, ...place.webSocketApis].flatMap(v2Series),
    ...place.functions.flatMap(functionSeries),
  ]
}

function restSeries(api: RestApi): Series[] {
  return api.stages.flatMap((stage) =>
    stage.traffic.length === 0
      ? []
      : [{ ApiName: api.name }, { ApiName: api.name, Stage: stage.name }].flatMap((dimensions) =>
          apiSeries(stage.traffic, dimensions, { count4xx: '4XXError', count5xx: '5XXError' }),
        ),
  )
}

function v2Series(api: V2Api): Series[] {
  const id = v2ApiId(api)
  return api.stages.flatMap((stage) =>
    stage.traffic.length === 0
      ? []
      : [{ ApiId: id }, { ApiId: id, Stage: stage.name }].flatMap((dimensions) =>
          apiSeries(stage.traffic, dimensions, { count4xx: '4xx', count5xx: '5xx' }),
        ),
  )
}

function apiSeries(
  traffic: readonly Traffic[],
  dimensions: Record<string, string>,
  names: { count4xx: string; count5xx: string },
): Series[] {
  const series = (metric: string, measure: (span: Traffic) => Partial<Segment>): Series => ({
    namespace: 'AWS/ApiGateway',
    metric,
    dimensions,
    points: traffic.map((span) => ({ ...spanOf(span), ...measure(span) })),
  })
  return [
    series('Count', ({ perMinute }) => ({ value: perMinute })),
    series(names.count4xx, ({ errors4xx }) => ({ value: errors4xx })),
    series(names.count5xx, ({ errors5xx }) => ({ value: errors5xx })),
    series('Latency', ({ latency }) => measured(latency)),
    series('IntegrationLatency', ({ latency, integrationLatency }) =>
      measured(integrationLatency ?? less(latency, 10)),
    ),
  ]
}

/** By function, and by what was called: the function's alias, or the function itself. */
function functionSeries(fn: LambdaFunction): Series[] {
  if (fn.traffic.length === 0) return []
  const [alias, ...more] = fn.aliases
  const only = more.length === 0 ? alias?.name : undefined
  const byCalled = Map.groupBy(fn.traffic, ({ qualifier = only }) =>
    qualifier === undefined ? fn.name : `${fn.name}:${qualifier}`,
  )
  return [
    ...invocationSeries(fn.traffic, { FunctionName: fn.name }),
    ...[...byCalled].flatMap(([called, spans]) => invocationSeries(spans, { FunctionName: fn.name, Resource: called })),
  ]
}

function invocationSeries(traffic: readonly InvocationTraffic[], dimensions: Record<string, string>): Series[] {
  const series = (metric: string, measure: (span: InvocationTraffic) => Partial<Segment> | undefined): Series => ({
    namespace: 'AWS/Lambda',
    metric,
    dimensions,
    points: traffic.flatMap((span) => {
      const value = measure(span)
      return value === undefined ? [] : [{ ...spanOf(span), ...value }]
    }),
  })
  return [
    series('Invocations', ({ perMinute }) => (perMinute === 0 ? undefined : { value: perMinute })),
    series('Errors', ({ perMinute, errors }) => (perMinute === 0 ? undefined : { value: errors })),
    series('Throttles', ({ throttles }) => ({ value: throttles })),
    series('Duration', ({ perMinute, duration }) => (perMinute === 0 ? undefined : measured(duration))),
    series('ConcurrentExecutions', ({ perMinute, duration, concurrency }) =>
      perMinute === 0 && concurrency === undefined
        ? undefined
        : { value: concurrency ?? concurrencyOf(perMinute, duration) },
    ),
  ]
}

/** Little's law: what is under way at one time is the rate times how long each takes. */
function concurrencyOf(perMinute: number, duration: number | Spread): number {
  const milliseconds = typeof duration === 'number' ? duration : (duration.avg ?? duration.p50 ?? duration.max ?? 0)
  return Math.max(1, Math.ceil((perMinute * milliseconds) / 60_000))
}

function measured(spread: number | Spread): Partial<Segment> {
  return typeof spread === 'number' ? { value: spread } : spread
}

function less(spread: number | Spread, by: number): number | Spread {
  if (typeof spread === 'number') return Math.max(0, spread - by)
  return Object.fromEntries(Object.entries(spread).map(([name, value]) => [name, Math.max(0, (value ?? 0) - by)]))
}

function spanOf({ from, to }: { from: string; to?: string | undefined }): Pick<Segment, 'from' | 'to'> {
  return to === undefined ? { from } : { from, to }
}
