import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import type { Stack } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { stackFailures } from './failures.ts'
import { isVague } from './operation.ts'
import { stackKey } from './stack.ts'

/** A call that CloudFormation made for a resource and that a service refused. */
export interface RefusedCall {
  /** Epoch milliseconds. */
  readonly at: number
  readonly event: string
  readonly source: string
  readonly errorCode: string
  readonly errorMessage: string
}

const aroundMs = 60_000
const mostPages = 2

/** What CloudTrail tells of the first failure, asked only where CloudFormation itself says nothing useful. */
export const refusedCalls = defineProbe<readonly RefusedCall[], Stack>({
  id: 'cloudformation.refused-call',
  actions: ['cloudtrail:LookupEvents'],
  uses: [stackFailures],
  key: stackKey,
  resource: () => '*',
  async fetch(target, at) {
    const [first] = (await at.read(stackFailures, target)).failures
    if (first?.at === undefined || first.source !== 'event' || !isVague(first.reason)) return []
    const calls: RefusedCall[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await at.aws.client(CloudTrailClient, target.region).send(
        new LookupEventsCommand({
          StartTime: new Date(first.at - aroundMs),
          EndTime: new Date(first.at + aroundMs),
          LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
          MaxResults: 50,
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      for (const event of answer.Events ?? []) calls.push(...refusedBy(event.CloudTrailEvent, event.EventTime))
      token = answer.NextToken
      if (token === undefined) break
    }
    return calls.sort((a, b) => a.at - b.at)
  },
  cite: (target) => ({
    source: 'cloudtrail:LookupEvents around the first failure, calls of cloudformation.amazonaws.com',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', '/events?ReadOnly=false'),
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --region ${target.region}`,
  }),
})

function refusedBy(json: string | undefined, at: Date | undefined): RefusedCall[] {
  let record: Readonly<Record<string, unknown>>
  try {
    record = JSON.parse(json ?? '{}') as Record<string, unknown>
  } catch {
    return []
  }
  const text = (name: string): string => (typeof record[name] === 'string' ? String(record[name]) : '')
  if (text('sourceIPAddress') !== 'cloudformation.amazonaws.com' || text('errorCode') === '') return []
  return [
    {
      at: at?.getTime() ?? 0,
      event: text('eventName'),
      source: text('eventSource'),
      errorCode: text('errorCode'),
      errorMessage: text('errorMessage'),
    },
  ]
}
