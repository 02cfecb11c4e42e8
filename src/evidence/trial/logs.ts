import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { classify } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import { filterLog } from '../logs/filter.ts'
import type { ReadContext } from '../probe.ts'
import type { StageLogs } from './stage-logs.ts'
import type { ServiceTrials } from './trial.ts'

/** Whether the log group of something can be searched. */
export interface GroupReach {
  /** `function orders`, `stage orders-api/prod` */
  readonly owner: string
  readonly group: string
  /** `none`: there is no such group, so nothing was ever logged, or it may not be. */
  readonly state: 'reachable' | 'none' | 'unreachable' | 'unknown'
  readonly error?: string
}

export interface GroupReaches {
  readonly groups: readonly GroupReach[]
  /** How many there are, the ones not looked at included; of functions the first fifty. */
  readonly known: number
}

const mostGroups = 12
const minuteMs = 60_000

/** The newest minute, of which no line is kept. */
function context(aws: AwsReader): ReadContext {
  const now = Date.now()
  return {
    aws,
    now,
    window: { from: now - minuteMs, to: now },
    read: async () => {
      throw new Error('a trial reads through nothing')
    },
    missed() {},
  }
}

export const logTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const listed = await attempt('logs:DescribeLogGroups', () =>
    aws.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ limit: 1 })),
  )
  const group = listed?.logGroups?.[0]?.logGroupName
  if (group === undefined) return cannot('no log group was found to try it on', 'logs:FilterLogEvents')
  await attempt('logs:FilterLogEvents', () => filterLog(context(aws), { group, pattern: '', pages: 1 }))
}

/** Searches the newest minute of the log groups that functions and stages write to, the first twelve; no line is kept. */
export async function reachGroups(aws: AwsReader, stages: readonly StageLogs[]): Promise<GroupReaches> {
  const functions = await aws
    .client(LambdaClient)
    .send(new ListFunctionsCommand({ MaxItems: 50 }))
    .then(
      (answer) => answer.Functions ?? [],
      () => [],
    )
  const wanted = [
    ...functions.map(({ FunctionName: name = '', LoggingConfig }) => ({
      owner: `function ${name}`,
      group: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    })),
    ...stages.flatMap(({ api, stage, groups }) => groups.map((group) => ({ owner: `stage ${api}/${stage}`, group }))),
  ]
  const distinct = [...new Map(wanted.map((each) => [each.group, each])).values()]
  const chosen = spread(distinct, mostGroups)
  return { known: distinct.length, groups: await Promise.all(chosen.map((each) => reach(each, aws))) }
}

async function reach(wanted: Pick<GroupReach, 'owner' | 'group'>, aws: AwsReader): Promise<GroupReach> {
  try {
    const { state } = await filterLog(context(aws), { group: wanted.group, pattern: '', pages: 1 })
    return { ...wanted, state: state === 'no-group' ? 'none' : 'reachable' }
  } catch (error) {
    const { status, code, message } = classify(error)
    return { ...wanted, state: status === 'denied' ? 'unreachable' : 'unknown', error: `${code}: ${message}` }
  }
}

/** From all over a list, so that stages are among many functions. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items]
  return items.filter(
    (_, index) => Math.floor((index * most) / items.length) !== Math.floor(((index - 1) * most) / items.length),
  )
}
