import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { type Explanation, explainMatch } from '../event-pattern/explain.ts'
import { readPattern } from '../event-pattern/pattern.ts'
import { defineProbe } from '../probe.ts'
import { readEvent, type TriedEvent } from './event.ts'
import { lastTrailEvent } from './last-trail-event.ts'
import { ruleLink, ruleSettings } from './rule.ts'

/** What became of trying a rule's pattern on an event; the event itself stays in the probe. */
export interface PatternTest {
  /** `no-event`: none was pasted, and none can be looked up. `unreadable`: the paste is no JSON. */
  readonly state: 'tested' | 'no-event' | 'unreadable'
  readonly origin?: TriedEvent['origin']
  readonly bus?: string
  readonly filledIn?: readonly string[]
  /** What TestEventPattern says; undefined when it refused the event or pattern. */
  readonly matches?: boolean
  /** The words of its refusal. */
  readonly refusal?: string
  readonly explanation?: Explanation
  /** Epoch milliseconds of a looked-up event. */
  readonly at?: number
  /** Fields of the event that other causes look at. */
  readonly account?: string
  readonly source?: string
  readonly bucket?: string
  readonly isReplay?: boolean
}

/** Tries the rule's pattern on the pasted event, or on the last one CloudTrail kept for it, here and at EventBridge itself. */
export const patternTest = defineProbe<PatternTest, EventRule>({
  id: 'eventbridge.pattern-test',
  actions: ['events:TestEventPattern'],
  uses: [ruleSettings, lastTrailEvent],
  key: (target) => `${target.arn} ${target.event ?? ''}`,
  resource: () => '*',
  async fetch(target, at): Promise<PatternTest> {
    const { pattern } = await at.read(ruleSettings, target)
    if (pattern === undefined) return { state: 'no-event' }
    const looked = target.event === undefined ? await at.read(lastTrailEvent, target) : undefined
    const tried = target.event === undefined ? looked?.tried : readEvent(target.event, target)
    if (tried === undefined) return { state: target.event === undefined ? 'no-event' : 'unreadable' }
    const { event, bus, filledIn, origin } = tried
    const detail = event.detail
    const bucket = typeof detail === 'object' && detail !== null && 'bucket' in detail ? detail.bucket : undefined
    const name = typeof bucket === 'object' && bucket !== null && 'name' in bucket ? bucket.name : undefined
    const shared = {
      state: 'tested',
      origin,
      filledIn,
      explanation: explainMatch(readPattern(pattern), event),
      isReplay: typeof event['replay-name'] === 'string',
      ...(bus !== undefined && { bus }),
      ...(looked?.at !== undefined && { at: looked.at }),
      ...(typeof event.account === 'string' && { account: event.account }),
      ...(typeof event.source === 'string' && { source: event.source }),
      ...(typeof name === 'string' && { bucket: name }),
    } as const
    try {
      const answer = await at.aws
        .client(EventBridgeClient, target.region)
        .send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }))
      return { ...shared, matches: answer.Result === true }
    } catch (error) {
      if (error instanceof Error && /InvalidEventPattern|ValidationException|InvalidArgument/.test(error.name))
        return { ...shared, refusal: error.message.slice(0, 300) }
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
