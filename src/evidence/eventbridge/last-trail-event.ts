import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import type { EventRule } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { isObject, type Json, type JsonObject } from '../event-pattern/json.ts'
import { plainValues, readPattern } from '../event-pattern/pattern.ts'
import { defineProbe } from '../probe.ts'
import { filled, type TriedEvent } from './event.ts'
import { ruleSettings } from './rule.ts'

export const trailDetailTypes = [
  'AWS API Call via CloudTrail',
  'AWS Console Sign In via CloudTrail',
  'AWS Service Event via CloudTrail',
] as const

const lookBackMs = 24 * 3_600_000

/** The newest CloudTrail event that a rule on API calls is meant for; nothing for other rules. It must not leave the evidence layer. */
export const lastTrailEvent = defineProbe<{ readonly tried?: TriedEvent; readonly at?: number }, EventRule>({
  id: 'eventbridge.last-trail-event',
  actions: ['cloudtrail:LookupEvents'],
  uses: [ruleSettings],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const { pattern: text } = await at.read(ruleSettings, target)
    const pattern = readPattern(text ?? '{}')
    const [type] = plainValues(pattern, 'detail-type').filter((each) =>
      trailDetailTypes.some((known) => known === each),
    )
    const [name] = plainValues(pattern, 'detail.eventName')
    if (type === undefined || name === undefined) return {}
    const answer = await at.aws.client(CloudTrailClient, target.region).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
        StartTime: new Date(at.window.from - lookBackMs),
        EndTime: new Date(at.window.to),
        MaxResults: 5,
      }),
    )
    const newest = answer.Events?.toSorted((a, b) => (b.EventTime?.getTime() ?? 0) - (a.EventTime?.getTime() ?? 0))[0]
    const detail = objectOf(newest?.CloudTrailEvent)
    if (newest === undefined || detail === undefined) return {}
    const source = String(detail.eventSource ?? newest.EventSource ?? '').replace(/\.amazonaws\.com$/, '')
    const { event, filledIn } = filled({ source: `aws.${source}`, 'detail-type': type, detail }, target)
    return {
      tried: { event, filledIn, origin: 'cloudtrail' },
      ...(newest.EventTime !== undefined && { at: newest.EventTime.getTime() }),
    }
  },
  cite: (target) => ({
    source: 'cloudtrail:LookupEvents by the event name of the pattern',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', '/events'),
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=<event name> --region ${target.region}`,
  }),
})

function objectOf(text: string | undefined): JsonObject | undefined {
  try {
    const json = JSON.parse(text ?? '') as Json
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}
