import type { StageLogs } from '../../../evidence/trial/stage-logs.ts'
import type { QuietStage } from './doctor.ts'

/** Stages whose logs would not show why a request failed, each with the command that turns them on. */
export function quietStages(stages: readonly StageLogs[], region: string): QuietStage[] {
  return stages.flatMap((stage): QuietStage[] => {
    const off = [
      ...(stage.execution === 'off' ? (['execution'] as const) : []),
      // An execution log tells more than an access log, so a stage that has it lacks nothing.
      ...(stage.access === 'off' && stage.execution !== 'on' ? (['access'] as const) : []),
    ]
    return off.length === 0 ? [] : [{ api: stage.api, stage: stage.stage, off, fix: fixOf(stage, region) }]
  })
}

function fixOf({ kind, apiId, stage }: StageLogs, region: string): string {
  const place = `--stage-name '${stage}' --region ${region}`
  if (kind === 'rest')
    return `aws apigateway update-stage --rest-api-id ${apiId} ${place} --patch-operations op=replace,path=/*/*/logging/loglevel,value=ERROR`
  if (kind === 'websocket')
    return `aws apigatewayv2 update-stage --api-id ${apiId} ${place} --default-route-settings LoggingLevel=ERROR`
  const format = JSON.stringify({
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    status: '$context.status',
    integrationStatus: '$context.integrationStatus',
    integrationError: '$context.integrationErrorMessage',
    error: '$context.error.message',
    latency: '$context.responseLatency',
  })
  return `aws apigatewayv2 update-stage --api-id ${apiId} ${place} --access-log-settings '${JSON.stringify({ DestinationArn: 'ARN_OF_A_LOG_GROUP', Format: format })}'`
}
