import type { AccessLog } from '../../evidence/api-gateway/access-log.ts'
import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import type { ApiMetrics } from '../../evidence/api-gateway/api-metrics.ts'
import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { FailureKind } from '../../evidence/api-gateway/execution-line.ts'
import type { ExecutionLog } from '../../evidence/api-gateway/execution-log.ts'
import { executionLog5xx } from '../../evidence/api-gateway/execution-log-5xx.ts'
import {
  type FunctionUse,
  type FunctionUses,
  httpFunctionUse,
  restFunctionUse,
} from '../../evidence/api-gateway/function-use.ts'
import { httpFunctionIntegrations } from '../../evidence/api-gateway/http-function-integrations.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import type { IntegratedFunction, Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { routeFor, routeName, timeoutMsOf } from '../../evidence/api-gateway/route.ts'
import { noData, total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { from, optional } from '../../evidence/probe.ts'
import { type HttpApiToFunction, type LambdaFunction, type RestApiToFunction, targetKey } from '../../targets/target.ts'
import { failingMinutes } from './seen.ts'
import { highestAt, sumAt } from './series-sum.ts'

const apiOf = (edge: RestApiToFunction) => edge.api
const httpApiOf = (edge: HttpApiToFunction) => edge.api

/** What causes on a REST API's call of a function look at. */
export const restEdgeNeeds = {
  integrations: from(restIntegrations, apiOf),
  metrics: optional(from(restMetrics, apiOf)),
  log: optional(from(executionLog5xx, apiOf)),
  access: optional(from(accessLog5xx, apiOf)),
  uses: optional(from(restFunctionUse, apiOf)),
} as const

/** The same of an HTTP API, which has no execution log. */
export const httpEdgeNeeds = {
  integrations: from(httpFunctionIntegrations, httpApiOf),
  metrics: optional(from(httpMetrics, httpApiOf)),
  access: optional(from(accessLog5xx, httpApiOf)),
  uses: optional(from(httpFunctionUse, httpApiOf)),
} as const

export interface EdgeEvidence {
  readonly integrations: Integrations
  readonly metrics: Evidence<ApiMetrics>
  readonly log?: Evidence<ExecutionLog>
  readonly access: Evidence<AccessLog>
  readonly uses: Evidence<FunctionUses>
}

/** How a function was used while the API failed; undefined where that was not read. */
export interface UsageAt {
  readonly invocations: number
  readonly errors: number
  readonly throttles: number
  readonly durationMaximumMs: number | undefined
}

export function minutesOf(evidence: EdgeEvidence): number[] {
  return failingMinutes('5', evidence)
}

export function usageAt({ uses }: EdgeEvidence, fn: LambdaFunction, minutes: readonly number[]): UsageAt | undefined {
  const use: FunctionUse | undefined = valueIfRead(uses)?.[targetKey(fn)]
  if (use === undefined) return undefined
  return {
    invocations: sumAt(use.invocations, minutes),
    errors: sumAt(use.errors, minutes),
    throttles: sumAt(use.throttles, minutes),
    durationMaximumMs: highestAt(use.durationMaximum, minutes),
  }
}

/** The integration of this edge, and the shortest time API Gateway waits for it. */
export function integratedAt({ integrations }: EdgeEvidence, edge: RestApiToFunction | HttpApiToFunction) {
  const own = integrations.functions.find((each) => targetKey(each.function) === targetKey(edge.function))
  const waits = (own?.routes ?? []).flatMap((route) =>
    route.integration === undefined ? [] : [timeoutMsOf(route.integration, edge.api.kind)],
  )
  return { own, timeoutMs: waits.length === 0 ? (edge.api.kind === 'rest-api' ? 29_000 : 30_000) : Math.min(...waits) }
}

/** Whether the execution log can be trusted to hold every failure. */
export function isTelling(log: Evidence<ExecutionLog> | undefined): boolean {
  const read = log === undefined ? undefined : valueIfRead(log)
  if (read?.state !== 'searched') return false
  return read.failures.length > 0 || (read.isComplete && read.level !== undefined && read.level !== 'OFF')
}

/** Failures of some kinds that went through an edge. */
export interface Attributed {
  readonly failures: readonly ExecutionFailure[]
  /** False where the log does not say which function was called and the metrics leave several. */
  readonly isSure: boolean
}

/** The logged failures of these kinds on this edge; undefined when there are none. `wasCalled` says whether such a failure means that the function ran. */
export function attribute(
  evidence: EdgeEvidence,
  edge: RestApiToFunction,
  kinds: readonly FailureKind[],
  wasCalled: boolean,
): Attributed | undefined {
  const log = evidence.log === undefined ? undefined : valueIfRead(evidence.log)
  const wanted = (log?.failures ?? []).filter(
    (failure) =>
      failure.kind !== undefined &&
      kinds.includes(failure.kind) &&
      !failure.isInAuthorizer &&
      !isElsewhere(failure, evidence),
  )
  if (wanted.length === 0) return undefined
  const { functions } = evidence.integrations
  const named = wanted.map((failure) => ({ failure, through: throughOf(failure, evidence) }))
  const own = named
    .filter(({ through }) => through !== undefined && targetKey(through.function) === targetKey(edge.function))
    .map(({ failure }) => failure)
  const unnamed = named.filter(({ through }) => through === undefined).map(({ failure }) => failure)
  if (own.length > 0) {
    const known = new Set(named.flatMap(({ through }) => (through === undefined ? [] : [targetKey(through.function)])))
    // Behind an authorizer a function that never ran did not fail: the authorizer’s own function did.
    const mayBeAuthorizer =
      wasCalled &&
      own.every((failure) => failure.function === undefined) &&
      evidence.integrations.routes.some((route) => route.authorizationType === 'CUSTOM')
    const failing = minutesOf(evidence)
    // Metrics without a point count nothing, which is not the same as none.
    const isCounted =
      evidence.uses.status === 'ok' && sumAt(valueIfRead(evidence.metrics)?.failures5xx ?? noData, failing, 0) > 0
    const isAcquitted = mayBeAuthorizer && (!isCounted || reachOf(evidence, failing) === 'unreached')
    return { failures: known.size === 1 ? [...own, ...unnamed] : own, isSure: !isAcquitted }
  }
  if (unnamed.length === 0) return undefined
  const minutes = unnamed.map((failure) => failure.at)
  const candidates = functions.filter((each) => {
    const use = usageAt(evidence, each.function, minutes)
    return use === undefined || (wasCalled ? use.invocations > 0 : use.invocations === 0 || use.throttles > 0)
  })
  const isCandidate = candidates.some((each) => targetKey(each.function) === targetKey(edge.function))
  if (!isCandidate)
    return candidates.length === 0 && functions.length === 1 ? { failures: unnamed, isSure: true } : undefined
  return { failures: unnamed, isSure: functions.length === 1 || candidates.length === 1 }
}

/** The request went to something that is no function. */
function isElsewhere(
  { endpoint, function: named, method, resourcePath }: ExecutionFailure,
  { integrations }: EdgeEvidence,
): boolean {
  if (named !== undefined) return false
  if (endpoint !== undefined && /^https?:/.test(endpoint) && !/lambda/i.test(endpoint)) return true
  return integrations.others.some((route) => route.path === resourcePath && route.method === method)
}

/** Which function a failing request went to, by the log's own words, its path, or the access log's row of the same request. */
function throughOf(failure: ExecutionFailure, { integrations, access }: EdgeEvidence): IntegratedFunction | undefined {
  const { functions, routes } = integrations
  if (functions.length === 1 && failure.function === undefined) return functions[0]
  const named = failure.function
  if (named !== undefined) {
    const sameName = functions.filter((each) => each.function.id === named.name)
    return (
      sameName.find((each) => each.function.qualifier === named.qualifier) ??
      (sameName.length === 1 ? sameName[0] : undefined)
    )
  }
  const row = valueIfRead(access)?.rows.find((each) => each.requestId === failure.requestId)
  const method = failure.method ?? row?.method
  const path = failure.resourcePath ?? row?.route
  if (path === undefined) return undefined
  const route =
    routes.find(
      (each) => routeName(each) === path || (each.path === path && (each.method === method || each.method === 'ANY')),
    ) ?? (method === undefined ? undefined : routeFor(routes, method, path))
  return route === undefined ? undefined : functions.find((each) => each.routes.includes(route))
}

/** Request ids and times that tie a finding to the failures it explains. */
export function tied(failures: readonly ExecutionFailure[]): { times: number[]; requestIds?: string[] } {
  const requestIds = [...new Set(failures.flatMap((failure) => failure.lambdaRequestId ?? []))]
  return { times: failures.map((failure) => failure.at), ...(requestIds.length > 0 && { requestIds }) }
}

/** The functions that could be behind failures that no log explains: all but those the metrics acquit. */
export function suspects(
  evidence: EdgeEvidence,
  minutes: readonly number[],
  fits: (use: UsageAt) => boolean,
): IntegratedFunction[] {
  return evidence.integrations.functions.filter((each) => {
    const use = usageAt(evidence, each.function, minutes)
    return use === undefined || fits(use)
  })
}

/** Whether requests ran into the wait for the integration, going by latency alone. */
export function ranIntoTimeout({ metrics }: EdgeEvidence, minutes: readonly number[], timeoutMs: number): boolean {
  const read = valueIfRead(metrics)
  const longest = read === undefined ? undefined : highestAt(read.integrationLatencyMaximum, minutes, 0)
  return longest !== undefined && longest >= 0.98 * timeoutMs
}

/**
 * Whether the requests that failed came as far as a function, going by counts alone: `unreached` when the functions ran only as often as
 * requests went well. Functions have other callers too, so `reached` is a hint and no proof.
 */
export function reachOf(evidence: EdgeEvidence, minutes: readonly number[]): 'reached' | 'unreached' | 'unclear' {
  const metrics = valueIfRead(evidence.metrics)
  if (metrics === undefined || evidence.uses.status !== 'ok') return 'unclear'
  const requests = sumAt(metrics.requests, minutes, 0)
  const failures = sumAt(metrics.failures5xx, minutes, 0)
  if (requests === 0 || failures === 0) return 'unclear'
  const uses = Object.values(evidence.uses.value)
  const sum = (pick: (use: FunctionUse) => FunctionUse['errors']): number =>
    uses.reduce((total, use) => total + sumAt(pick(use), minutes, 0), 0)
  const wanted = requests - sumAt(metrics.failures4xx, minutes, 0)
  const invocations = sum((use) => use.invocations)
  const broken = sum((use) => use.errors) + sum((use) => use.throttles)
  if (broken >= 0.8 * failures || invocations >= wanted - 0.2 * failures) return 'reached'
  return invocations <= wanted - 0.8 * failures ? 'unreached' : 'unclear'
}

/** Exact statuses of the failing requests that a log tells of. */
export function statusesOf({ log, access }: EdgeEvidence): ReadonlySet<number> {
  const executed = log === undefined ? undefined : valueIfRead(log)
  const statuses = [
    ...(executed?.failures ?? []).map((failure) => failure.status),
    ...(valueIfRead(access)?.rows ?? []).map((row) => row.status),
  ]
  return new Set(statuses.flatMap((status) => status ?? []))
}

export function totalFailures({ metrics }: EdgeEvidence): number {
  const read = valueIfRead(metrics)
  return read === undefined ? 0 : total(read.failures5xx)
}
