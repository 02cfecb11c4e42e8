import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge'
import { type EventRule, eventRule } from '../../targets/target.ts'
import { total } from '../cloudwatch/series.ts'
import { consoleLink } from '../console-link.ts'
import { readPattern } from '../event-pattern/pattern.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { ruleMetrics } from './metrics.ts'
import { sourcesOf } from './pattern-source.ts'
import { busOf, ruleSettings } from './rule.ts'

/** Another rule that wants events of the same source, and how often it matched in the window. */
export interface SiblingRule {
  readonly rule: string
  readonly source: string
  readonly matched: number
  readonly pattern: string
}

const mostSiblings = 6

/** Rules on the same bus for the same sources, whatever their case, those that matched most first; none for a rule that matches itself. */
export const siblingRules = defineProbe<readonly SiblingRule[], EventRule>({
  id: 'eventbridge.sibling-rules',
  actions: ['events:ListRules'],
  uses: [ruleSettings, ruleMetrics],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:events:${target.region}:${target.account}:rule/*`,
  async fetch(target, at) {
    const { pattern } = await at.read(ruleSettings, target)
    const sources = sourcesOf(readPattern(pattern ?? '{}')).map((each) => each.toLowerCase())
    if (sources.length === 0 || (await matchesOf(target, at)) > 0) return []
    return siblingsOn(target, target.bus, (source) => sources.includes(source.toLowerCase()), at)
  },
  cite: (target) => ({
    source: `events:ListRules EventBusName=${target.bus}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'events', `/rules`),
    cli: `aws events list-rules --event-bus-name ${target.bus} --region ${target.region}`,
  }),
})

/** Rules on one bus whose sources are wanted, with how often each matched. */
export async function siblingsOn(
  target: EventRule,
  bus: string,
  isWanted: (source: string) => boolean,
  at: ReadContext,
): Promise<readonly SiblingRule[]> {
  const answer = await at.aws
    .client(EventBridgeClient, target.region)
    .send(new ListRulesCommand({ ...busOf({ ...target, bus }), Limit: 100 }))
  const found = (answer.Rules ?? []).flatMap(({ Name: name, EventPattern: pattern, State: state }) => {
    const isSelf = name === target.id && bus === target.bus
    const source = sourcesOf(readPattern(pattern ?? '{}')).find(isWanted)
    if (name === undefined || pattern === undefined || source === undefined || isSelf || state === 'DISABLED') return []
    return [{ rule: name, source, pattern }]
  })
  const counted = await Promise.all(
    found
      .slice(0, mostSiblings)
      .map(async (each) => ({ ...each, matched: await matchesOf(eventRule(target, each.rule, bus), at) })),
  )
  return counted.sort((a, b) => b.matched - a.matched)
}

async function matchesOf(rule: EventRule, at: ReadContext): Promise<number> {
  try {
    const metrics = await at.read(ruleMetrics, rule)
    return Math.max(total(metrics.matched), total(metrics.triggered), total(metrics.invocations))
  } catch (error) {
    if (error instanceof EvidenceMissing) return 0
    throw error
  }
}
