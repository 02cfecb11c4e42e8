import { randomUUID } from 'node:crypto'
import type { Call, Handlers } from '../call.ts'
import { readQuery } from '../logs/insights/commands.ts'
import { rowOf } from '../logs/insights/discover.ts'
import { type ResultField, runQuery } from '../logs/insights/run.ts'
import { AwsError } from '../wire/errors.ts'
import { findGroup, groupName, readEvents } from './log-groups.ts'

type Logs = typeof import('@aws-sdk/client-cloudwatch-logs')

interface RunningQuery {
  readonly results: readonly (readonly ResultField[])[]
  readonly scanned: { readonly records: number; readonly bytes: number; readonly matched: number }
  pollsLeft: number
  isCancelled: boolean
  readonly text: string
  readonly groups: readonly string[]
  readonly startedAt: number
}

export const insights: Pick<Handlers<Logs>, 'StartQuery' | 'GetQueryResults' | 'StopQuery' | 'DescribeQueries'> = {
  StartQuery(call, input) {
    const { startTime = 0, endTime = 0, queryString = '' } = input
    if (endTime < startTime)
      throw new AwsError('InvalidParameterException', 'End time should be greater than or equal to start time.', {
        status: 400,
      })
    const names = (
      input.logGroupIdentifiers ??
      input.logGroupNames ??
      (input.logGroupName === undefined ? [] : [input.logGroupName])
    ).map(groupName)
    if (names.length === 0)
      throw new AwsError('InvalidParameterException', 'Must specify at least one log group.', { status: 400 })
    const commands = readQuery(queryString)
    const groups = names.map((name) => findGroup(call, name))
    const events = groups.flatMap((group) =>
      readEvents(call, group)
        .filter(({ timestamp }) => timestamp >= startTime * 1000 && timestamp <= endTime * 1000)
        .map((event) => rowOf(event, call.account, group.name)),
    )
    const results = runQuery(commands, events)
    const id = randomUUID()
    const query: RunningQuery = {
      results: input.limit === undefined ? results : results.slice(0, input.limit),
      scanned: {
        records: events.length,
        bytes: events.reduce((sum, row) => sum + String(row['@message']).length, 0),
        matched: results.length,
      },
      pollsLeft: Math.max(...groups.map(({ queryPolls }) => queryPolls)),
      isCancelled: false,
      text: queryString,
      groups: names,
      startedAt: call.clock.now(),
    }
    queriesOf(call).set(id, query)
    return { queryId: id }
  },

  GetQueryResults(call, input) {
    const query = findQuery(call, input.queryId)
    const isRunning = query.pollsLeft > 0
    if (isRunning) query.pollsLeft -= 1
    return {
      status: query.isCancelled ? 'Cancelled' : isRunning ? 'Running' : 'Complete',
      results: isRunning || query.isCancelled ? [] : query.results.map((row) => row.map((field) => ({ ...field }))),
      statistics: {
        recordsMatched: query.scanned.matched,
        recordsScanned: query.scanned.records,
        bytesScanned: query.scanned.bytes,
      },
      queryLanguage: 'CWLI',
    }
  },

  StopQuery(call, input) {
    const query = findQuery(call, input.queryId)
    const success = query.pollsLeft > 0
    query.isCancelled = success
    return { success }
  },

  DescribeQueries(call) {
    return {
      queries: [...queriesOf(call)].map(([queryId, query]) => ({
        queryId,
        queryString: query.text,
        status: query.isCancelled
          ? ('Cancelled' as const)
          : query.pollsLeft > 0
            ? ('Running' as const)
            : ('Complete' as const),
        createTime: query.startedAt,
        logGroupName: query.groups[0],
      })),
    }
  },
}

function queriesOf({ memory }: Call): Map<string, RunningQuery> {
  const known = memory.get('insights queries') as Map<string, RunningQuery> | undefined
  const queries = known ?? new Map<string, RunningQuery>()
  memory.set('insights queries', queries)
  return queries
}

function findQuery(call: Call, id: string | undefined): RunningQuery {
  const query = queriesOf(call).get(id ?? '')
  if (query === undefined)
    throw new AwsError('ResourceNotFoundException', `Query ${id} does not exist.`, { status: 400 })
  return query
}
