import type { Integration, Method, Resource } from '@aws-sdk/client-api-gateway'
import type { RestApi, RestMethod, RestMethods } from '../world/api-gateway.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { restApiId } from './api-callers.ts'
import { functionArnOf } from './lambda-arns.ts'

/** The resource tree of a map of methods, root first, with methods and integrations in it. */
export function resourcesOf(place: Place, api: RestApi, methods: RestMethods): Resource[] {
  const paths = new Set(['/'])
  for (const key of Object.keys(methods)) {
    const segments = pathOf(key)
      .split('/')
      .filter((segment) => segment !== '')
    for (const index of segments.keys()) paths.add(`/${segments.slice(0, index + 1).join('/')}`)
  }
  return [...paths].sort().map((path) => {
    const own = Object.entries(methods).filter(([key]) => pathOf(key) === path)
    const parent = path === '/' ? undefined : path.slice(0, path.lastIndexOf('/')) || '/'
    return {
      id: resourceId(api, path),
      path,
      ...(parent === undefined
        ? {}
        : { parentId: resourceId(api, parent), pathPart: path.slice(path.lastIndexOf('/') + 1) }),
      ...(own.length === 0
        ? {}
        : {
            resourceMethods: Object.fromEntries(
              own.map(([key, method]) => [methodOf(key), describeMethod(place, api, key, method)]),
            ),
          }),
    }
  })
}

export function describeMethod(place: Place, api: RestApi, key: string, declared: string | RestMethod): Method {
  const method: RestMethod = typeof declared === 'string' ? { lambda: declared } : declared
  const authorizer = api.authorizers.find(({ name }) => name === method.authorizer)
  const validator = api.requestValidators.find(({ name }) => name === method.requestValidator)
  const integration = method.noIntegration ? undefined : integrationOf(place, resourceId(api, pathOf(key)), method)
  return {
    httpMethod: methodOf(key),
    authorizationType:
      method.authorizationType ??
      (authorizer === undefined ? 'NONE' : authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM'),
    ...(authorizer === undefined ? {} : { authorizerId: authorizerId(api, authorizer) }),
    ...(method.authorizationScopes === undefined ? {} : { authorizationScopes: method.authorizationScopes }),
    apiKeyRequired: method.apiKeyRequired ?? false,
    ...(validator === undefined
      ? {}
      : { requestValidatorId: validator.id ?? stableId(`${restApiId(api)}/${validator.name}`, 6) }),
    ...(method.methodRequestParameters === undefined ? {} : { requestParameters: method.methodRequestParameters }),
    ...(method.requestModels === undefined ? {} : { requestModels: method.requestModels }),
    ...(method.methodResponses === undefined
      ? {}
      : {
          methodResponses: Object.fromEntries(
            Object.entries(method.methodResponses).map(([statusCode, response]) => [
              statusCode,
              { statusCode, ...response },
            ]),
          ),
        }),
    ...(integration === undefined ? {} : { methodIntegration: integration }),
  }
}

export function resourceId(api: RestApi, path: string): string {
  return stableId(`${restApiId(api)}${path}`, path === '/' ? 10 : 6)
}

export function authorizerId(api: RestApi, { id, name }: { id?: string | undefined; name: string }): string {
  return id ?? stableId(`${restApiId(api)}/authorizer/${name}`, 6)
}

export function invocationUri(place: Place, reference: string): string {
  return `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArnOf(place, reference)}/invocations`
}

export function methodOf(key: string): string {
  return key.split(' ')[0] ?? 'ANY'
}

export function pathOf(key: string): string {
  const path = key.slice(key.indexOf(' ') + 1)
  return path === '/' ? path : path.replace(/\/$/, '')
}

function integrationOf(place: Place, cacheNamespace: string, method: RestMethod): Integration {
  const type =
    method.type ??
    (method.lambda === undefined
      ? method.http === undefined
        ? method.uri === undefined
          ? 'MOCK'
          : 'AWS'
        : 'HTTP_PROXY'
      : 'AWS_PROXY')
  const uri = method.uri ?? (method.lambda === undefined ? method.http : invocationUri(place, method.lambda))
  const callsWith =
    method.integrationHttpMethod ?? (type === 'MOCK' ? undefined : type.startsWith('AWS') ? 'POST' : 'ANY')
  return {
    type,
    ...(callsWith === undefined ? {} : { httpMethod: callsWith }),
    ...(uri === undefined ? {} : { uri }),
    connectionType: method.connectionType ?? 'INTERNET',
    ...(method.connectionId === undefined ? {} : { connectionId: method.connectionId }),
    ...(method.integrationTarget === undefined ? {} : { integrationTarget: method.integrationTarget }),
    ...(method.credentials === undefined ? {} : { credentials: method.credentials }),
    ...(method.requestTemplates === undefined ? {} : { requestTemplates: method.requestTemplates }),
    ...(method.requestParameters === undefined ? {} : { requestParameters: method.requestParameters }),
    passthroughBehavior: method.passthroughBehavior ?? 'WHEN_NO_MATCH',
    ...(method.contentHandling === undefined ? {} : { contentHandling: method.contentHandling as 'CONVERT_TO_TEXT' }),
    timeoutInMillis: method.timeoutInMillis ?? 29_000,
    cacheNamespace: method.cacheNamespace ?? cacheNamespace,
    cacheKeyParameters: method.cacheKeyParameters ?? [],
    ...(method.responseTransferMode === undefined ? {} : { responseTransferMode: method.responseTransferMode }),
    ...(method.tlsConfig === undefined
      ? {}
      : { tlsConfig: { insecureSkipVerification: method.tlsConfig.insecureSkipVerification } }),
    ...(method.integrationResponses === undefined
      ? {}
      : {
          integrationResponses: Object.fromEntries(
            Object.entries(method.integrationResponses).map(([statusCode, { contentHandling, ...response }]) => [
              statusCode,
              {
                statusCode,
                ...response,
                ...(contentHandling === undefined ? {} : { contentHandling: contentHandling as 'CONVERT_TO_TEXT' }),
              },
            ]),
          ),
        }),
  }
}
