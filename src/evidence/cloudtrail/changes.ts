import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import type { Target } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe, type Probe } from '../probe.ts'

export interface WriteEvent {
  /** Epoch milliseconds. */
  readonly at: number
  readonly name: string
  readonly source: string
  readonly who: string
  /** Names and ARNs the event says it touched. */
  readonly resources: readonly string[]
  /** AWS refused the call. */
  readonly errorCode?: string
}

export interface WriteEvents {
  readonly events: readonly WriteEvent[]
  /** False when more was recorded than was read. */
  readonly complete: boolean
}

/** A change may precede what it breaks: caches, next deploys, slow leaks. */
export const lookBackMs = 24 * 3_600_000
/** CloudTrail allows two look-ups a second for the account and region. */
const mostPages = 2

/** Management writes that name a resource, newest first; CloudTrail lags by minutes and keeps no data events. */
export function writesTo<On extends Target>(id: string, nameOf: (target: On) => string): Probe<WriteEvents, On> {
  return defineProbe({
    id,
    actions: ['cloudtrail:LookupEvents'],
    key: (target: On) => `${target.region} ${nameOf(target)}`,
    resource: () => '*',
    async fetch(target, { aws, window }) {
      const events: WriteEvent[] = []
      let token: string | undefined
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await aws.client(CloudTrailClient, target.region).send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: nameOf(target) }],
            StartTime: new Date(window.from - lookBackMs),
            EndTime: new Date(window.to),
            MaxResults: 50,
            ...(token !== undefined && { NextToken: token }),
          }),
        )
        events.push(...(answer.Events ?? []).filter(isWrite).map(toWriteEvent))
        token = answer.NextToken
        if (token === undefined) break
      }
      return { events: events.sort((a, b) => b.at - a.at), complete: token === undefined }
    },
    cite: (target, window) => ({
      source: `cloudtrail:LookupEvents ResourceName=${nameOf(target)}`,
      account: target.account,
      region: target.region,
      link: consoleLink(target, 'cloudtrailv2', `/events?ResourceName=${encodeURIComponent(nameOf(target))}`),
      cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${shellWord(nameOf(target))} --start-time ${new Date(window.from - lookBackMs).toISOString()} --region ${target.region}`,
    }),
  })
}

function isWrite(event: Event): boolean {
  return event.ReadOnly !== 'true' && !/^(Get|List|Describe|Lookup)/.test(event.EventName ?? '')
}

function toWriteEvent(event: Event): WriteEvent {
  const detail = parsed(event.CloudTrailEvent)
  return {
    at: event.EventTime?.getTime() ?? (Date.parse(String(detail.eventTime)) || 0),
    name: event.EventName ?? 'unknown event',
    source: event.EventSource ?? '',
    who: whoOf(detail, event.Username),
    resources: (event.Resources ?? []).flatMap((each) => (each.ResourceName === undefined ? [] : [each.ResourceName])),
    ...(typeof detail.errorCode === 'string' && { errorCode: detail.errorCode }),
  }
}

function whoOf(detail: Readonly<Record<string, unknown>>, username: string | undefined): string {
  const identity = detail.userIdentity as { arn?: unknown; invokedBy?: unknown } | undefined
  if (typeof identity?.arn === 'string') return identity.arn
  if (typeof identity?.invokedBy === 'string') return identity.invokedBy
  return username ?? 'unknown'
}

function parsed(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
