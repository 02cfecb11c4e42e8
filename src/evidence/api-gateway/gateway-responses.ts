import { APIGatewayClient, GetGatewayResponsesCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { given } from './route.ts'

/** An answer of API Gateway's own that somebody changed. */
export interface GatewayResponse {
  /** `DEFAULT_5XX`, `INTEGRATION_TIMEOUT`. */
  readonly type: string
  readonly status?: number
  readonly hasCorsHeader: boolean
}

/** Reads the answers that were changed from their defaults: they can turn any status into another. */
export const gatewayResponses = defineProbe<readonly GatewayResponse[], RestApi>({
  id: 'api-gateway.gateway-responses',
  actions: ['apigateway:GET'],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/gatewayresponses`),
  async fetch(api, { aws }) {
    const { items = [] } = await aws
      .client(APIGatewayClient)
      .send(new GetGatewayResponsesCommand({ restApiId: api.id, limit: 500 }))
    return items
      .filter((item) => item.defaultResponse !== true)
      .map((item) => ({
        type: item.responseType ?? '',
        hasCorsHeader: Object.keys(item.responseParameters ?? {}).some((name) =>
          /access-control-allow-origin/i.test(name),
        ),
        ...given({ status: item.statusCode === undefined ? undefined : Number(item.statusCode) }),
      }))
  },
  cite: (api) =>
    citeGateway(
      api,
      'apigateway',
      'GetGatewayResponses',
      { restApiId: api.id },
      `apis/${api.id}/gateway-responses?api=${api.id}`,
    ),
})
