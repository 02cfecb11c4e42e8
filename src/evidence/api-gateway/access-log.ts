import type { HttpApi, RestApi, WebSocketApi } from '../../targets/target.ts'
import type { Probe, ReadContext } from '../probe.ts'
import { lineReader } from './access-log-format.ts'
import { searchBothEnds } from './both-ends.ts'
import { httpStage } from './http-stage.ts'
import { restStage } from './rest-stage.ts'
import { given } from './route.ts'
import { type ApiStage, logGroupIn } from './stage.ts'

/** One request as the access log tells it. Latencies in milliseconds. */
export interface AccessRow {
  /** Epoch milliseconds. */
  readonly at: number
  readonly requestId?: string
  readonly status: number
  readonly method?: string
  /** As the caller asked for it. */
  readonly path?: string
  /** As the API names it: `/orders/{id}`, `GET /orders/{id}`, `$default`. */
  readonly route?: string
  /** What the integration's service answered: for a function that threw, still 200. */
  readonly integrationStatus?: number
  /** What the function itself answered. */
  readonly functionStatus?: number
  readonly integrationError?: string
  readonly integrationLatencyMs?: number
  readonly responseLatencyMs?: number
  /** The called service's own request id. */
  readonly lambdaRequestId?: string
  readonly errorMessage?: string
  /** API Gateway's own name of its answer: `INTEGRATION_TIMEOUT`, `ACCESS_DENIED`. */
  readonly errorResponseType?: string
  readonly wafResponse?: string
  readonly authorizerError?: string
  readonly authorizerStatus?: number
  readonly authorizerLatencyMs?: number
  readonly apiKeyId?: string
}

/** Failing requests in a stage's access log. */
export interface AccessLog {
  /** `off`: none is configured. `unreadable`: it is, but cannot be searched from here, or its format holds no status. */
  readonly state: 'searched' | 'off' | 'no-group' | 'unreadable'
  readonly why?: string
  readonly group?: string
  readonly rows: readonly AccessRow[]
  /** False when there may be failures that were not found. */
  readonly isComplete: boolean
  /** `$context` variables in the format: what is not in it cannot be missed in a row. */
  readonly variables: readonly string[]
}

export type LoggedApi = RestApi | HttpApi | WebSocketApi

/** Reads failing requests from a stage's access log, parsed by the stage's own format. */
export async function searchAccessLog(
  at: ReadContext,
  api: LoggedApi,
  statuses: readonly number[],
): Promise<AccessLog> {
  const { accessLog } =
    api.kind === 'rest-api'
      ? await at.read(restStage, api)
      : await at.read(httpStage as Probe<ApiStage, HttpApi | WebSocketApi>, api)
  const nothing = { rows: [], isComplete: false, variables: [] }
  if (accessLog === undefined) return { state: 'off', ...nothing }
  const group = logGroupIn(accessLog.destinationArn)
  if (group === undefined)
    return {
      state: 'unreadable',
      why: `The access log goes to ${accessLog.destinationArn}, which cannot be searched.`,
      ...nothing,
    }
  const variables = [...accessLog.format.matchAll(/\$context\.([\w.]+)/g)].map((found) => found[1] ?? '')
  if (variables.length > 0 && !variables.includes('status'))
    return { state: 'unreadable', why: 'The access log format holds no $context.status.', group, ...nothing }
  const search = await searchBothEnds(at, { group, pattern: statusPattern(statuses), mostLines: 20_000 })
  if (search.state === 'no-group') return { state: 'no-group', group, ...nothing }
  const read = lineReader(accessLog.format)
  const rows = search.lines.flatMap((line) => rowOf(read(line.message), line.at) ?? [])
  return {
    state: 'searched',
    group,
    rows: rows.filter((row) => statuses.includes(row.status)),
    isComplete: search.complete,
    variables,
  }
}

/** Matches more than the statuses, as digits stand in other fields too; rows are filtered once they are parsed. */
export function statusPattern(statuses: readonly number[]): string {
  return statuses.map((status) => `?"${status}"`).join(' ')
}

export function rowOf(values: Readonly<Record<string, string>> | undefined, loggedAt: number): AccessRow | undefined {
  const status = number(values?.status)
  if (values === undefined || status === undefined) return undefined
  const epoch = number(values.requestTimeEpoch)
  const isRouteKey = values.routeKey !== undefined
  return {
    at: epoch === undefined ? loggedAt : epoch < 1e11 ? epoch * 1000 : epoch,
    status,
    ...given({
      requestId: values.requestId ?? values.extendedRequestId,
      method: values.httpMethod,
      path: values.path,
      route: isRouteKey ? values.routeKey : values.resourcePath,
      integrationStatus: number(values.integrationStatus ?? values['integration.integrationStatus']),
      functionStatus: number(values['integration.status']),
      integrationError: clipped(values.integrationErrorMessage ?? values['integration.error']),
      integrationLatencyMs: number(values.integrationLatency ?? values['integration.latency']),
      responseLatencyMs: number(values.responseLatency),
      lambdaRequestId: values['integration.requestId'] ?? values.awsEndpointRequestId,
      errorMessage: clipped(values['error.message'] ?? values['error.messageString']),
      errorResponseType: values['error.responseType'],
      wafResponse: values.wafResponseCode ?? wafWords(values['waf.status']),
      authorizerError: clipped(values['authorizer.error'] ?? values['authorize.error'] ?? values['authenticate.error']),
      authorizerStatus: number(values['authorizer.status'] ?? values['authorize.status']),
      authorizerLatencyMs: number(values['authorizer.latency'] ?? values['authorizer.integrationLatency']),
      apiKeyId: values['identity.apiKeyId'],
    }),
  }
}

function wafWords(status: string | undefined): string | undefined {
  return status === undefined ? undefined : status === '403' ? 'WAF_BLOCK' : 'WAF_ALLOW'
}

function number(text: string | undefined): number | undefined {
  const value = Number(text)
  return text === undefined || text.trim() === '' || !Number.isFinite(value) ? undefined : value
}

function clipped(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 300 ? text : `${text.slice(0, 300)}…`
}
