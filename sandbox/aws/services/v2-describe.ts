import type {
  Api,
  Authorizer,
  DomainName,
  Integration,
  MutualTlsAuthentication,
  Route,
  Stage,
} from '@aws-sdk/client-apigatewayv2'
import type { Call } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { V2Api, V2Integration, V2Stage } from '../world/http-api.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { accessLogOf } from './access-log.ts'
import { v2ApiId } from './api-callers.ts'
import { domainEndpoint, findDomain } from './api-gateway-domains.ts'
import { functionArnOf } from './lambda-arns.ts'

export function apisOf({ httpApis, webSocketApis }: Place): readonly V2Api[] {
  return [...httpApis, ...webSocketApis]
}

export function findApi(place: Place, id: string | undefined): V2Api {
  const api = apisOf(place).find((candidate) => v2ApiId(candidate) === id)
  if (api === undefined) throw notFound(`Invalid API identifier specified ${place.account}:${id}`)
  return api
}

function isWebSocket(place: Place, api: V2Api): boolean {
  return place.webSocketApis.includes(api)
}

export function describeApi({ place, clock }: Call, api: V2Api): Api {
  const webSocket = isWebSocket(place, api)
  const id = v2ApiId(api)
  return {
    ApiId: id,
    Name: api.name,
    ...(api.description === undefined ? {} : { Description: api.description }),
    ProtocolType: webSocket ? 'WEBSOCKET' : 'HTTP',
    ApiEndpoint: `${webSocket ? 'wss' : 'https'}://${id}.execute-api.${place.region}.amazonaws.com`,
    RouteSelectionExpression:
      api.routeSelectionExpression ?? (webSocket ? '$request.body.action' : '$request.method $request.path'),
    ApiKeySelectionExpression: '$request.header.x-api-key',
    DisableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    CreatedDate: clock.at(api.created),
    IpAddressType: 'ipv4',
    ...(api.cors === undefined
      ? {}
      : {
          CorsConfiguration: {
            AllowOrigins: api.cors.allowOrigins,
            AllowMethods: api.cors.allowMethods,
            AllowHeaders: api.cors.allowHeaders,
            ExposeHeaders: api.cors.exposeHeaders,
            AllowCredentials: api.cors.allowCredentials,
            MaxAge: api.cors.maxAge,
          },
        }),
    Tags: api.tags ?? {},
  }
}

export function describeStage({ place, clock }: Call, api: V2Api, stage: V2Stage): Stage {
  const accessLog = accessLogOf(place, stage.accessLog)
  return {
    StageName: stage.name,
    AutoDeploy: stage.autoDeploy,
    ApiGatewayManaged: false,
    DeploymentId: stage.deploymentId ?? deploymentsOf(api).at(-1)?.id,
    ...(stage.lastDeploymentStatusMessage === undefined
      ? {}
      : { LastDeploymentStatusMessage: stage.lastDeploymentStatusMessage }),
    CreatedDate: clock.at(stage.created),
    LastUpdatedDate: clock.at(stage.updated ?? deploymentsOf(api).at(-1)?.at ?? stage.created),
    DefaultRouteSettings: {
      DetailedMetricsEnabled: stage.detailedMetrics,
      ...(stage.throttle?.rateLimit === undefined ? {} : { ThrottlingRateLimit: stage.throttle.rateLimit }),
      ...(stage.throttle?.burstLimit === undefined ? {} : { ThrottlingBurstLimit: stage.throttle.burstLimit }),
      ...(stage.loggingLevel === undefined ? {} : { LoggingLevel: stage.loggingLevel }),
      ...(stage.dataTrace === undefined ? {} : { DataTraceEnabled: stage.dataTrace }),
    },
    RouteSettings: stage.routeSettings ?? {},
    StageVariables: stage.variables ?? {},
    ...(accessLog === undefined
      ? {}
      : { AccessLogSettings: { DestinationArn: accessLog.arn, Format: accessLog.format } }),
    Tags: stage.tags ?? {},
  }
}

