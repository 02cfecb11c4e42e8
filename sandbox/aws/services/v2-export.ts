import type { Integration, Route } from '@aws-sdk/client-apigatewayv2'
import type { V2Api } from '../world/http-api.ts'
import type { Place } from '../world.ts'
import { v2ApiId } from './api-callers.ts'

/** What a stage of an HTTP API serves, as OpenAPI 3 with API Gateway's extensions. */
export function exportV2(
  place: Place,
  api: V2Api,
  routes: readonly Route[],
  integrations: readonly Integration[],
  withExtensions: boolean,
): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const [method, path] = route.RouteKey === '$default' ? ['ANY', '/$default'] : (route.RouteKey ?? '').split(' ')
    const integration = integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`)
    const verb = method === 'ANY' ? 'x-amazon-apigateway-any-method' : (method ?? '').toLowerCase()
    paths[path ?? '/'] = {
      ...paths[path ?? '/'],
      [verb]: {
        responses: { default: { description: `Default response for ${route.RouteKey}` } },
        ...(route.RouteKey === '$default' ? { isDefaultRoute: true } : {}),
        ...(withExtensions && integration !== undefined
          ? {
              'x-amazon-apigateway-integration': {
                type: integration.IntegrationType?.toLowerCase(),
                httpMethod: integration.IntegrationMethod,
                uri: integration.IntegrationUri,
                payloadFormatVersion: integration.PayloadFormatVersion,
                timeoutInMillis: integration.TimeoutInMillis,
                connectionType: integration.ConnectionType,
                ...(integration.ConnectionId === undefined ? {} : { connectionId: integration.ConnectionId }),
              },
            }
          : {}),
      },
    }
  }
  return {
    openapi: '3.0.1',
    info: { title: api.name, version: '1.0' },
    servers: [{ url: `https://${v2ApiId(api)}.execute-api.${place.region}.amazonaws.com` }],
    paths,
    ...(withExtensions ? { 'x-amazon-apigateway-importexport-version': '1.0' } : {}),
  }
}
