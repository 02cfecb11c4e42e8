import { type HttpApi, type LambdaFunction, type RestApi, targetKey, type WebSocketApi } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { defineProbe, type Probe } from '../probe.ts'
import { stageKey } from './cite.ts'
import { httpFunctionIntegrations } from './http-function-integrations.ts'
import type { Integrations } from './integrated-functions.ts'
import { restIntegrations } from './rest-integrations.ts'

/** How long the calls of a function behind an API took, in milliseconds. */
export interface FunctionDuration {
  readonly function: LambdaFunction
  /** All calls of a minute together. */
  readonly total: Series
  readonly maximum: Series
}

const mostFunctions = 10

/** Reads how long the functions behind a REST API's stage took; where there is but one, nothing has to be read. */
export const restFunctionDurations = durationsThrough('api-gateway.rest-function-durations', restIntegrations)

/** Reads how long the functions behind an HTTP API's stage took; where there is but one, nothing has to be read. */
export const httpFunctionDurations = durationsThrough('api-gateway.http-function-durations', httpFunctionIntegrations)

function durationsThrough<A extends RestApi | HttpApi | WebSocketApi>(
  id: string,
  integrations: Probe<Integrations, A>,
): Probe<readonly FunctionDuration[], A> {
  return defineProbe<readonly FunctionDuration[], A>({
    id,
    actions: ['cloudwatch:GetMetricData'],
    uses: [integrations as unknown as Probe<unknown>],
    key: stageKey,
    resource: () => '*',
    async fetch(api, at) {
      const { functions } = await at.read(integrations, api)
      const unique = [...new Map(functions.map((each) => [targetKey(each.function), each.function])).values()]
      if (unique.length <= 1) return unique.map((fn) => ({ function: fn, total: noData, maximum: noData }))
      return Promise.all(
        unique.slice(0, mostFunctions).map(async (fn) => ({
          function: fn,
          ...(await readMetrics(at, {
            total: query(fn, 'Sum'),
            maximum: query(fn, 'Maximum'),
          })),
        })),
      )
    },
    cite: (api, window) =>
      citeMetric(api, { namespace: 'AWS/Lambda', metric: 'Duration', stat: 'Sum', dimensions: {} }, window),
  })
}

function query({ id, qualifier }: LambdaFunction, stat: string): MetricQuery {
  return {
    namespace: 'AWS/Lambda',
    metric: 'Duration',
    stat,
    dimensions: { FunctionName: id, ...(qualifier !== undefined && { Resource: `${id}:${qualifier}` }) },
  }
}
