import {
  type HttpApi,
  type LambdaFunction,
  lambdaFunction,
  type RestApi,
  targetKey,
  type WebSocketApi,
} from '../../targets/target.ts'
import { readUri, type UriTarget, variablesIn } from './integration-uri.ts'
import { integrationText, type Route, routeName } from './route.ts'
import type { ApiStage } from './stage.ts'

/** A function that the stage calls, with the routes that lead to it. */
export interface IntegratedFunction {
  readonly function: LambdaFunction
  readonly routes: readonly Route[]
  /** Only the canary of the stage calls it. */
  readonly isCanaryOnly: boolean
  /** Stage variables that chose it. */
  readonly variables: readonly string[]
}

/** What the routes of one stage call. */
export interface Integrations {
  readonly functions: readonly IntegratedFunction[]
  /** Lambda integrations that name stage variables the stage does not set. */
  readonly unresolved: readonly {
    readonly route: Route
    readonly variables: readonly string[]
    readonly isCanary: boolean
  }[]
  /** HTTP, AWS service and mock integrations. */
  readonly others: readonly Route[]
  readonly routes: readonly Route[]
  /** `deployed`: read from what the stage serves; `draft`: only the editable draft could be read. */
  readonly source: 'deployed' | 'draft'
  /** Routes that differ between the draft and what is deployed; absent where both could not be read. */
  readonly stale?: readonly { readonly route: string; readonly deployed: string; readonly draft: string }[]
}

/** Follows every route to what it calls, with the variables of the stage and of its canary. */
export function integrationsOf(
  api: RestApi | HttpApi | WebSocketApi,
  stage: ApiStage,
  written: readonly Route[],
  source: Integrations['source'],
): Integrations {
  const functions = new Map<
    string,
    { function: LambdaFunction; routes: Route[]; isCanaryOnly: boolean; variables: Set<string> }
  >()
  const unresolved: { route: Route; variables: readonly string[]; isCanary: boolean }[] = []
  const others: Route[] = []
  const keep = (route: Route, target: UriTarget, isCanary: boolean): void => {
    if (target.kind === 'unresolved') unresolved.push({ route, variables: target.variables, isCanary })
    if (target.kind === 'other' && !isCanary) others.push(route)
    if (target.kind !== 'function') return
    const { name, qualifier, account, region } = target.function
    const fn = lambdaFunction({ account, region, partition: api.partition }, name, qualifier)
    const known = functions.get(targetKey(fn)) ?? {
      function: fn,
      routes: [],
      isCanaryOnly: true,
      variables: new Set<string>(),
    }
    if (!known.routes.includes(route)) known.routes.push(route)
    for (const variable of variablesIn(route.integration?.uri)) known.variables.add(variable)
    functions.set(targetKey(fn), { ...known, isCanaryOnly: known.isCanaryOnly && isCanary })
  }
  const routes = written.map((route) => linked(route, stage.variables))
  for (const route of routes) {
    keep(route, readUri(route.integration?.uri, stage.variables), false)
    if (stage.canary !== undefined && variablesIn(route.integration?.uri).length > 0)
      keep(route, readUri(route.integration?.uri, { ...stage.variables, ...stage.canary.variables }), true)
  }
  return {
    functions: [...functions.values()].map((each) => ({ ...each, variables: [...each.variables] })),
    unresolved,
    others,
    routes,
    source,
  }
}

/** VPC links too may be named by a stage variable. */
function linked(route: Route, variables: Readonly<Record<string, string>>): Route {
  const { integration } = route
  if (!integration?.connectionId?.includes('${')) return route
  const connectionId = integration.connectionId.replace(
    /\$\{stageVariables\.([\w-]+)\}/g,
    (_, name: string) => variables[name] ?? '',
  )
  return { ...route, integration: { ...integration, connectionId } }
}

/** Routes of the draft that the stage does not serve as they stand there. */
export function staleRoutes(draft: readonly Route[], deployed: readonly Route[]): NonNullable<Integrations['stale']> {
  const served = new Map(deployed.map((route) => [routeName(route), route]))
  const drafted = new Map(draft.map((route) => [routeName(route), route]))
  return [...new Set([...served.keys(), ...drafted.keys()])].flatMap((name) => {
    const [before, after] = [served.get(name), drafted.get(name)]
    if (before !== undefined && after !== undefined && sameCall(before, after)) return []
    return [{ route: name, deployed: describe(before), draft: describe(after) }]
  })
}

/** An export leaves defaults out, so only what both sides name can differ. */
function sameCall(a: Route, b: Route): boolean {
  if (integrationText(a) === integrationText(b)) return true
  const [x, y] = [a.integration, b.integration]
  if (x === undefined || y === undefined) return x === y || (x ?? y)?.type === 'MOCK'
  const differs = (left: unknown, right: unknown): boolean =>
    left !== undefined && right !== undefined && left !== right
  const mayStandFor = (left: number | undefined, right: number | undefined): boolean =>
    (left ?? 29_000) === (right ?? 29_000)
  return (
    !differs(x.type, y.type) &&
    !differs(x.uri, y.uri) &&
    !differs(x.httpMethod, y.httpMethod) &&
    !differs(x.connectionId, y.connectionId) &&
    (x.credentials ?? '') === (y.credentials ?? '') &&
    mayStandFor(x.timeoutMs, y.timeoutMs)
  )
}

function describe(route: Route | undefined): string {
  if (route === undefined) return 'not there'
  const { integration } = route
  if (integration === undefined) return 'no integration'
  const called = integration.uri?.replace(/^.*\/functions\//, '').replace(/\/invocations$/, '')
  return [integration.type, called, integration.timeoutMs === undefined ? '' : `${integration.timeoutMs} ms`]
    .filter(Boolean)
    .join(' ')
}
