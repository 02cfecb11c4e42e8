import type { EventRule } from '../../targets/target.ts'
import { type Explanation, explainMatch } from '../event-pattern/explain.ts'
import { readPattern } from '../event-pattern/pattern.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import type { TriedEvent } from './event.ts'
import { lastTrailEvent } from './last-trail-event.ts'
import { patternVerdict, triedEvent } from './pattern-verdict.ts'
import { ruleSettings } from './rule.ts'

/** What became of trying a rule's pattern on an event; the event itself stays in the probe. */
export interface PatternTest {
  /** `no-event`: none was pasted, and none can be looked up. `unreadable`: the paste is no JSON. */
  readonly state: 'tested' | 'no-event' | 'unreadable'
  readonly origin?: TriedEvent['origin']
  readonly bus?: string
  readonly filledIn?: readonly string[]
  /** What TestEventPattern says; undefined when it refused the event or pattern, or could not be asked. */
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

/**
 * Tries the rule's pattern on the pasted event, or on the last one CloudTrail kept for it: by its own reading, and at EventBridge
 * itself where that may be asked.
 */
export const patternTest = defineProbe<PatternTest, EventRule>({
  id: 'eventbridge.pattern-test',
  actions: [],
  uses: [ruleSettings, lastTrailEvent, patternVerdict],
  key: (target) => `${target.arn} ${target.event ?? ''}`,
  resource: () => '*',
  async fetch(target, at): Promise<PatternTest> {
    const { pattern } = await at.read(ruleSettings, target)
    if (pattern === undefined) return { state: 'no-event' }
    const tried = await triedEvent(target, at)
    if (tried === undefined) return { state: target.event === undefined ? 'no-event' : 'unreadable' }
    const { event, bus, filledIn, origin } = tried
    const detail = event.detail
    const bucket = typeof detail === 'object' && detail !== null && 'bucket' in detail ? detail.bucket : undefined
    const name = typeof bucket === 'object' && bucket !== null && 'name' in bucket ? bucket.name : undefined
    const verdict = await at.read(patternVerdict, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return null
      throw error
    })
    return {
      state: 'tested',
      origin,
      filledIn,
      explanation: explainMatch(readPattern(pattern), event),
      isReplay: typeof event['replay-name'] === 'string',
      ...verdict,
      ...(bus !== undefined && { bus }),
      ...(tried.at !== undefined && { at: tried.at }),
      ...(typeof event.account === 'string' && { account: event.account }),
      ...(typeof event.source === 'string' && { source: event.source }),
      ...(typeof name === 'string' && { bucket: name }),
    }
  },
  cite: patternVerdict.cite,
})
