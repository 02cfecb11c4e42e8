import { type HttpApi, type LambdaFunction, type RestApi, targetKey, type WebSocketApi } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series, total } from '../cloudwatch/series.ts'
import { defineProbe, type Probe, type ReadContext } from '../probe.ts'
import { stageKey } from './cite.ts'
import { httpFunctionIntegrations } from './http-function-integrations.ts'
import type { Integrations } from './integrated-functions.ts'
import { restIntegrations } from './rest-integrations.ts'

/** How one function that an API calls was invoked, by minute. Durations in milliseconds. */
export interface FunctionUse {
  readonly function: LambdaFunction
  readonly invocations: Series
  readonly errors: Series
  readonly throttles: Series
  readonly durationMaximum: Series
}

/** Uses by `targetKey` of the function. */
export type FunctionUses = Readonly<Record<string, FunctionUse>>

const wanted = {
  invocations: ['Invocations', 'Sum'],
  errors: ['Errors', 'Sum'],
  throttles: ['Throttles', 'Sum'],
  durationMaximum: ['Duration', 'Maximum'],
} as const
const mostFunctions = 60

/** Reads in one go how every function behind a REST API's stage fared. */
export const restFunctionUse: Probe<FunctionUses, RestApi> = usesThrough(
  'api-gateway.rest-function-use',
  restIntegrations,
)

/** Reads in one go how every function behind an HTTP or WebSocket API's stage fared. */
export const httpFunctionUse: Probe<FunctionUses, HttpApi | WebSocketApi> = usesThrough(
  'api-gateway.http-function-use',
  httpFunctionIntegrations,
)

function usesThrough<A extends RestApi | HttpApi | WebSocketApi>(
  id: string,
  integrations: Probe<Integrations, A>,
): Probe<FunctionUses, A> {
  return defineProbe<FunctionUses, A>({
    id,
    actions: ['cloudwatch:GetMetricData'],
    uses: [integrations as unknown as Probe<unknown>],
    key: stageKey,
    resource: () => '*',
    async fetch(api, at) {
      const { functions } = await at.read(integrations, api)
      const chosen = functions.slice(0, mostFunctions).map((each) => each.function)
      const uses = await Promise.all(chosen.map(async (fn) => [targetKey(fn), await readUse(at, fn)] as const))
      return Object.fromEntries(uses)
    },
    cite(api, window, aspect = 'Errors') {
      const [metric = 'Errors', name] = aspect.split(' ')
      return citeMetric(
        api,
        {
          namespace: 'AWS/Lambda',
          metric,
          stat: metric === 'Duration' ? 'Maximum' : 'Sum',
          dimensions: name === undefined ? {} : { FunctionName: name },
        },
        window,
      )
    },
  })
}

async function readUse(at: ReadContext, fn: LambdaFunction): Promise<FunctionUse> {
  const [whole, qualified] = await Promise.all([
    readMetrics(at, queriesFor(fn)),
    fn.qualifier === undefined ? undefined : readMetrics(at, queriesFor(fn, fn.qualifier)),
  ])
  const hasOwn =
    qualified !== undefined &&
    [qualified.invocations, qualified.errors, qualified.throttles].some((series) => total(series ?? noData) > 0)
  return { function: fn, ...((hasOwn ? qualified : whole) as unknown as Omit<FunctionUse, 'function'>) }
}

function queriesFor(fn: LambdaFunction, qualifier?: string): Record<string, MetricQuery> {
  const dimensions: Record<string, string> = {
    FunctionName: fn.id,
    ...(qualifier !== undefined && { Resource: `${fn.id}:${qualifier}` }),
  }
  return Object.fromEntries(
    Object.entries(wanted).map(([name, [metric, stat]]) => [
      name,
      { namespace: 'AWS/Lambda', metric, stat, dimensions },
    ]),
  )
}
