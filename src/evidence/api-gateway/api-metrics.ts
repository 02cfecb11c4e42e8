import type { HttpApi, RestApi, WebSocketApi } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import type { Citation, ReadContext, Window } from '../probe.ts'

/** Requests and how they ended, by minute; latencies in milliseconds. */
export interface ApiMetrics {
  readonly failures5xx: Series
  readonly failures4xx: Series
  readonly requests: Series
  readonly latencyP50: Series
  readonly latencyMaximum: Series
  readonly integrationLatencyP50: Series
  readonly integrationLatencyMaximum: Series
  /** `api`: the stage has no data of its own, so these are of all stages together. */
  readonly of: 'stage' | 'api'
}

type Wanted = Readonly<Record<string, readonly [metric: string, stat: string]>>

const latencies = {
  latencyP50: ['Latency', 'p50'],
  latencyMaximum: ['Latency', 'Maximum'],
  integrationLatencyP50: ['IntegrationLatency', 'p50'],
  integrationLatencyMaximum: ['IntegrationLatency', 'Maximum'],
  requests: ['Count', 'SampleCount'],
  requestSum: ['Count', 'Sum'],
} as const
export const restMetricNames = {
  failures5xx: ['5XXError', 'Sum'],
  failures4xx: ['4XXError', 'Sum'],
  ...latencies,
} as const
export const httpMetricNames = { failures5xx: ['5xx', 'Sum'], failures4xx: ['4xx', 'Sum'], ...latencies } as const

/** REST APIs are counted under their name without anything but ASCII, HTTP APIs under their id. */
export function dimensionsOf(api: RestApi | HttpApi | WebSocketApi): {
  stage: Record<string, string>
  api: Record<string, string>
} {
  const named: Record<string, string> =
    api.kind === 'rest-api' ? { ApiName: api.name.replace(/[^\x20-\x7e]/g, '') } : { ApiId: api.id }
  return { stage: { ...named, Stage: api.stage }, api: named }
}

/** Reads the stage's metrics; where it has none, those of the API, but only if this is its one stage: an idle stage must not answer for a busy one. */
export async function readApiMetrics(
  at: ReadContext,
  api: RestApi | HttpApi,
  names: typeof restMetricNames | typeof httpMetricNames,
  countStages: () => Promise<number>,
): Promise<ApiMetrics> {
  const dimensions = dimensionsOf(api)
  const [stage, whole] = await Promise.all([
    readMetrics(at, queries(names, dimensions.stage)),
    readMetrics(at, queries(names, dimensions.api)),
  ])
  const hasData = (series: Readonly<Record<string, Series>>): boolean =>
    Object.values(series).some((each) => each.points.length > 0)
  const hasStage = hasData(stage) || !hasData(whole) || !(await isOnlyStage(countStages))
  const { requests = noData, requestSum = noData, ...rest } = hasStage ? stage : whole
  return {
    ...(rest as unknown as Omit<ApiMetrics, 'requests' | 'of'>),
    requests: larger(requests, requestSum),
    of: hasStage ? 'stage' : 'api',
  }
}

export function citeApiMetric(
  api: RestApi | HttpApi | WebSocketApi,
  names: Wanted,
  window: Window,
  aspect: string,
): Citation {
  const [metric = aspect, stat] = aspect.split(' ')
  const known = Object.values(names).find(([name]) => name === metric)
  return citeMetric(
    api,
    { namespace: 'AWS/ApiGateway', metric, stat: stat ?? known?.[1] ?? 'Sum', dimensions: dimensionsOf(api).stage },
    window,
  )
}

export function queries(names: Wanted, dimensions: Readonly<Record<string, string>>): Record<string, MetricQuery> {
  return Object.fromEntries(
    Object.entries(names).map(([name, [metric, stat]]) => [
      name,
      { namespace: 'AWS/ApiGateway', metric, stat, dimensions },
    ]),
  )
}

/** Each request is one sample of the value 1, so both statistics count requests; aggregated data may carry only one of them. */
function larger(a: Series, b: Series): Series {
  const byTime = new Map(a.points.map((point) => [point.at, point.value]))
  for (const { at, value } of b.points) byTime.set(at, Math.max(value, byTime.get(at) ?? 0))
  return { points: [...byTime].map(([at, value]) => ({ at, value })).sort((x, y) => x.at - y.at) }
}

/** Without an answer the stage is taken to have others beside it. */
async function isOnlyStage(countStages: () => Promise<number>): Promise<boolean> {
  const count = await countStages().catch(() => 0)
  return count === 1
}