export function routesOf(api: V2Api, deployed = false): Route[] {
  const routes = deployed ? (api.deployedRoutes ?? api.routes) : api.routes
  return Object.entries(routes).map(([key, declared]) => {
    const route = typeof declared === 'string' ? undefined : declared
    const authorizer = api.authorizers.find(({ name }) => name === route?.authorizer)
    return {
      RouteId: stableId(`${v2ApiId(api)}/route/${key}`, 7),
      RouteKey: key,
      Target: `integrations/${integrationId(api, declared)}`,
      AuthorizationType:
        route?.authorizationType ?? (authorizer === undefined ? 'NONE' : authorizer.type === 'JWT' ? 'JWT' : 'CUSTOM'),
      ...(authorizer === undefined
        ? {}
        : { AuthorizerId: authorizer.id ?? stableId(`${v2ApiId(api)}/authorizer/${authorizer.name}`, 6) }),
      ...(route?.authorizationScopes === undefined ? {} : { AuthorizationScopes: route.authorizationScopes }),
      ApiKeyRequired: route?.apiKeyRequired ?? false,
      ApiGatewayManaged: false,
    }
  })
}

export function integrationsOf(place: Place, api: V2Api, deployed = false): Integration[] {
  const declared = Object.values(deployed ? (api.deployedRoutes ?? api.routes) : api.routes)
  const byId = new Map(declared.map((route) => [integrationId(api, route), route]))
  return [...byId].map(([IntegrationId, route]) => {
    const integration: Partial<V2Integration> = typeof route === 'string' ? { lambda: route } : route
    const webSocket = isWebSocket(place, api)
    const type =
      integration.type ??
      (integration.lambda === undefined && integration.subtype === undefined ? 'HTTP_PROXY' : 'AWS_PROXY')
    const arn = integration.lambda === undefined ? undefined : functionArnOf(place, integration.lambda)
    const uri =
      integration.uri ??
      (arn === undefined
        ? integration.http
        : webSocket
          ? `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${arn}/invocations`
          : arn)
    return {
      IntegrationId,
      IntegrationType: type,
      ...(integration.subtype === undefined ? {} : { IntegrationSubtype: integration.subtype }),
      IntegrationMethod: integration.method ?? (type === 'AWS_PROXY' ? 'POST' : 'ANY'),
      ...(uri === undefined ? {} : { IntegrationUri: uri }),
      ...(webSocket
        ? {}
        : { PayloadFormatVersion: integration.payloadFormatVersion ?? (type === 'AWS_PROXY' ? '2.0' : '1.0') }),
      TimeoutInMillis: integration.timeoutInMillis ?? (webSocket ? 29_000 : 30_000),
      ConnectionType: integration.connectionType ?? 'INTERNET',
      ...(integration.connectionId === undefined ? {} : { ConnectionId: integration.connectionId }),
      ...(integration.credentials === undefined ? {} : { CredentialsArn: integration.credentials }),
      ...(integration.tlsServerName === undefined
        ? {}
        : { TlsConfig: { ServerNameToVerify: integration.tlsServerName } }),
      ...(integration.requestParameters === undefined ? {} : { RequestParameters: integration.requestParameters }),
      ...(integration.responseParameters === undefined ? {} : { ResponseParameters: integration.responseParameters }),
      ApiGatewayManaged: false,
    }
  })
}

/** Routes that call the same thing in the same way share one integration, as they usually do. */
function integrationId(api: V2Api, route: V2Api['routes'][string]): string {
  if (typeof route !== 'string' && route.id !== undefined) return route.id
  const {
    authorizationType: _type,
    authorizer: _authorizer,
    authorizationScopes: _scopes,
    apiKeyRequired: _key,
    ...integration
  } = typeof route === 'string'
    ? { lambda: route }
    : {
        ...route,
        authorizationType: undefined,
        authorizer: undefined,
        authorizationScopes: undefined,
        apiKeyRequired: undefined,
      }
  return stableId(`${v2ApiId(api)}/integration/${JSON.stringify(integration)}`, 7)
}

