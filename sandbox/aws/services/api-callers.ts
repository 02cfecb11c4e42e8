import type { RestApi } from '../world/api-gateway.ts'
import type { V2Api } from '../world/http-api.ts'
import type { Permission } from '../world/lambda.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'

export function restApiId(api: Pick<RestApi, 'id' | 'name'>): string {
  return api.id ?? stableId(`rest/${api.name}`, 10)
}

export function v2ApiId(api: Pick<V2Api, 'id' | 'name'>): string {
  return api.id ?? stableId(`v2/${api.name}`, 10)
}

/** The permissions a careful deploy would have given a function: one for every API of the place that calls it. */
export function callersOf(place: Place, functionName: string): readonly Permission[] {
  const apis = [
    ...place.restApis.map((api) => ({ id: restApiId(api), calls: callsOfRest(api) })),
    ...[...place.httpApis, ...place.webSocketApis].map((api) => ({ id: v2ApiId(api), calls: callsOfV2(api) })),
  ]
  return apis.flatMap(({ id, calls }) =>
    [...new Set(calls)]
      .filter((call) => call === functionName || call.startsWith(`${functionName}:`))
      .map((call) => ({
        sid: `apigateway-${id}`,
        effect: 'Allow',
        principal: 'apigateway.amazonaws.com',
        action: 'lambda:InvokeFunction',
        sourceArn: `arn:aws:execute-api:${place.region}:${place.account}:${id}/*/*`,
        qualifier: call.split(':')[1],
      })),
  )
}

function callsOfRest(api: RestApi): string[] {
  const methods = [api.methods, ...api.deployments.map(({ methods: deployed }) => deployed ?? {})].flatMap((map) =>
    Object.values(map),
  )
  return [
    ...methods.map((method) => (typeof method === 'string' ? method : (method.lambda ?? method.uri))),
    ...api.authorizers.map(({ lambda, authorizerUri }) => lambda ?? authorizerUri),
  ].flatMap(bareFunction)
}

function callsOfV2(api: V2Api): string[] {
  const routes = [api.routes, api.deployedRoutes ?? {}].flatMap((map) => Object.values(map))
  return [
    ...routes.map((route) => (typeof route === 'string' ? route : (route.lambda ?? route.uri))),
    ...api.authorizers.map(({ lambda }) => lambda),
  ].flatMap(bareFunction)
}

/** `orders:live` out of `orders:live`, a function ARN or an invocation URI. */
function bareFunction(reference: string | undefined): string[] {
  if (reference === undefined) return []
  if (!reference.includes(':function:')) return reference.includes('://') ? [] : [reference]
  return [(reference.split(':function:').at(-1) ?? '').replace(/\/invocations$/, '')]
}
