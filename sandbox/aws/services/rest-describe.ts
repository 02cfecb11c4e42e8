import type { Authorizer, RestApi as DescribedApi, Stage } from '@aws-sdk/client-api-gateway'
import type { Call } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { RestApi, RestMethods, RestStage } from '../world/api-gateway.ts'
import { policyText, stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { accessLogOf } from './access-log.ts'
import { restApiId } from './api-callers.ts'
import { authorizerId, describeMethod, invocationUri, methodOf, pathOf, resourceId } from './rest-resources.ts'

interface Deployment {
  readonly id: string
  readonly at: string
  readonly description?: string | undefined
  readonly methods?: RestMethods | undefined
}

export function findApi(place: Place, id: string | undefined): RestApi {
  const api = place.restApis.find((candidate) => restApiId(candidate) === id)
  if (api === undefined) throw notFound(`Invalid API identifier specified ${place.account}:${id}`)
  return api
}

export function findStage(api: RestApi, name: string | undefined): RestStage {
  const stage = api.stages.find((candidate) => candidate.name === name)
  if (stage === undefined) throw notFound('Invalid stage identifier specified')
  return stage
}

export function findMethod(
  place: Place,
  input: { restApiId?: string | undefined; resourceId?: string | undefined; httpMethod?: string | undefined },
) {
  const api = findApi(place, input.restApiId)
  const found = Object.entries(api.methods).find(
    ([key]) => resourceId(api, pathOf(key)) === input.resourceId && methodOf(key) === input.httpMethod,
  )
  if (found === undefined) throw notFound('Invalid Method identifier specified')
  return describeMethod(place, api, ...found)
}

export function deploymentsOf(api: RestApi): readonly Deployment[] {
  return api.deployments.length === 0
    ? [{ id: stableId(`${restApiId(api)}/deployment`, 6), at: '-30d' }]
    : api.deployments
}

export function deploymentOf(api: RestApi, stage: RestStage): string {
  return stage.deploymentId ?? deploymentsOf(api).at(-1)?.id ?? ''
}

export function describeApi({ clock }: Call, api: RestApi): DescribedApi {
  const id = restApiId(api)
  return {
    id,
    name: api.name,
    ...(api.description === undefined ? {} : { description: api.description }),
    createdDate: clock.at(api.created),
    apiKeySource: api.apiKeySource,
    endpointConfiguration: {
      types: [api.endpoint],
      ipAddressType: 'ipv4',
      ...(api.vpcEndpointIds === undefined ? {} : { vpcEndpointIds: api.vpcEndpointIds }),
    },
    ...(api.binaryMediaTypes === undefined ? {} : { binaryMediaTypes: api.binaryMediaTypes }),
    ...(api.minimumCompressionSize === undefined ? {} : { minimumCompressionSize: api.minimumCompressionSize }),
    // API Gateway hands a policy out with its quotes escaped once more.
    ...(api.policy === undefined ? {} : { policy: policyText(api.policy).replaceAll('"', '\\"') }),
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: resourceId(api, '/'),
    ...(api.apiStatus === undefined ? {} : { apiStatus: api.apiStatus as 'AVAILABLE' }),
    ...(api.tags === undefined ? {} : { tags: api.tags }),
  }
}

export function describeStage({ place, clock }: Call, api: RestApi, stage: RestStage): Stage {
  const everyMethod = {
    ...(stage.loggingLevel === undefined ? {} : { loggingLevel: stage.loggingLevel }),
    ...(stage.dataTrace === undefined ? {} : { dataTraceEnabled: stage.dataTrace }),
    ...(stage.detailedMetrics === undefined ? {} : { metricsEnabled: stage.detailedMetrics }),
    ...(stage.throttle?.rateLimit === undefined ? {} : { throttlingRateLimit: stage.throttle.rateLimit }),
    ...(stage.throttle?.burstLimit === undefined ? {} : { throttlingBurstLimit: stage.throttle.burstLimit }),
  }
  const declared =
    Object.keys(everyMethod).length === 0
      ? { ...stage.methodSettings }
      : { '*/*': everyMethod, ...stage.methodSettings }
  const accessLog = accessLogOf(place, stage.accessLog)
  return {
    stageName: stage.name,
    deploymentId: deploymentOf(api, stage),
    ...(stage.variables === undefined ? {} : { variables: stage.variables }),
    methodSettings: Object.fromEntries(
      Object.entries(declared).map(([path, settings]) => [path, { ...defaultMethodSettings, ...settings }]),
    ),
    ...(stage.canary === undefined
      ? {}
      : {
          canarySettings: {
            percentTraffic: stage.canary.percentTraffic,
            deploymentId: stage.canary.deploymentId ?? deploymentOf(api, stage),
            useStageCache: stage.canary.useStageCache ?? false,
            ...(stage.canary.stageVariableOverrides === undefined
              ? {}
              : { stageVariableOverrides: stage.canary.stageVariableOverrides }),
          },
        }),
    ...(accessLog === undefined
      ? {}
      : { accessLogSettings: { destinationArn: accessLog.arn, format: accessLog.format } }),
    ...(stage.webAclArn === undefined ? {} : { webAclArn: stage.webAclArn }),
    tracingEnabled: stage.tracingEnabled,
    cacheClusterEnabled: stage.cacheClusterEnabled,
    ...(stage.cacheClusterSize === undefined ? {} : { cacheClusterSize: stage.cacheClusterSize as '0.5' }),
    cacheClusterStatus: (stage.cacheClusterStatus ??
      (stage.cacheClusterEnabled ? 'AVAILABLE' : 'NOT_AVAILABLE')) as 'AVAILABLE',
    ...(stage.clientCertificateId === undefined ? {} : { clientCertificateId: stage.clientCertificateId }),
    createdDate: clock.at(stage.created),
    lastUpdatedDate: clock.at(stage.updated ?? deploymentsOf(api).at(-1)?.at ?? stage.created),
    ...(stage.tags === undefined ? {} : { tags: stage.tags }),
  }
}

export function describeDeployment(
  { place, clock }: Call,
  api: RestApi,
  deployment: Deployment,
  embed: readonly string[],
) {
  const base = {
    id: deployment.id,
    createdDate: clock.at(deployment.at),
    ...(deployment.description === undefined ? {} : { description: deployment.description }),
  }
  if (!embed.includes('apisummary')) return base
  const apiSummary: Record<string, Record<string, { authorizationType?: string; apiKeyRequired?: boolean }>> = {}
  for (const [key, method] of Object.entries(deployment.methods ?? api.methods)) {
    const { authorizationType = 'NONE', apiKeyRequired = false } = describeMethod(place, api, key, method)
    apiSummary[pathOf(key)] = { ...apiSummary[pathOf(key)], [methodOf(key)]: { authorizationType, apiKeyRequired } }
  }
  return { ...base, apiSummary }
}

export function describeAuthorizer(place: Place, api: RestApi, authorizer: RestApi['authorizers'][number]): Authorizer {
  const uri =
    authorizer.authorizerUri ?? (authorizer.lambda === undefined ? undefined : invocationUri(place, authorizer.lambda))
  return {
    id: authorizerId(api, authorizer),
    name: authorizer.name,
    type: authorizer.type,
    authType: authorizer.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
    ...(uri === undefined ? {} : { authorizerUri: uri }),
    ...(authorizer.providerArns === undefined ? {} : { providerARNs: authorizer.providerArns }),
    ...(authorizer.credentials === undefined ? {} : { authorizerCredentials: authorizer.credentials }),
    identitySource: authorizer.identitySource ?? 'method.request.header.Authorization',
    ...(authorizer.identityValidationExpression === undefined
      ? {}
      : { identityValidationExpression: authorizer.identityValidationExpression }),
    authorizerResultTtlInSeconds: authorizer.resultTtlSeconds,
  }
}

export function describeGatewayResponse(api: RestApi, type: string) {
  const own = api.gatewayResponses[type]
  return {
    responseType: type as 'DEFAULT_5XX',
    ...(own?.statusCode === undefined
      ? defaultGatewayResponses[type] === undefined
        ? {}
        : { statusCode: defaultGatewayResponses[type] }
      : { statusCode: own.statusCode }),
    responseParameters: own?.responseParameters ?? {},
    responseTemplates: own?.responseTemplates ?? { 'application/json': '{"message":$context.error.messageString}' },
    defaultResponse: own === undefined,
  }
}

const defaultMethodSettings = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER' as const,
}

export const defaultGatewayResponses: Readonly<Record<string, string | undefined>> = {
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  RESOURCE_NOT_FOUND: '404',
  UNAUTHORIZED: '401',
  INVALID_API_KEY: '403',
  ACCESS_DENIED: '403',
  AUTHORIZER_FAILURE: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  INVALID_SIGNATURE: '403',
  EXPIRED_TOKEN: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  API_CONFIGURATION_ERROR: '500',
  UNSUPPORTED_MEDIA_TYPE: '415',
  BAD_REQUEST_PARAMETERS: '400',
  BAD_REQUEST_BODY: '400',
  REQUEST_TOO_LARGE: '413',
  THROTTLED: '429',
  QUOTA_EXCEEDED: '429',
  WAF_FILTERED: '403',
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, { status: 404 })
}
