import type { RouteSettings, Stage } from '@aws-sdk/client-apigatewayv2'
import { AbsentError } from '../../aws/failure.ts'
import { httpStages } from '../../targets/resolve/api-calls.ts'
import type { HttpApi, WebSocketApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { given } from './route.ts'
import { type ApiStage, loggingOf, type RouteSetting } from './stage.ts'

/** Reads one stage of an HTTP or WebSocket API. */
export const httpStage = defineProbe<ApiStage, HttpApi | WebSocketApi>({
  id: 'api-gateway.http-stage',
  actions: ['apigateway:GET'],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/apis/${api.id}/stages/${api.stage}`),
  async fetch(api, { aws }) {
    const stage = (await httpStages(aws, api.id)).find((each) => each.StageName === api.stage)
    if (stage === undefined) throw new AbsentError(`${api.name} has no stage ${api.stage}`)
    return stageOf(stage)
  },
  cite: (api) =>
    citeGateway(
      api,
      'apigatewayv2',
      'GetStage',
      { ApiId: api.id, StageName: api.stage },
      `apis/${api.id}/stages?api=${api.id}`,
    ),
})

export function stageOf(stage: Stage): ApiStage {
  const settings = [
    ...(stage.DefaultRouteSettings === undefined ? [] : [settingOf('*', stage.DefaultRouteSettings)]),
    ...Object.entries(stage.RouteSettings ?? {}).map(([route, setting]) => settingOf(route, setting)),
  ]
  const { AccessLogSettings: accessLog } = stage
  return {
    variables: stage.StageVariables ?? {},
    settings,
    logging: loggingOf(settings),
    isTraced: false,
    ...(accessLog?.DestinationArn && {
      accessLog: { destinationArn: accessLog.DestinationArn, format: accessLog.Format ?? '' },
    }),
    ...given({
      deploymentId: stage.DeploymentId,
      createdAt: stage.CreatedDate?.getTime(),
      lastUpdatedAt: stage.LastUpdatedDate?.getTime(),
      isAutoDeployed: stage.AutoDeploy,
      lastDeploymentMessage: stage.LastDeploymentStatusMessage,
    }),
  }
}

function settingOf(route: string, setting: RouteSettings): RouteSetting {
  return {
    route,
    hasDataTrace: setting.DataTraceEnabled === true,
    ...given({
      rateLimit: setting.ThrottlingRateLimit,
      burstLimit: setting.ThrottlingBurstLimit,
      loggingLevel: setting.LoggingLevel,
    }),
  }
}
