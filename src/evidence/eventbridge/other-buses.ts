import { EventBridgeClient, ListEventBusesCommand, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { readPattern } from '../event-pattern/pattern.ts'
import { defineProbe } from '../probe.ts'
import { busArn } from './bus.ts'
import { ruleMetrics } from './metrics.ts'
import { isOfAws, sourcesOf } from './pattern-source.ts'
import { ruleSettings } from './rule.ts'
import { type SiblingRule, siblingsOn } from './sibling-rules.ts'

/** Where else events may be: other buses, and rules that forward to this one. */
export interface OtherBuses {
  readonly buses: readonly OtherBus[]
  /** Rules of the default bus that send to the rule's own bus; read for rules on events of AWS. */
  readonly forwarders: readonly string[]
}

/** Another bus, with a rule on it that wants the same sources and gets events. */
export interface OtherBus {
  readonly bus: string
  /** A rule for one of the same sources, and how often it matched in the window. */
  readonly sibling?: SiblingRule
}

const mostBuses = 4

/** Looks on the account's other buses for rules on an application's same sources; for events of AWS on a bus of one's own, who forwards them. */
export const otherBuses = defineProbe<OtherBuses, EventRule>({
  id: 'eventbridge.other-buses',
  actions: ['events:ListEventBuses', 'events:ListRules', 'events:ListRuleNamesByTarget'],
  uses: [ruleSettings, ruleMetrics],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:events:${target.region}:${target.account}:*`,
  async fetch(target, at) {
    const { pattern: text } = await at.read(ruleSettings, target)
    const pattern = readPattern(text ?? '{}')
    const sources = sourcesOf(pattern)
    const events = at.aws.client(EventBridgeClient, target.region)
    if (isOfAws(pattern) && target.bus !== 'default') {
      const answer = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: busArn(target) }))
      return { buses: [], forwarders: answer.RuleNames ?? [] }
    }
    if (sources.length === 0 || isOfAws(pattern)) return { buses: [], forwarders: [] }
    const listed = await events.send(new ListEventBusesCommand({ Limit: 100 }))
    const names = (listed.EventBuses ?? [])
      .map((bus) => bus.Name ?? '')
      .filter((name) => name !== '' && name !== target.bus && !name.startsWith('aws.'))
    const buses = await Promise.all(
      names.slice(0, mostBuses).map(async (bus): Promise<OtherBus> => {
        const counted = await siblingsOn(target, bus, (source) => sources.includes(source), at)
        const [sibling] = counted
        return { bus, ...(sibling !== undefined && { sibling }) }
      }),
    )
    return { buses, forwarders: [] }
  },
  cite: (target) => ({
    source: `events:ListEventBuses and ListRules beside ${target.bus}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'events', '/eventbuses'),
    cli: `aws events list-event-buses --region ${target.region} && aws events list-rules --event-bus-name ${shellWord(target.bus)} --region ${target.region}`,
  }),
})
