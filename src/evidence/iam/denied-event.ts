import { withoutPath } from '../../targets/principal-arn.ts'
import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { isRefusal, lookUpCalls, type RecordedCall, trailRegion } from './denied-calls.ts'

/** What CloudTrail recorded of one action by one caller; data calls are never in it. */
export interface ActionRecord {
  readonly refusals: readonly RecordedCall[]
  readonly successes: readonly RecordedCall[]
  readonly complete: boolean
}

const mostPages = 2

/** The calls of the refused action in the window, newest first. */
export const deniedEvent = defineProbe<ActionRecord, Denial>({
  id: 'iam.denied-event',
  actions: ['cloudtrail:LookupEvents'],
  key: (target) => target.id,
  resource: () => '*',
  async fetch(target, { aws, window }) {
    const name = target.action?.split(':')[1]
    // A log holds the times of its refusals; the calls it writes of are mostly of data, which CloudTrail never lists.
    if (target.source === 'log' || name === undefined || /[*?]/.test(name))
      return { refusals: [], successes: [], complete: false }
    const region = trailRegion(target.action, target.region)
    const found = await lookUpCalls(aws, region, window, { AttributeKey: 'EventName', AttributeValue: name }, mostPages)
    const mine = found.calls.filter((call) => isBy(call, target))
    return {
      refusals: mine.filter(isRefusal),
      successes: mine.filter((call) => call.errorCode === ''),
      complete: found.complete,
    }
  },
  cite: (target, _window, aspect) =>
    aspect === undefined ? citeTrail(target) : { source: aspect, account: target.account, region: target.region },
})

function citeTrail(target: Denial) {
  return {
    source: `cloudtrail:LookupEvents EventName=${target.action?.split(':')[1] ?? ''}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', `/events?EventName=${target.action?.split(':')[1] ?? ''}`),
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=${shellWord(target.action?.split(':')[1] ?? '')} --region ${target.region}`,
  }
}

/** The same caller; where the caller is not known, any. */
function isBy(call: RecordedCall, target: Denial): boolean {
  if (target.principal === undefined) return target.caller === undefined || call.caller === target.caller
  return withoutPath(call.principal) === withoutPath(target.principal)
}
