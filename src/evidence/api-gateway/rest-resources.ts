import {
  APIGatewayClient,
  GetResourcesCommand,
  type Resource,
  type Integration as SdkIntegration,
} from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { given, type Integration, type Route, withoutQuery } from './route.ts'

const pageSize = 500
const mostPages = 4

/** Reads the routes of a REST API's editable draft, which is not necessarily what a stage serves. */
export const restResources = defineProbe<readonly Route[], RestApi>({
  id: 'api-gateway.rest-resources',
  actions: ['apigateway:GET'],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/resources`),
  async fetch(api, { aws }) {
    const resources: Resource[] = []
    let position: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const found = await aws.client(APIGatewayClient).send(
        new GetResourcesCommand({
          restApiId: api.id,
          embed: ['methods'],
          limit: pageSize,
          ...(position !== undefined && { position }),
        }),
      )
      resources.push(...(found.items ?? []))
      position = found.position
      if (position === undefined) break
    }
    return resources.flatMap(routesOf)
  },
  cite: (api) =>
    citeGateway(
      api,
      'apigateway',
      'GetResources',
      { restApiId: api.id, embed: 'methods' },
      `apis/${api.id}/resources?api=${api.id}`,
    ),
})

export function routesOf(resource: Resource): Route[] {
  return Object.entries(resource.resourceMethods ?? {}).map(([method, found]) => ({
    method,
    path: resource.path ?? '/',
    isKeyRequired: found.apiKeyRequired === true,
    hasValidator: found.requestValidatorId !== undefined,
    ...given({
      authorizationType: found.authorizationType,
      authorizerId: found.authorizerId,
      resourceId: resource.id,
    }),
    ...(found.methodIntegration !== undefined && { integration: integrationOf(found.methodIntegration) }),
  }))
}

function integrationOf(found: SdkIntegration): Integration {
  return {
    type: found.type ?? 'MOCK',
    ...given({
      uri: withoutQuery(found.uri),
      httpMethod: found.httpMethod,
      timeoutMs: found.timeoutInMillis,
      credentials: found.credentials,
      connectionType: found.connectionType,
      connectionId: found.connectionId,
      contentHandling: found.contentHandling,
      passthroughBehavior: found.passthroughBehavior,
      responseTransferMode: found.responseTransferMode,
    }),
    ...(found.integrationResponses !== undefined && {
      hasDefaultResponse: Object.values(found.integrationResponses).some((response) => !response.selectionPattern),
    }),
  }
}
