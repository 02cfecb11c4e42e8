import type { AccessRow } from '../../evidence/api-gateway/access-log.ts'
import { routeFor, routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type HttpApiToFunction, targetKey } from '../../targets/target.ts'
import { type EdgeEvidence, integratedAt } from './edge.ts'

/** Rows of failing requests that went to this edge's function; without a route in the row, all of them where the API has one function only. */
export function rowsThrough(evidence: EdgeEvidence, edge: HttpApiToFunction): AccessRow[] {
  const { own } = integratedAt(evidence, edge)
  const { functions, routes } = evidence.integrations
  return (valueIfRead(evidence.access)?.rows ?? []).filter((row) => {
    const named = row.route ?? row.path
    if (named === undefined) return functions.length === 1
    const route =
      routes.find((each) => routeName(each) === named) ??
      routeFor(routes, row.method ?? named.split(' ')[0] ?? 'GET', named.split(' ').at(-1) ?? named)
    if (route === undefined)
      return functions.length === 1 && targetKey(functions[0]?.function ?? edge.function) === targetKey(edge.function)
    return own?.routes.includes(route) === true
  })
}
