import { getRestApi } from '../../targets/resolve/api-calls.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { apiKey, citeGateway, gatewayArn } from './cite.ts'
import { given } from './route.ts'

/** What a REST API says of itself, whatever the stage. */
export interface RestApiSettings {
  readonly name: string
  readonly binaryMediaTypes: readonly string[]
  /** `REGIONAL`, `EDGE`, `PRIVATE`. */
  readonly endpointTypes: readonly string[]
  readonly vpcEndpointIds: readonly string[]
  /** The resource policy as JSON text, AWS's escapes undone; it takes effect with the next deployment. */
  readonly policy?: string
  readonly isDefaultEndpointDisabled: boolean
  readonly keySource: string
}

/** Reads a REST API's own settings. */
export const restApiSettings = defineProbe<RestApiSettings, RestApi>({
  id: 'api-gateway.rest-api',
  actions: ['apigateway:GET'],
  key: apiKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}`),
  async fetch(api, { aws }) {
    const found = await getRestApi(aws, api.id)
    return {
      name: found.name ?? api.name,
      binaryMediaTypes: found.binaryMediaTypes ?? [],
      endpointTypes: found.endpointConfiguration?.types ?? [],
      vpcEndpointIds: found.endpointConfiguration?.vpcEndpointIds ?? [],
      isDefaultEndpointDisabled: found.disableExecuteApiEndpoint === true,
      keySource: found.apiKeySource ?? 'HEADER',
      ...given({ policy: unescaped(found.policy) }),
    }
  },
  cite: (api) =>
    citeGateway(api, 'apigateway', 'GetRestApi', { restApiId: api.id }, `apis/${api.id}/resources?api=${api.id}`),
})

/** AWS hands the policy out as the inside of a JSON string: `{\"Version\":…`. */
export function unescaped(policy: string | undefined): string | undefined {
  if (policy === undefined || !policy.includes('\\"')) return policy
  try {
    return JSON.parse(`"${policy}"`) as string
  } catch {
    return policy.replaceAll('\\"', '"').replaceAll('\\/', '/')
  }
}
