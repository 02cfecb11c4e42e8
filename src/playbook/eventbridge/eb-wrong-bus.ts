import { readPattern } from '../../evidence/event-pattern/pattern.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { otherBuses } from '../../evidence/eventbridge/other-buses.ts'
import { isOfAws, sourcesOf } from '../../evidence/eventbridge/pattern-source.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf } from './flow.ts'
import { busWords, count } from './words.ts'

export const ebWrongBus = defineCause({
  id: 'eb-wrong-bus',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The rule listens on another bus than the one the events are sent to.',
  fix: (rule) => ({
    now: `Put the rule on the bus that gets the events, or send them to ${busWords(rule.bus)}.`,
    proper:
      'Name the bus once and hand it to producer and rule from there; forward from bus to bus where both are needed.',
    prevent: 'Let the producer log the bus it sends to, and check FailedEntryCount of every PutEvents.',
    iac: '`EventBusName` of `AWS::Events::Rule` and of the producer’s PutEvents; CDK: `eventBus`; Terraform: `event_bus_name`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html',
  known: 'confirmed',
  needs: {
    rule: ruleSettings,
    test: optional(patternTest),
    metrics: optional(ruleMetrics),
    others: optional(otherBuses),
  },
  diagnose({ rule, test, metrics, others }, at) {
    const target = at.target
    if (rule.pattern === undefined) return { clear: `${target.name} runs on a schedule: no bus brings it events.` }
    const sentTo = valueIfRead(test)?.bus
    if (sentTo !== undefined && sentTo !== target.bus)
      return {
        strength: 'proven',
        standsAlone: true,
        summary: `The event is put on ${busWords(sentTo)}, while ${target.name} listens on ${busWords(target.bus)}.`,
        facts: [
          at.fact('test', 'Bus named in the pasted entry', sentTo),
          at.fact('rule', 'Bus of the rule', target.bus),
        ],
      }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true)
      return { clear: `${target.name} matched ${count(flow.fired, 'event')} on ${busWords(target.bus)}.` }
    const pattern = readPattern(rule.pattern)
    const read = valueIfRead(others)
    if (isOfAws(pattern) && target.bus !== 'default') {
      if (read === undefined)
        return { inconclusive: 'Whether a rule forwards the events of AWS to this bus could not be read.' }
      if (read.forwarders.length > 0)
        return { clear: `${read.forwarders.join(', ')} on the default bus forwards events to ${busWords(target.bus)}.` }
      return {
        strength: flow === undefined ? 'likely' : 'proven',
        standsAlone: true,
        summary: `${target.name} waits for events of ${sourcesOf(pattern).join(', ')} on ${busWords(target.bus)}, but AWS services send to the default bus only, and nothing forwards them.`,
        facts: [
          at.fact('rule', 'Sources in the pattern', sourcesOf(pattern).join(', ')),
          at.fact('rule', 'Bus of the rule', target.bus),
          at.fact('others', 'Rules that forward to this bus', 'none on the default bus'),
          ...(flow === undefined
            ? []
            : [at.fact('metrics', 'Events matched in the window', '0', undefined, 'TriggeredRules')]),
        ],
      }
    }
    if (read === undefined) return 'clear'
    const elsewhere = read.buses.filter((each) => (each.sibling?.matched ?? 0) > 0)
    const [first] = elsewhere
    if (first?.sibling !== undefined)
      return {
        strength: elsewhere.length === 1 && metrics.status === 'ok' ? 'likely' : 'possible',
        standsAlone: true,
        summary: `Events of ${first.sibling.source} reach ${busWords(first.bus)}, where ${first.sibling.rule} matched ${count(first.sibling.matched, 'event')}; ${target.name} listens on ${busWords(target.bus)} and matched none.`,
        facts: [
          at.fact(
            'others',
            `Rule ${first.sibling.rule} on ${busWords(first.bus)}`,
            `${count(first.sibling.matched, 'event')} of ${first.sibling.source} in the window`,
          ),
          at.fact('rule', 'Bus of the rule', target.bus),
          ...(flow === undefined
            ? []
            : [at.fact('metrics', 'Events matched in the window', '0', undefined, 'TriggeredRules')]),
        ],
      }
    if (read.buses.length === 0) return { clear: `There is no other bus for these events in ${target.region}.` }
    return {
      inconclusive: `Which bus the producer sends to is known to the producer only; there are ${read.buses.map((each) => each.bus).join(', ')} besides.`,
    }
  },
})
