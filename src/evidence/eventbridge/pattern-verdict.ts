import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { readEvent, type TriedEvent } from './event.ts'
import { lastTrailEvent } from './last-trail-event.ts'
import { ruleLink, ruleSettings } from './rule.ts'

/** What EventBridge itself says of a rule's pattern and an event. */
export interface PatternVerdict {
  /** Absent when it refused the event or the pattern. */
  readonly matches?: boolean
  /** The words of its refusal. */
  readonly refusal?: string
}

/** Asks EventBridge whether the rule's pattern matches the pasted event, or the last one CloudTrail kept; null without an event. */
export const patternVerdict = defineProbe<PatternVerdict | null, EventRule>({
  id: 'eventbridge.pattern-verdict',
  actions: ['events:TestEventPattern'],
  uses: [ruleSettings, lastTrailEvent],
  key: (target) => `${target.arn} ${target.event ?? ''}`,
  resource: () => '*',
  async fetch(target, at) {
    const { pattern } = await at.read(ruleSettings, target)
    const tried = await triedEvent(target, at)
    if (pattern === undefined || tried === undefined) return null
    try {
      const answer = await at.aws
        .client(EventBridgeClient, target.region)
        .send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(tried.event) }))
      if (answer.Result === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'EventBridge answered without a result.' })
      return { matches: answer.Result }
    } catch (error) {
      if (error instanceof Error && /InvalidEventPattern|ValidationException|InvalidArgument/.test(error.name))
        return { refusal: error.message.slice(0, 300) }
      throw error
    }
  },
  cite: (target) => ({
    source: `events:TestEventPattern with the pattern of ${target.id}`,
    account: target.account,
    region: target.region,
    link: ruleLink(target),
    cli: `aws events test-event-pattern --event-pattern "$(aws events describe-rule --name ${target.id}${target.bus === 'default' ? '' : ` --event-bus-name ${target.bus}`} --query EventPattern --output text --region ${target.region})" --event file://event.json --region ${target.region}`,
  }),
})

/** The event to try: the pasted one, else the last that CloudTrail kept for the pattern. */
export async function triedEvent(
  target: EventRule,
  at: ReadContext,
): Promise<(TriedEvent & { readonly at?: number }) | undefined> {
  if (target.event !== undefined) return readEvent(target.event, target)
  const { tried, at: time } = await at.read(lastTrailEvent, target)
  return tried === undefined ? undefined : { ...tried, ...(time !== undefined && { at: time }) }
}