export function describeAuthorizer(place: Place, api: V2Api, authorizer: V2Api['authorizers'][number]): Authorizer {
  return {
    AuthorizerId: authorizer.id ?? stableId(`${v2ApiId(api)}/authorizer/${authorizer.name}`, 6),
    Name: authorizer.name,
    AuthorizerType: authorizer.type,
    IdentitySource: authorizer.identitySource,
    ...(authorizer.type === 'JWT'
      ? { JwtConfiguration: { Issuer: authorizer.issuer, Audience: authorizer.audience } }
      : {}),
    ...(authorizer.lambda === undefined
      ? {}
      : {
          AuthorizerUri: `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArnOf(place, authorizer.lambda)}/invocations`,
          AuthorizerPayloadFormatVersion: authorizer.payloadFormatVersion ?? '2.0',
          EnableSimpleResponses: authorizer.enableSimpleResponses ?? false,
          AuthorizerResultTtlInSeconds: authorizer.resultTtlSeconds ?? 300,
        }),
    ...(authorizer.credentials === undefined ? {} : { AuthorizerCredentialsArn: authorizer.credentials }),
  }
}

export function deploymentsOf(api: V2Api): V2Api['deployments'] {
  return api.deployments.length === 0
    ? [{ id: stableId(`${v2ApiId(api)}/deployment`, 6), at: '-30d', status: 'DEPLOYED' }]
    : api.deployments
}

export function describeDeployment({ clock }: Call, deployment: V2Api['deployments'][number]) {
  return {
    DeploymentId: deployment.id,
    CreatedDate: clock.at(deployment.at),
    DeploymentStatus: deployment.status,
    AutoDeployed: true,
    ...(deployment.statusMessage === undefined ? {} : { DeploymentStatusMessage: deployment.statusMessage }),
  }
}

export function describeDomain(place: Place, name: string | undefined): DomainName {
  const domain = findDomain(place, name)
  const { target, hostedZoneId } = domainEndpoint(place, domain)
  return {
    DomainName: domain.name,
    DomainNameArn: `arn:aws:apigateway:${place.region}::/domainnames/${domain.name}`,
    RoutingMode: v2RoutingMode(domain.routingMode),
    ApiMappingSelectionExpression: '$request.basepath',
    DomainNameConfigurations: [
      {
        ApiGatewayDomainName: target,
        HostedZoneId: hostedZoneId,
        EndpointType: domain.endpoint as 'REGIONAL',
        DomainNameStatus: domain.status as 'AVAILABLE',
        SecurityPolicy: domain.securityPolicy as 'TLS_1_2',
        ...(domain.statusMessage === undefined ? {} : { DomainNameStatusMessage: domain.statusMessage }),
      },
    ],
    ...(domain.mutualTls === undefined
      ? {}
      : {
          MutualTlsAuthentication: {
            TruststoreUri: domain.mutualTls.truststoreUri,
            TruststoreVersion: domain.mutualTls.truststoreVersion,
            TruststoreWarnings: domain.mutualTls.truststoreWarnings,
          } satisfies MutualTlsAuthentication,
        }),
    Tags: domain.tags ?? {},
  }
}

/** Version 2 of the API says `API_MAPPING` where version 1 says `BASE_PATH_MAPPING`. */
function v2RoutingMode(mode: string): NonNullable<DomainName['RoutingMode']> {
  if (mode === 'ROUTING_RULE_ONLY') return mode
  return mode === 'BASE_PATH_MAPPING_ONLY' ? 'API_MAPPING_ONLY' : 'ROUTING_RULE_THEN_API_MAPPING'
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, { status: 404, members: { ResourceType: 'api' } })
}
