import { getHttpApi } from '../../targets/resolve/api-calls.ts'
import type { HttpApi, WebSocketApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'

/** What an HTTP or WebSocket API says of itself, whatever the stage. */
export interface HttpApiSettings {
  readonly name: string
  readonly protocol: string
  readonly isDefaultEndpointDisabled: boolean
  /** Absent when API Gateway adds no CORS headers of its own. */
  readonly cors?: {
    readonly origins: readonly string[]
    readonly methods: readonly string[]
    readonly headers: readonly string[]
  }
}

/** Reads an HTTP API's own settings. */
export const httpApiSettings = defineProbe<HttpApiSettings, HttpApi | WebSocketApi>({
  id: 'api-gateway.http-api',
  actions: ['apigateway:GET'],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}`),
  async fetch(api, { aws }) {
    const found = await getHttpApi(aws, api.id)
    const cors = found.CorsConfiguration
    return {
      name: found.Name ?? api.name,
      protocol: found.ProtocolType ?? (api.kind === 'http-api' ? 'HTTP' : 'WEBSOCKET'),
      isDefaultEndpointDisabled: found.DisableExecuteApiEndpoint === true,
      ...(cors !== undefined &&
        Object.keys(cors).length > 0 && {
          cors: {
            origins: cors.AllowOrigins ?? [],
            methods: cors.AllowMethods ?? [],
            headers: cors.AllowHeaders ?? [],
          },
        }),
    }
  },
  cite: (api) => citeGateway(api, 'apigatewayv2', 'GetApi', { ApiId: api.id }, `api-detail?api=${api.id}`),
})
