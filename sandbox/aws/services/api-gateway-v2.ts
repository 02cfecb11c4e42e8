import type { Handlers } from '../call.ts'
import { stableId } from '../world/scalars.ts'
import { apiIdOf, findDomain } from './api-gateway-domains.ts'
import { pageOf, tokenAs } from './paging.ts'
import {
  apisOf,
  deploymentsOf,
  describeApi,
  describeAuthorizer,
  describeDeployment,
  describeDomain,
  describeStage,
  findApi,
  integrationsOf,
  notFound,
  routesOf,
} from './v2-describe.ts'
import { exportV2 } from './v2-export.ts'

type ApiGatewayV2 = typeof import('@aws-sdk/client-apigatewayv2')

export const apigatewayv2: Handlers<ApiGatewayV2> = {
  GetApis(call, input) {
    const { page, next } = pageOf(apisOf(call.place), input.NextToken, Number(input.MaxResults ?? 25))
    return { Items: page.map((api) => describeApi(call, api)), ...tokenAs('NextToken', next) }
  },

  GetApi: (call, input) => describeApi(call, findApi(call.place, input.ApiId)),

  GetStages: (call, input) => ({
    Items: findApi(call.place, input.ApiId).stages.map((stage) =>
      describeStage(call, findApi(call.place, input.ApiId), stage),
    ),
  }),

  GetStage(call, input) {
    const api = findApi(call.place, input.ApiId)
    const stage = api.stages.find(({ name }) => name === input.StageName)
    if (stage === undefined) throw notFound('Invalid stage identifier specified')
    return describeStage(call, api, stage)
  },

  GetRoutes({ place }, input) {
    const { page, next } = pageOf(
      routesOf(findApi(place, input.ApiId)),
      input.NextToken,
      Number(input.MaxResults ?? 25),
    )
    return { Items: page, ...tokenAs('NextToken', next) }
  },

  GetRoute({ place }, input) {
    const route = routesOf(findApi(place, input.ApiId)).find(({ RouteId }) => RouteId === input.RouteId)
    if (route === undefined) throw notFound('Invalid Route identifier specified')
    return route
  },

  GetIntegrations({ place }, input) {
    const { page, next } = pageOf(
      integrationsOf(place, findApi(place, input.ApiId)),
      input.NextToken,
      Number(input.MaxResults ?? 25),
    )
    return { Items: page, ...tokenAs('NextToken', next) }
  },

  GetIntegration({ place }, input) {
    const integration = integrationsOf(place, findApi(place, input.ApiId)).find(
      ({ IntegrationId }) => IntegrationId === input.IntegrationId,
    )
    if (integration === undefined) throw notFound('Invalid Integration identifier specified')
    return integration
  },

  GetAuthorizers({ place }, input) {
    const api = findApi(place, input.ApiId)
    return { Items: api.authorizers.map((authorizer) => describeAuthorizer(place, api, authorizer)) }
  },

  GetDeployments: (call, input) => ({
    Items: deploymentsOf(findApi(call.place, input.ApiId)).map((deployment) => describeDeployment(call, deployment)),
  }),

  GetDeployment(call, input) {
    const deployment = deploymentsOf(findApi(call.place, input.ApiId)).find(({ id }) => id === input.DeploymentId)
    if (deployment === undefined) throw notFound('Invalid Deployment identifier specified')
    return describeDeployment(call, deployment)
  },

  ExportApi({ place }, input) {
    const api = findApi(place, input.ApiId)
    const document = exportV2(
      place,
      api,
      routesOf(api, true),
      integrationsOf(place, api, true),
      input.IncludeExtensions ?? true,
    )
    return { body: new Uint8Array(Buffer.from(JSON.stringify(document))) as never }
  },

  GetDomainNames: ({ place }) => ({
    Items: place.domainNames
      .filter(({ endpoint }) => endpoint !== 'EDGE')
      .map((domain) => describeDomain(place, domain.name)),
  }),

  GetDomainName: ({ place }, input) => describeDomain(place, input.DomainName),

  GetApiMappings({ place }, input) {
    return {
      Items: findDomain(place, input.DomainName).mappings.map((mapping) => ({
        ApiId: apiIdOf(place, mapping.api),
        Stage: mapping.stage,
        ApiMappingKey: mapping.path,
        ApiMappingId: stableId(`${input.DomainName}/${mapping.path}`, 6),
      })),
    }
  },

  ListRoutingRules({ place }, input) {
    const domain = findDomain(place, input.DomainName)
    return {
      RoutingRules: domain.routingRules.map((rule) => {
        const id = rule.id ?? stableId(`${domain.name}/rule/${rule.priority}`, 6)
        return {
          RoutingRuleId: id,
          RoutingRuleArn: `arn:aws:apigateway:${place.region}:${place.account}:/domainnames/${domain.name}/routingrules/${id}`,
          Priority: rule.priority,
          Conditions: rule.conditions,
          Actions: [
            { InvokeApi: { ApiId: apiIdOf(place, rule.api), Stage: rule.stage, StripBasePath: rule.stripBasePath } },
          ],
        }
      }),
    }
  },

  GetVpcLinks: ({ place, clock }) => ({
    Items: place.vpcLinksV2.map((link) => ({
      VpcLinkId: link.id,
      Name: link.name ?? link.id,
      VpcLinkStatus: link.status,
      VpcLinkVersion: 'V2',
      SubnetIds: link.subnetIds,
      SecurityGroupIds: link.securityGroupIds,
      CreatedDate: clock.at('-90d'),
      ...(link.statusMessage === undefined ? {} : { VpcLinkStatusMessage: link.statusMessage }),
    })),
  }),

  GetVpcLink({ place }, input) {
    const link = place.vpcLinksV2.find(({ id }) => id === input.VpcLinkId)
    if (link === undefined) throw notFound('Invalid Vpc Link identifier specified')
    return {
      VpcLinkId: link.id,
      Name: link.name ?? link.id,
      VpcLinkStatus: link.status,
      VpcLinkVersion: 'V2',
      SubnetIds: link.subnetIds,
      SecurityGroupIds: link.securityGroupIds,
      ...(link.statusMessage === undefined ? {} : { VpcLinkStatusMessage: link.statusMessage }),
    }
  },

  GetTags({ place }, input) {
    const id = /\/apis\/([^/]+)/.exec(input.ResourceArn ?? '')?.[1]
    return { Tags: findApi(place, id).tags ?? {} }
  },
}
