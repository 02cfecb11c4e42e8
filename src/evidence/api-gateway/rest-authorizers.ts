import { APIGatewayClient, GetAuthorizersCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import type { Authorizer } from './authorizer.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { ifRead } from './if-read.ts'
import { functionIn } from './integration-uri.ts'
import { restResources } from './rest-resources.ts'
import { given } from './route.ts'

/** Reads the authorizers of a REST API; where no route of the draft has one, nothing is asked. */
export const restAuthorizers = defineProbe<readonly Authorizer[], RestApi>({
  id: 'api-gateway.rest-authorizers',
  actions: ['apigateway:GET'],
  uses: [restResources],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/authorizers`),
  async fetch(api, at) {
    const routes = await ifRead(at.read(restResources, api))
    if (routes?.every((route) => route.authorizerId === undefined)) return []
    const { items = [] } = await at.aws
      .client(APIGatewayClient)
      .send(new GetAuthorizersCommand({ restApiId: api.id, limit: 500 }))
    return items.map((item) => ({
      id: item.id ?? '',
      name: item.name ?? '',
      type: item.type ?? 'TOKEN',
      identitySources: (item.identitySource ?? '')
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
      audiences: [],
      ...given({
        function: functionIn(item.authorizerUri ?? ''),
        credentials: item.authorizerCredentials,
        cacheSeconds: item.authorizerResultTtlInSeconds,
      }),
    }))
  },
  cite: (api) =>
    citeGateway(api, 'apigateway', 'GetAuthorizers', { restApiId: api.id }, `apis/${api.id}/authorizers?api=${api.id}`),
})
