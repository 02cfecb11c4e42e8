import { EventBridgeClient, ListArchivesCommand } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { asksFor, readPattern } from '../event-pattern/pattern.ts'
import { defineProbe } from '../probe.ts'
import { busArn } from './bus.ts'
import { ruleSettings } from './rule.ts'

/** An archive of a bus. */
export interface Archive {
  readonly name: string
  readonly state: string
  readonly stateReason?: string
  readonly eventCount: number
}

/** The archives of the rule's bus, for rules that look at replays; undefined for other rules. */
export const busArchives = defineProbe<readonly Archive[] | undefined, EventRule>({
  id: 'eventbridge.archives',
  actions: ['events:ListArchives'],
  uses: [ruleSettings],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:events:${target.region}:${target.account}:archive/*`,
  async fetch(target, at) {
    const { pattern } = await at.read(ruleSettings, target)
    if (pattern === undefined || !asksFor(readPattern(pattern), 'replay-name')) return undefined
    const answer = await at.aws
      .client(EventBridgeClient, target.region)
      .send(new ListArchivesCommand({ EventSourceArn: busArn(target), Limit: 20 }))
    return (answer.Archives ?? []).map((each) => ({
      name: each.ArchiveName ?? '',
      state: each.State ?? '',
      eventCount: each.EventCount ?? 0,
      ...(each.StateReason !== undefined && { stateReason: each.StateReason }),
    }))
  },
  cite: (target) => ({
    source: `events:ListArchives EventSourceArn=${busArn(target)}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'events', '/archives'),
    cli: `aws events list-archives --event-source-arn ${shellWord(busArn(target))} --region ${target.region}`,
  }),
})
