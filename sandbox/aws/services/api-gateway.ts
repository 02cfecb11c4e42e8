import type { Handlers } from '../call.ts'
import { stableId } from '../world/scalars.ts'
import { restApiId } from './api-callers.ts'
import { domains } from './api-gateway-domains.ts'
import { usage } from './api-gateway-usage.ts'
import { pageOf, tokenAs } from './paging.ts'
import {
  defaultGatewayResponses,
  deploymentOf,
  deploymentsOf,
  describeApi,
  describeAuthorizer,
  describeDeployment,
  describeGatewayResponse,
  describeStage,
  findApi,
  findMethod,
  findStage,
  notFound,
} from './rest-describe.ts'
import { exportOf } from './rest-export.ts'
import { authorizerId, resourcesOf } from './rest-resources.ts'

type ApiGateway = typeof import('@aws-sdk/client-api-gateway')

export const apigateway: Handlers<ApiGateway> = {
  ...domains,
  ...usage,

  GetRestApis(call, input) {
    const { page, next } = pageOf(call.place.restApis, input.position, input.limit ?? 25)
    return { items: page.map((api) => describeApi(call, api)), ...tokenAs('position', next) }
  },

  GetRestApi: (call, input) => describeApi(call, findApi(call.place, input.restApiId)),

  GetStages(call, input) {
    const api = findApi(call.place, input.restApiId)
    return {
      item: api.stages
        .filter((stage) => input.deploymentId === undefined || deploymentOf(api, stage) === input.deploymentId)
        .map((stage) => describeStage(call, api, stage)),
    }
  },

  GetStage(call, input) {
    const api = findApi(call.place, input.restApiId)
    return describeStage(call, api, findStage(api, input.stageName))
  },

  GetResources({ place }, input) {
    const api = findApi(place, input.restApiId)
    const isEmbedded = input.embed?.includes('methods') ?? false
    const all = resourcesOf(place, api, api.methods).map((resource) =>
      isEmbedded || resource.resourceMethods === undefined
        ? resource
        : {
            ...resource,
            resourceMethods: Object.fromEntries(Object.keys(resource.resourceMethods).map((method) => [method, {}])),
          },
    )
    const { page, next } = pageOf(all, input.position, input.limit ?? 25)
    return { items: page, ...tokenAs('position', next) }
  },

  GetResource({ place }, input) {
    const api = findApi(place, input.restApiId)
    const found = resourcesOf(place, api, api.methods).find(({ id }) => id === input.resourceId)
    if (found === undefined) throw notFound('Invalid Resource identifier specified')
    return found
  },

  GetMethod: ({ place }, input) => findMethod(place, input),

  GetIntegration({ place }, input) {
    const { methodIntegration } = findMethod(place, input)
    if (methodIntegration === undefined) throw notFound('No integration defined for method')
    return methodIntegration
  },

  GetDeployments(call, input) {
    const api = findApi(call.place, input.restApiId)
    return { items: deploymentsOf(api).map((deployment) => describeDeployment(call, api, deployment, [])) }
  },

  GetDeployment(call, input) {
    const api = findApi(call.place, input.restApiId)
    const found = deploymentsOf(api).find(({ id }) => id === input.deploymentId)
    if (found === undefined) throw notFound('Invalid Deployment identifier specified')
    return describeDeployment(call, api, found, input.embed ?? [])
  },

  GetExport({ place }, input) {
    const api = findApi(place, input.restApiId)
    const stage = findStage(api, input.stageName)
    const deployed = deploymentsOf(api).find(({ id }) => id === deploymentOf(api, stage))
    const extensions = (input.parameters?.extensions ?? '').split(',').map((name) => name.trim())
    const document = exportOf(
      place,
      api,
      stage,
      deployed?.methods ?? api.methods,
      input.exportType ?? 'oas30',
      extensions,
    )
    return {
      contentType: 'application/json',
      contentDisposition: 'attachment; filename="export.json"',
      body: new Uint8Array(Buffer.from(JSON.stringify(document))) as never,
    }
  },

  GetGatewayResponses({ place }, input) {
    const api = findApi(place, input.restApiId)
    return { items: Object.keys(defaultGatewayResponses).map((type) => describeGatewayResponse(api, type)) }
  },

  GetGatewayResponse: ({ place }, input) =>
    describeGatewayResponse(findApi(place, input.restApiId), input.responseType ?? ''),

  GetAuthorizers({ place }, input) {
    const api = findApi(place, input.restApiId)
    return { items: api.authorizers.map((authorizer) => describeAuthorizer(place, api, authorizer)) }
  },

  GetAuthorizer({ place }, input) {
    const api = findApi(place, input.restApiId)
    const found = api.authorizers.find((authorizer) => authorizerId(api, authorizer) === input.authorizerId)
    if (found === undefined) throw notFound('Invalid Authorizer identifier specified')
    return describeAuthorizer(place, api, found)
  },

  GetRequestValidators({ place }, input) {
    const api = findApi(place, input.restApiId)
    return {
      items: api.requestValidators.map((validator) => ({
        ...validator,
        id: validator.id ?? stableId(`${restApiId(api)}/${validator.name}`, 6),
      })),
    }
  },

  GetModels({ place }, input) {
    const api = findApi(place, input.restApiId)
    return {
      items: api.models.map(({ name, contentType, schema }) => ({
        id: stableId(`${restApiId(api)}/model/${name}`, 6),
        name,
        contentType,
        schema: JSON.stringify(schema),
      })),
    }
  },

  GetAccount({ place }) {
    const { rateLimit, burstLimit, cloudwatchRoleArn } = place.apiGatewayAccount
    return {
      throttleSettings: { rateLimit, burstLimit },
      features: ['UsagePlans'],
      apiKeyVersion: '4',
      ...(cloudwatchRoleArn === null
        ? {}
        : { cloudwatchRoleArn: cloudwatchRoleArn ?? `arn:aws:iam::${place.account}:role/apigateway-logs` }),
    }
  },

  GetTags({ place }, input) {
    const id = /\/restapis\/([^/]+)/.exec(input.resourceArn ?? '')?.[1]
    const api = findApi(place, id)
    const stage = /\/stages\/([^/]+)/.exec(input.resourceArn ?? '')?.[1]
    return { tags: (stage === undefined ? api.tags : findStage(api, stage).tags) ?? {} }
  },
}
