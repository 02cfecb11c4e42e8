import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Place } from '../../aws/place.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { logGroupLink } from '../console-link.ts'
import type { Citation, ReadContext, Window } from '../probe.ts'

export interface LogLine {
  /** Epoch milliseconds. */
  readonly at: number
  readonly stream: string
  readonly message: string
}

/** What a search of a log group gave. */
export interface LogSearch {
  /** `no-group`: there is no such log group, so nothing can be said from logs. */
  readonly state: 'searched' | 'no-group'
  readonly group: string
  readonly lines: readonly LogLine[]
  /** False when the search stopped before the end of the window: what was not found may still be there. */
  readonly complete: boolean
}

export interface LogQuery {
  readonly group: string
  readonly pattern: string
  readonly window?: Window
  readonly streamPrefix?: string
  /** Pages of up to 1 MB or 10,000 lines; empty pages with a token are normal and count. */
  readonly pages?: number
  readonly mostLines?: number
}

/** Searches one log group; a missing group is an answer, every other failure throws. */
export async function filterLog(
  at: ReadContext,
  { group, pattern, window = at.window, streamPrefix, pages = 6, mostLines = 2_000 }: LogQuery,
): Promise<LogSearch> {
  const lines: LogLine[] = []
  let token: string | undefined
  for (let page = 0; page < pages; page += 1) {
    try {
      const found = await at.aws.client(CloudWatchLogsClient).send(
        new FilterLogEventsCommand({
          logGroupName: group,
          filterPattern: pattern,
          startTime: window.from,
          endTime: window.to,
          ...(streamPrefix !== undefined && { logStreamNamePrefix: streamPrefix }),
          ...(token !== undefined && { nextToken: token }),
        }),
      )
      for (const event of found.events ?? [])
        lines.push({
          at: event.timestamp ?? event.ingestionTime ?? 0,
          stream: event.logStreamName ?? '',
          message: event.message ?? '',
        })
      token = found.nextToken
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException')
        return { state: 'no-group', group, lines: [], complete: false }
      throw error
    }
    if (token === undefined || lines.length >= mostLines) break
  }
  lines.sort((a, b) => a.at - b.at)
  return { state: 'searched', group, lines, complete: token === undefined }
}

/** Shows the same search again. */
export function citeLog(place: Place, group: string, pattern: string, window: Window): Citation {
  return {
    // The whole pattern stands in the line that can be pasted.
    source: `logs:FilterLogEvents ${group}${pattern.length <= 60 ? ` ${pattern}` : ''}`,
    account: place.account,
    region: place.region,
    link: logGroupLink(place, group, pattern, window),
    cli: `aws logs filter-log-events --log-group-name ${shellWord(group)} --filter-pattern ${shellWord(pattern)} --start-time ${window.from} --end-time ${window.to} --region ${place.region}`,
  }
}

/** The ARN that logs actions are granted on. */
export function logGroupArn(place: Place, group: string): string {
  return `arn:${place.partition}:logs:${place.region}:${place.account}:log-group:${group}:*`
}
