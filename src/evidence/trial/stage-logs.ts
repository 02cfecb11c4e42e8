import type { AwsReader } from '../../aws/reader.ts'
import { httpStages, listHttpApis, listRestApis, restStages } from '../../targets/resolve/api-calls.ts'
import { stageOf as httpStageOf } from '../api-gateway/http-stage.ts'
import { stageOf as restStageOf } from '../api-gateway/rest-stage.ts'
import { logGroupIn } from '../api-gateway/stage.ts'

/** What a stage of an API logs. */
export interface StageLogs {
  readonly kind: 'rest' | 'http' | 'websocket'
  readonly apiId: string
  /** The API’s name. */
  readonly api: string
  readonly stage: string
  /** HTTP APIs have no execution log. */
  readonly execution: 'on' | 'off' | 'none'
  readonly access: 'on' | 'off'
  /** The log groups it writes to. */
  readonly groups: readonly string[]
}

export interface StagesLogs {
  readonly stages: readonly StageLogs[]
  /** How many APIs there are; the stages of the first ten were looked at. */
  readonly apis: number
  /** What could not be looked at. */
  readonly errors: readonly string[]
}

const mostApis = 10

/** What the stages of the region’s APIs log, of ten APIs at most. */
export async function readStagesLogs(aws: AwsReader): Promise<StagesLogs> {
  const errors: string[] = []
  const noted = async <T>(read: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await read
    } catch (error) {
      errors.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
      return []
    }
  }
  const [rest, http] = await Promise.all([noted(listRestApis(aws)), noted(listHttpApis(aws))])
  const apis = [
    ...rest.map(({ id = '', name = id }) => ({ kind: 'rest' as const, id, name })),
    ...http.map(({ ApiId: id = '', Name: name = id, ProtocolType }) => ({
      kind: ProtocolType === 'WEBSOCKET' ? ('websocket' as const) : ('http' as const),
      id,
      name,
    })),
  ]
  const stages = await Promise.all(
    apis.slice(0, mostApis).map(async ({ kind, id, name }): Promise<readonly StageLogs[]> => {
      const named = { kind, apiId: id, api: name }
      if (kind === 'rest')
        return (await noted(restStages(aws, id))).map((stage) =>
          stageLogs({ ...named, stage: stage.stageName ?? '' }, restStageOf(stage)),
        )
      return (await noted(httpStages(aws, id))).map((stage) =>
        stageLogs({ ...named, stage: stage.StageName ?? '' }, httpStageOf(stage)),
      )
    }),
  )
  return { stages: stages.flat(), apis: apis.length, errors: [...new Set(errors)] }
}

function stageLogs(
  named: Pick<StageLogs, 'kind' | 'apiId' | 'api' | 'stage'>,
  { logging, accessLog }: ReturnType<typeof restStageOf>,
): StageLogs {
  const execution = named.kind === 'http' ? 'none' : logging.level === 'OFF' ? 'off' : 'on'
  const executionGroup =
    named.kind === 'rest'
      ? `API-Gateway-Execution-Logs_${named.apiId}/${named.stage}`
      : `/aws/apigateway/${named.apiId}/${named.stage}`
  const accessGroup = accessLog === undefined ? undefined : logGroupIn(accessLog.destinationArn)
  return {
    ...named,
    execution,
    access: accessLog === undefined ? 'off' : 'on',
    groups: [...(execution === 'on' ? [executionGroup] : []), ...(accessGroup === undefined ? [] : [accessGroup])],
  }
}
