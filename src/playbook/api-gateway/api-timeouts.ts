import { valueIfRead } from '../../evidence/evidence.ts'
import type { ApiTimeouts, HttpApiToFunction, RestApiToFunction } from '../../targets/target.ts'
import { placeOf } from '../../targets/target.ts'
import { attribute, type EdgeEvidence, integratedAt, isTelling, minutesOf, ranIntoTimeout, usageAt } from './edge.ts'

/** When an API stopped waiting for this function, and for how long it waited; undefined where nothing says that it did. */
export function timedOutAt(
  evidence: EdgeEvidence,
  edge: RestApiToFunction | HttpApiToFunction,
): { readonly times: readonly number[]; readonly timeoutMs: number; readonly isLogged: boolean } | undefined {
  const { timeoutMs, own } = integratedAt(evidence, edge)
  const logged = edge.kind === 'rest-api-to-function' ? attribute(evidence, edge, ['timeout'], true) : undefined
  if (logged !== undefined) return { times: logged.failures.map((failure) => failure.at), timeoutMs, isLogged: true }
  const rows = (valueIfRead(evidence.access)?.rows ?? []).filter(
    (row) =>
      (row.integrationLatencyMs ?? 0) >= 0.98 * timeoutMs &&
      (row.route === undefined ||
        own === undefined ||
        own.routes.some((route) => row.route === route.path || row.route?.endsWith(` ${route.path}`))),
  )
  if (rows.length > 0) return { times: rows.map((row) => row.at), timeoutMs, isLogged: true }
  if (isTelling(evidence.log)) return undefined
  const minutes = minutesOf(evidence)
  const use = usageAt(evidence, edge.function, minutes)
  const isSlow = use?.durationMaximumMs === undefined || use.durationMaximumMs >= 0.9 * timeoutMs
  return minutes.length > 0 && isSlow && ranIntoTimeout(evidence, minutes, timeoutMs)
    ? { times: minutes, timeoutMs, isLogged: false }
    : undefined
}

/** The calls that an API stopped waiting for, as a target of their own. */
export function apiTimeouts(edge: RestApiToFunction | HttpApiToFunction, timeoutMs: number): ApiTimeouts {
  const { api, function: fn } = edge
  return {
    kind: 'api-timeouts',
    id: `${edge.id} timeouts`,
    name: `${fn.name} behind ${api.name}`,
    arn: `${edge.arn}#timeouts`,
    api,
    function: fn,
    timeoutMs,
    ...placeOf(fn),
  }
}
