import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import type { Call, Handlers } from '../call.ts'
import type { StoredEvent } from '../logs/events.ts'
import { compileFilterPattern } from '../logs/filter-pattern.ts'
import { AwsError } from '../wire/errors.ts'
import type { LogGroup } from '../world/logs.ts'
import { findGroup, groupArn, groupName, groupNotFound, readEvents } from './log-groups.ts'
import { insights } from './logs-insights.ts'
import { pageOf, tokenAs } from './paging.ts'

type Logs = typeof import('@aws-sdk/client-cloudwatch-logs')

export const logs: Handlers<Logs> = {
  ...insights,

  DescribeLogGroups(call, input) {
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined)
      throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
    const wanted = input.logGroupIdentifiers?.map(groupName)
    const all = call.place.logGroups
      .filter(({ name }) => input.logGroupNamePrefix === undefined || name.startsWith(input.logGroupNamePrefix))
      .filter(
        ({ name }) =>
          input.logGroupNamePattern === undefined ||
          name.toLowerCase().includes(input.logGroupNamePattern.toLowerCase()),
      )
      .filter(({ name }) => wanted === undefined || wanted.includes(name))
      .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass)
      .sort((one, other) => (one.name < other.name ? -1 : 1))
    const { page, next } = pageOf(all, input.nextToken, input.limit ?? 50)
    return { logGroups: page.map((group) => describeGroup(call, group)), ...tokenAs('nextToken', next) }
  },

  DescribeLogStreams(call, input) {
    const events = readEvents(call, findGroup(call, input.logGroupName ?? input.logGroupIdentifier))
    const streams = [...Map.groupBy(events, ({ stream }) => stream)]
      .filter(([name]) => input.logStreamNamePrefix === undefined || name.startsWith(input.logStreamNamePrefix))
      .map(([name, own]) => ({ name, first: own[0]?.timestamp ?? 0, last: own.at(-1)?.timestamp ?? 0 }))
      .sort(
        (one, other) =>
          (input.orderBy === 'LastEventTime' ? one.last - other.last : one.name < other.name ? -1 : 1) *
          (input.descending ? -1 : 1),
      )
    const { page, next } = pageOf(streams, input.nextToken, input.limit ?? 50)
    return {
      logStreams: page.map(({ name, first, last }) => ({
        logStreamName: name,
        creationTime: first,
        firstEventTimestamp: first,
        lastEventTimestamp: last,
        lastIngestionTime: last + 120,
        uploadSequenceToken: '1',
        arn: `${groupArn(call, groupName(input.logGroupName ?? input.logGroupIdentifier ?? ''))}:log-stream:${name}`,
        storedBytes: 0,
      })),
      ...tokenAs('nextToken', next),
    }
  },

  FilterLogEvents(call, input) {
    const group = findGroup(call, input.logGroupName ?? input.logGroupIdentifier)
    if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined)
      throw invalid('LogStreamNames and logStreamNamePrefix are mutually exclusive.')
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input
    if (startTime > endTime) throw invalid('End time should be greater than or equal to start time.')
    const matches = compileFilterPattern(input.filterPattern)
    const found = readEvents(call, group).filter(
      (event) =>
        event.timestamp >= startTime &&
        event.timestamp <= endTime &&
        (input.logStreamNames === undefined || input.logStreamNames.includes(event.stream)) &&
        (input.logStreamNamePrefix === undefined || event.stream.startsWith(input.logStreamNamePrefix)) &&
        matches(event.message),
    )
    if (group.otherLines !== undefined) return pageByTime(call, found, group.otherLines, input)
    const emptyLeft = /^empty:(\d+)$/.exec(input.nextToken ?? `empty:${group.emptyPages}`)?.[1]
    if (emptyLeft !== undefined && Number(emptyLeft) > 0)
      return { events: [], searchedLogStreams: [], nextToken: `empty:${Number(emptyLeft) - 1}` }
    const { page, next } = pageOf(
      found,
      emptyLeft === undefined ? input.nextToken : undefined,
      Math.min(input.limit ?? 10_000, group.pageSize ?? 10_000),
    )
    return { events: page.map(filteredEvent), searchedLogStreams: [], ...tokenAs('nextToken', next) }
  },

  GetLogEvents(call, input) {
    const group = findGroup(call, input.logGroupName ?? input.logGroupIdentifier)
    const all = readEvents(call, group).filter(({ stream }) => stream === input.logStreamName)
    if (all.length === 0)
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.', { status: 400 })
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = 10_000 } = input
    const window = all.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime)
    const [direction, position] = (input.nextToken ?? '').split('/')
    const start =
      direction === 'f'
        ? Number(position)
        : direction === 'b'
          ? Math.max(0, Number(position) - limit)
          : input.startFromHead
            ? 0
            : Math.max(0, window.length - limit)
    const end = direction === 'b' ? Number(position) : Math.min(window.length, start + limit)
    return {
      events: window
        .slice(start, end)
        .map(({ timestamp, ingestionTime, message }) => ({ timestamp, ingestionTime, message })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    }
  },

  ListTagsForResource({ place }, input) {
    const group = place.logGroups.find(({ name }) => name === groupName(input.resourceArn ?? ''))
    if (group === undefined) throw groupNotFound()
    return { tags: group.tags ?? {} }
  },

  DescribeMetricFilters: () => ({ metricFilters: [] }),
  DescribeSubscriptionFilters: () => ({ subscriptionFilters: [] }),
}

function describeGroup(call: Call, group: LogGroup) {
  const arn = groupArn(call, group.name)
  return {
    logGroupName: group.name,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: call.clock.at(group.created).getTime(),
    metricFilterCount: 0,
    storedBytes: group.storedBytes ?? 1_000_000,
    logGroupClass: group.class,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  }
}

/** A page of as much time as its lines take, with what matches of it. Without a start or an end a day is looked through. */
function pageByTime(
  call: Call,
  found: readonly StoredEvent[],
  { perMinute, aPage }: NonNullable<LogGroup['otherLines']>,
  input: {
    readonly startTime?: number | undefined
    readonly endTime?: number | undefined
    readonly nextToken?: string | undefined
  },
) {
  const to = Math.min(input.endTime ?? Number.POSITIVE_INFINITY, call.clock.now())
  const from = Number(/^at:(\d+)$/.exec(input.nextToken ?? '')?.[1] ?? input.startTime ?? to - 86_400_000)
  const until = from + Math.max(1, Math.floor((aPage / perMinute) * 60_000))
  const events = found.filter(({ timestamp }) => timestamp >= from && timestamp < until).map(filteredEvent)
  return { events, searchedLogStreams: [], ...(until <= to && { nextToken: `at:${until}` }) }
}

function filteredEvent({ timestamp, ingestionTime, stream, message, eventId }: StoredEvent): FilteredLogEvent {
  return { logStreamName: stream, timestamp, message, ingestionTime, eventId }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, { status: 400 })
}
