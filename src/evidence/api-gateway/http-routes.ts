import { ApiGatewayV2Client, GetRoutesCommand, type Route as SdkRoute } from '@aws-sdk/client-apigatewayv2'
import type { HttpApi, WebSocketApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { httpIntegrations } from './http-integrations.ts'
import { given, type Route } from './route.ts'

const mostPages = 5

/** Reads the routes of an HTTP or WebSocket API with what each one calls. */
export const httpRoutes = defineProbe<readonly Route[], HttpApi | WebSocketApi>({
  id: 'api-gateway.http-routes',
  actions: ['apigateway:GET'],
  uses: [httpIntegrations],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}/routes`),
  async fetch(api, at) {
    const [routes, integrations] = await Promise.all([readRoutes(), at.read(httpIntegrations, api)])
    return routes.map((route) => {
      const integration = integrations[route.Target?.replace(/^integrations\//, '') ?? '']
      return { ...routeOf(route), ...(integration !== undefined && { integration }) }
    })

    async function readRoutes(): Promise<SdkRoute[]> {
      const routes: SdkRoute[] = []
      let token: string | undefined
      for (let page = 0; page < mostPages; page += 1) {
        const found = await at.aws.client(ApiGatewayV2Client).send(
          new GetRoutesCommand({
            ApiId: api.id,
            MaxResults: '500',
            ...(token !== undefined && { NextToken: token }),
          }),
        )
        routes.push(...(found.Items ?? []))
        token = found.NextToken
        if (token === undefined) break
      }
      return routes
    }
  },
  cite: (api) => citeGateway(api, 'apigatewayv2', 'GetRoutes', { ApiId: api.id }, `routes?api=${api.id}`),
})

function routeOf(route: SdkRoute): Route {
  const [method = '', path] = (route.RouteKey ?? '').split(' ')
  return {
    method: path === undefined ? 'ANY' : method,
    path: path ?? method,
    isKeyRequired: route.ApiKeyRequired === true,
    hasValidator: false,
    ...given({ authorizationType: route.AuthorizationType, authorizerId: route.AuthorizerId }),
  }
}
