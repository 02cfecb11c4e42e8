import type { AccessLog } from '../../evidence/api-gateway/access-log.ts'
import type { ApiMetrics } from '../../evidence/api-gateway/api-metrics.ts'
import type { ExecutionLog } from '../../evidence/api-gateway/execution-log.ts'
import type { FunctionUse, FunctionUses } from '../../evidence/api-gateway/function-use.ts'
import type { IntegratedFunction, Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { type Route, routeFor, routeName } from '../../evidence/api-gateway/route.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { targetKey } from '../../targets/target.ts'
import { failingMinutes } from './seen.ts'
import { sumAt } from './series-sum.ts'

const most = 6
const mostWhenUnsure = 4

export interface Clues {
  readonly integrations: Integrations
  readonly metrics: Evidence<ApiMetrics>
  readonly log?: Evidence<ExecutionLog>
  readonly access: Evidence<AccessLog>
  readonly uses: Evidence<FunctionUses>
}

/** The functions worth a look, most suspicious first: those that the logs name, else those whose metrics show trouble while the API failed. */
export function suspectFunctions(clues: Clues): IntegratedFunction[] {
  const { functions } = clues.integrations
  if (functions.length <= 1) return [...functions]
  const named = namedByLogs(clues)
  if (named.length > 0) return named.slice(0, most)
  const uses = valueIfRead(clues.uses)
  if (uses === undefined) return functions.slice(0, most)
  const minutes = failingMinutes('5', clues)
  const scored = functions.map((each) => ({ each, ...score(uses[targetKey(each.function)], minutes) }))
  const order = scored.sort(
    (a, b) => b.trouble - a.trouble || Number(b.isIdle) - Number(a.isIdle) || b.invocations - a.invocations,
  )
  const troubled = order.filter((entry) => entry.trouble > 0)
  const explained = troubled.reduce((sum, entry) => sum + entry.trouble, 0)
  const failures = valueIfRead(clues.metrics)?.failures5xx.points.reduce((sum, point) => sum + point.value, 0) ?? 0
  if (troubled.length > 0 && explained >= 0.8 * failures) return troubled.slice(0, most).map((entry) => entry.each)
  return order.slice(0, Math.max(mostWhenUnsure, Math.min(most, troubled.length))).map((entry) => entry.each)
}

function score(use: FunctionUse | undefined, minutes: readonly number[]) {
  if (use === undefined) return { trouble: 0, isIdle: true, invocations: 0 }
  const at = minutes.length > 0 ? minutes : use.invocations.points.map((point) => point.at)
  const invocations = sumAt(use.invocations, at)
  return {
    trouble: sumAt(use.errors, at) + sumAt(use.throttles, at),
    isIdle: invocations === 0,
    invocations,
  }
}

/** By the ARN in a log line or by the route of a failing request, in the order of how often. */
function namedByLogs({ integrations, log, access }: Clues): IntegratedFunction[] {
  const { functions, routes } = integrations
  const counts = new Map<IntegratedFunction, number>()
  const count = (found: IntegratedFunction | undefined): void => {
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  const byRoute = (method: string | undefined, path: string | undefined): IntegratedFunction | undefined => {
    const route = routeTaken(routes, method, path)
    return route === undefined ? undefined : functions.find((each) => each.routes.includes(route))
  }
  for (const failure of (log === undefined ? undefined : valueIfRead(log))?.failures ?? []) {
    if (failure.isInAuthorizer) continue
    const named = failure.function
    const sameName = named === undefined ? [] : functions.filter((each) => each.function.id === named.name)
    count(
      sameName.find((each) => each.function.qualifier === named?.qualifier) ??
        sameName[0] ??
        byRoute(failure.method, failure.resourcePath),
    )
  }
  for (const row of valueIfRead(access)?.rows ?? []) count(byRoute(row.method, row.route))
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0].function.name < b[0].function.name ? -1 : 1))
    .map(([found]) => found)
}

/** The routes that failing requests took, as far as logs name them; every route where they name none. */
export function failingRoutes({
  integrations,
  log,
  access,
}: Pick<Clues, 'integrations' | 'log' | 'access'>): readonly Route[] {
  const { routes } = integrations
  const asked = [
    ...((log === undefined ? undefined : valueIfRead(log))?.failures ?? []).map((each) => [
      each.method,
      each.resourcePath,
    ]),
    ...(valueIfRead(access)?.rows ?? []).map((each) => [each.method, each.route]),
  ]
  const taken = new Set(asked.flatMap(([method, path]) => routeTaken(routes, method, path) ?? []))
  return taken.size === 0 ? routes : [...taken]
}

/** Whether all of these routes, those that answer by themselves left out, lead through one VPC link. */
export function leadThrough(routes: readonly Route[], link: string): boolean {
  return routes.every(
    ({ integration }) => integration === undefined || integration.type === 'MOCK' || integration.connectionId === link,
  )
}

function routeTaken(routes: readonly Route[], method: string | undefined, path: string | undefined): Route | undefined {
  if (path === undefined) return undefined
  return (
    routes.find(
      (each) => routeName(each) === path || (each.path === path && (each.method === method || each.method === 'ANY')),
    ) ?? (method === undefined ? undefined : routeFor(routes, method, path))
  )
}
