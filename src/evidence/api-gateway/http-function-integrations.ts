import type { HttpApi, WebSocketApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { gatewayArn, stageKey } from './cite.ts'
import { httpRoutes } from './http-routes.ts'
import { httpStage } from './http-stage.ts'
import { ifRead } from './if-read.ts'
import { type Integrations, integrationsOf } from './integrated-functions.ts'
import { unreadStage } from './stage.ts'

/** Follows the routes of an HTTP or WebSocket API to the functions they call. */
export const httpFunctionIntegrations = defineProbe<Integrations, HttpApi | WebSocketApi>({
  id: 'api-gateway.http-function-integrations',
  actions: ['apigateway:GET'],
  uses: [httpStage, httpRoutes],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}/routes`),
  async fetch(api, at) {
    const [stage, routes] = await Promise.all([ifRead(at.read(httpStage, api)), at.read(httpRoutes, api)])
    const source = stage?.isAutoDeployed === false ? 'draft' : 'deployed'
    const found = integrationsOf(api, stage ?? unreadStage, routes, source)
    return stage === undefined ? { ...found, unresolved: [] } : found
  },
  cite: (api, window) => httpRoutes.cite(api, window),
})
