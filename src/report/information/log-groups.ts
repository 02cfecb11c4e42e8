import type { Gatherer } from '../../engine/gather.ts'
import { executionGroup } from '../../evidence/api-gateway/execution-log.ts'
import { httpStage } from '../../evidence/api-gateway/http-stage.ts'
import { restStage } from '../../evidence/api-gateway/rest-stage.ts'
import { type ApiStage, logGroupIn } from '../../evidence/api-gateway/stage.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import type { Probe } from '../../evidence/probe.ts'
import type { HttpApi, LambdaFunction, RestApi, WebSocketApi } from '../../targets/target.ts'

export const loggingKinds = ['function', 'rest-api', 'http-api', 'websocket-api'] as const
export type LoggingTarget = LambdaFunction | RestApi | HttpApi | WebSocketApi

/** Where a thing logs to. */
export interface LogPlace {
  readonly group: string
  /** What is in it, where that is not plain: `access log`. */
  readonly what?: string
}

export interface LogPlaces {
  readonly places: readonly LogPlace[]
  /** Logs that are off, go elsewhere, or whose place had to be assumed. */
  readonly notes: readonly string[]
}

const httpOrWebSocketStage = httpStage as Probe<ApiStage, HttpApi | WebSocketApi>

export const placeProbes = [functionConfiguration, restStage, httpStage] as const

/** The log groups of a function, or of an API’s stage. */
export async function logPlacesOf(target: LoggingTarget, gatherer: Gatherer): Promise<LogPlaces> {
  if (target.kind === 'function') return await ofFunction(target, gatherer)
  const stage = valueIfRead(
    target.kind === 'rest-api'
      ? await gatherer.evidence(restStage, target)
      : await gatherer.evidence(httpOrWebSocketStage, target),
  )
  const access = accessLog(target, stage)
  const execution = executionLog(target, stage)
  const parts = [execution, access]
  return {
    places: parts.flatMap(({ place }) => place ?? []),
    notes: parts.flatMap(({ note }) => note ?? []),
  }
}

async function ofFunction(target: LambdaFunction, gatherer: Gatherer): Promise<LogPlaces> {
  const configuration = valueIfRead(await gatherer.evidence(functionConfiguration, target))
  if (configuration !== undefined) return { places: [{ group: configuration.logGroup }], notes: [] }
  const group = `/aws/lambda/${target.id}`
  return {
    places: [{ group }],
    notes: [`The function’s configuration could not be read, so its usual log group ${group} was searched.`],
  }
}

interface Part {
  readonly place?: LogPlace
  readonly note?: string
}

function accessLog(target: LoggingTarget, stage: ApiStage | undefined): Part {
  if (stage === undefined)
    return { note: `The stage ${target.name} could not be read, so where its access log goes is not known.` }
  const { accessLog: log } = stage
  if (log === undefined) return { note: 'The stage writes no access log.' }
  const group = logGroupIn(log.destinationArn)
  return group === undefined
    ? { note: `The access log goes to ${log.destinationArn}, which cannot be searched.` }
    : { place: { group, what: 'access log' } }
}

function executionLog(target: LoggingTarget, stage: ApiStage | undefined): Part {
  if (target.kind === 'http-api') return { note: 'HTTP APIs have no execution log.' }
  const isOff = stage?.logging.level === 'OFF'
  if (isOff) return { note: 'The stage writes no execution log: its log level is OFF.' }
  if (target.kind === 'rest-api') return { place: { group: executionGroup(target), what: 'execution log' } }
  if (target.kind === 'websocket-api')
    return { place: { group: `/aws/apigateway/${target.id}/${target.stage}`, what: 'execution log' } }
  return {}
}
