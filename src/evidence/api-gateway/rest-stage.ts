import type { Stage } from '@aws-sdk/client-api-gateway'
import { AbsentError } from '../../aws/failure.ts'
import { restStages } from '../../targets/resolve/api-calls.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { given } from './route.ts'
import { type ApiStage, loggingOf, type RouteSetting } from './stage.ts'

/** Reads one stage of a REST API. */
export const restStage = defineProbe<ApiStage, RestApi>({
  id: 'api-gateway.rest-stage',
  actions: ['apigateway:GET'],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/stages/${api.stage}`),
  async fetch(api, { aws }) {
    const stage = (await restStages(aws, api.id)).find((each) => each.stageName === api.stage)
    if (stage === undefined) throw new AbsentError(`${api.name} has no stage ${api.stage}`)
    return stageOf(stage)
  },
  cite: (api) =>
    citeGateway(
      api,
      'apigateway',
      'GetStage',
      { restApiId: api.id, stageName: api.stage },
      `apis/${api.id}/stages?api=${api.id}`,
    ),
})

export function stageOf(stage: Stage): ApiStage {
  const settings = Object.entries(stage.methodSettings ?? {}).map(
    ([path, setting]): RouteSetting => ({
      route: path === '*/*' ? '*' : methodPath(path),
      hasDataTrace: setting.dataTraceEnabled === true,
      ...given({
        rateLimit: setting.throttlingRateLimit,
        burstLimit: setting.throttlingBurstLimit,
        loggingLevel: setting.loggingLevel,
      }),
    }),
  )
  const { canarySettings: canary, accessLogSettings: accessLog } = stage
  return {
    variables: stage.variables ?? {},
    settings,
    logging: loggingOf(settings),
    isTraced: stage.tracingEnabled === true,
    ...(canary !== undefined &&
      (canary.percentTraffic ?? 0) > 0 && {
        canary: {
          percentTraffic: canary.percentTraffic ?? 0,
          variables: canary.stageVariableOverrides ?? {},
          ...given({ deploymentId: canary.deploymentId }),
        },
      }),
    ...(accessLog?.destinationArn && {
      accessLog: { destinationArn: accessLog.destinationArn, format: accessLog.format ?? '' },
    }),
    ...given({
      webAclArn: stage.webAclArn,
      deploymentId: stage.deploymentId,
      createdAt: stage.createdDate?.getTime(),
      lastUpdatedAt: stage.lastUpdatedDate?.getTime(),
    }),
  }
}

/** AWS writes the method settings of `GET /a/b` under `a~1b/GET` or `/a~1b/GET`. */
function methodPath(key: string): string {
  const parts = key.split('/')
  const method = parts.at(-1) ?? '*'
  const path = parts.slice(0, -1).join('/').replaceAll('~1', '/')
  return `${method === '*' ? 'ANY' : method} ${path.startsWith('/') ? path : `/${path}`}`
}
