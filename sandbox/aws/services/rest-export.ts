import type { RestApi, RestMethods, RestStage } from '../world/api-gateway.ts'
import type { Place } from '../world.ts'
import { restApiId } from './api-callers.ts'
import { authorizerId, describeMethod, invocationUri, methodOf, pathOf } from './rest-resources.ts'

/** A deployed version as OpenAPI 3 or Swagger 2, with API Gateway's extensions where they are asked for. */
export function exportOf(
  place: Place,
  api: RestApi,
  stage: RestStage,
  methods: RestMethods,
  exportType: string,
  extensions: readonly string[],
): object {
  const withIntegrations = extensions.includes('integrations') || extensions.includes('apigateway')
  const withAuthorizers = extensions.includes('authorizers') || extensions.includes('apigateway')
  const paths: Record<string, Record<string, object>> = {}
  for (const [key, declared] of Object.entries(methods)) {
    const method = describeMethod(place, api, key, declared)
    const verb = methodOf(key) === 'ANY' ? 'x-amazon-apigateway-any-method' : methodOf(key).toLowerCase()
    const { methodIntegration: integration } = method
    const authorizer = api.authorizers.find((candidate) => authorizerId(api, candidate) === method.authorizerId)
    const security = [
      ...(method.authorizationType === 'AWS_IAM' ? [{ sigv4: [] }] : []),
      ...(authorizer === undefined ? [] : [{ [authorizer.name]: method.authorizationScopes ?? [] }]),
      ...(method.apiKeyRequired ? [{ api_key: [] }] : []),
    ]
    const path = pathOf(key)
    paths[path] = {
      ...paths[path],
      [verb]: {
        responses: { default: { description: 'Default response' } },
        ...(security.length === 0 ? {} : { security }),
        ...(withIntegrations && integration !== undefined
          ? {
              'x-amazon-apigateway-integration': {
                type: integration.type?.toLowerCase(),
                httpMethod: integration.httpMethod,
                uri: integration.uri,
                responses:
                  integration.integrationResponses === undefined
                    ? { default: { statusCode: '200' } }
                    : exportResponses(integration.integrationResponses),
                passthroughBehavior: integration.passthroughBehavior?.toLowerCase(),
                timeoutInMillis: integration.timeoutInMillis,
                ...(integration.credentials === undefined ? {} : { credentials: integration.credentials }),
                ...(integration.contentHandling === undefined ? {} : { contentHandling: integration.contentHandling }),
                ...(integration.connectionType === 'VPC_LINK'
                  ? { connectionType: 'VPC_LINK', connectionId: integration.connectionId }
                  : {}),
                ...(integration.requestTemplates === undefined
                  ? {}
                  : { requestTemplates: integration.requestTemplates }),
                ...(integration.requestParameters === undefined
                  ? {}
                  : { requestParameters: integration.requestParameters }),
                ...(integration.responseTransferMode === undefined
                  ? {}
                  : { responseTransferMode: integration.responseTransferMode }),
              },
            }
          : {}),
      },
    }
  }
  const schemes = Object.fromEntries(
    api.authorizers.map((authorizer) => [
      authorizer.name,
      {
        type: 'apiKey',
        name: authorizer.identitySource?.split('.').at(-1) ?? 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': authorizer.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
        ...(withAuthorizers
          ? {
              'x-amazon-apigateway-authorizer': {
                type: authorizer.type.toLowerCase(),
                authorizerUri:
                  authorizer.authorizerUri ??
                  (authorizer.lambda === undefined ? undefined : invocationUri(place, authorizer.lambda)),
                authorizerResultTtlInSeconds: authorizer.resultTtlSeconds,
                providerARNs: authorizer.providerArns,
              },
            }
          : {}),
      },
    ]),
  )
  const info = { title: api.name, version: '2026-01-01T00:00:00Z' }
  const host = `${restApiId(api)}.execute-api.${place.region}.amazonaws.com`
  if (exportType === 'swagger')
    return {
      swagger: '2.0',
      info,
      host,
      basePath: `/${stage.name}`,
      schemes: ['https'],
      paths,
      securityDefinitions: schemes,
    }
  return {
    openapi: '3.0.1',
    info,
    servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: stage.name } } }],
    paths,
    components: { securitySchemes: schemes },
  }
}

/** An export names responses by selection pattern, the default one `default`. */
function exportResponses(
  responses: Readonly<Record<string, { selectionPattern?: string | undefined; statusCode?: string | undefined }>>,
): object {
  return Object.fromEntries(
    Object.entries(responses).map(([statusCode, { selectionPattern, ...response }]) => [
      selectionPattern ?? 'default',
      { ...response, statusCode },
    ]),
  )
}
