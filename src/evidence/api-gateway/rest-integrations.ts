import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { gatewayArn, stageKey } from './cite.ts'
import { ifRead } from './if-read.ts'
import { type Integrations, integrationsOf, staleRoutes } from './integrated-functions.ts'
import { restExport } from './rest-export.ts'
import { restResources } from './rest-resources.ts'
import { restStage } from './rest-stage.ts'
import { given, type Route, routeName } from './route.ts'
import { type ApiStage, unreadStage } from './stage.ts'

/** Follows the routes that a REST API's stage serves to the functions they call; the draft stands in where the deployed routes cannot be read. */
export const restIntegrations = defineProbe<Integrations, RestApi>({
  id: 'api-gateway.rest-integrations',
  actions: ['apigateway:GET'],
  uses: [restStage, restExport, restResources],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/resources`),
  async fetch(api, at) {
    const [stage, deployed, draft] = await Promise.all([
      ifRead(at.read(restStage, api)),
      ifRead(at.read(restExport, api)),
      ifRead(at.read(restResources, api)),
    ])
    return follow(api, stage, deployed, draft, () => at.read(restResources, api))
  },
  cite: (api, window) => restExport.cite(api, window),
})

async function follow(
  api: RestApi,
  stage: ApiStage | undefined,
  deployed: readonly Route[] | undefined,
  draft: readonly Route[] | undefined,
  failedRead: () => Promise<readonly Route[]>,
): Promise<Integrations> {
  const isExported = deployed?.some((route) => route.integration !== undefined)
  // A list of methods that leaves every integration out was not read in full: nothing in it differs.
  const isDrafted = draft?.some((route) => route.integration !== undefined)
  const routes =
    isExported === true && deployed !== undefined
      ? deployed.map((route) => completed(route, draft))
      : (draft ?? (await failedRead()))
  const found = integrationsOf(api, stage ?? unreadStage, routes, isExported === true ? 'deployed' : 'draft')
  const known = stage === undefined ? { ...found, unresolved: [] } : found
  return isExported === true && isDrafted === true && deployed !== undefined && draft !== undefined
    ? { ...known, stale: staleRoutes(draft, deployed) }
    : known
}

/** An export names authorizers by their schemes and not all of them, and no resources; what it leaves out is taken from the draft. */
function completed(route: Route, draft: readonly Route[] | undefined): Route {
  const drafted = draft?.find((each) => routeName(each) === routeName(route))
  if (drafted === undefined) return route
  return {
    ...route,
    isKeyRequired: route.isKeyRequired || drafted.isKeyRequired,
    hasValidator: route.hasValidator || drafted.hasValidator,
    ...given({
      authorizationType: route.authorizationType ?? drafted.authorizationType,
      authorizerId: route.authorizerId ?? drafted.authorizerId,
      resourceId: drafted.resourceId,
    }),
  }
}
