import { ApiGatewayV2Client, GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2'
import type { HttpApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import type { Authorizer } from './authorizer.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { httpRoutes } from './http-routes.ts'
import { ifRead } from './if-read.ts'
import { functionIn } from './integration-uri.ts'
import { given } from './route.ts'

/** Reads the authorizers of an HTTP API; where no route has one, nothing is asked. */
export const httpAuthorizers = defineProbe<readonly Authorizer[], HttpApi>({
  id: 'api-gateway.http-authorizers',
  actions: ['apigateway:GET'],
  uses: [httpRoutes],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}/authorizers`),
  async fetch(api, at) {
    const routes = await ifRead(at.read(httpRoutes, api))
    if (routes?.every((route) => route.authorizerId === undefined)) return []
    const { Items: items = [] } = await at.aws
      .client(ApiGatewayV2Client)
      .send(new GetAuthorizersCommand({ ApiId: api.id, MaxResults: '100' }))
    return items.map((item) => ({
      id: item.AuthorizerId ?? '',
      name: item.Name ?? '',
      type: item.AuthorizerType ?? 'REQUEST',
      identitySources: item.IdentitySource ?? [],
      audiences: item.JwtConfiguration?.Audience ?? [],
      ...given({
        function: functionIn(item.AuthorizerUri ?? ''),
        credentials: item.AuthorizerCredentialsArn,
        cacheSeconds: item.AuthorizerResultTtlInSeconds,
        issuer: item.JwtConfiguration?.Issuer,
      }),
    }))
  },
  cite: (api) => citeGateway(api, 'apigatewayv2', 'GetAuthorizers', { ApiId: api.id }, `authorizers?api=${api.id}`),
})
