import {
  ApiGatewayV2Client,
  GetIntegrationsCommand,
  type Integration as SdkIntegration,
} from '@aws-sdk/client-apigatewayv2'
import type { HttpApi, WebSocketApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { given, type Integration, withoutQuery } from './route.ts'

const mostPages = 5

/** Reads the integrations of an HTTP or WebSocket API by their ids. */
export const httpIntegrations = defineProbe<Readonly<Record<string, Integration>>, HttpApi | WebSocketApi>({
  id: 'api-gateway.http-integrations',
  actions: ['apigateway:GET'],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}/integrations`),
  async fetch(api, { aws }) {
    const found: SdkIntegration[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws.client(ApiGatewayV2Client).send(
        new GetIntegrationsCommand({
          ApiId: api.id,
          MaxResults: '500',
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      found.push(...(answer.Items ?? []))
      token = answer.NextToken
      if (token === undefined) break
    }
    return Object.fromEntries(found.map((each) => [each.IntegrationId ?? '', integrationOf(each)]))
  },
  cite: (api) => citeGateway(api, 'apigatewayv2', 'GetIntegrations', { ApiId: api.id }, `integrations?api=${api.id}`),
})

export function integrationOf(found: SdkIntegration): Integration {
  return {
    type: found.IntegrationType ?? 'MOCK',
    ...given({
      id: found.IntegrationId,
      uri: withoutQuery(found.IntegrationUri),
      httpMethod: found.IntegrationMethod,
      timeoutMs: found.TimeoutInMillis,
      credentials: found.CredentialsArn,
      connectionType: found.ConnectionType,
      connectionId: found.ConnectionId,
      contentHandling: found.ContentHandlingStrategy,
      payloadFormatVersion: found.PayloadFormatVersion,
    }),
  }
}
