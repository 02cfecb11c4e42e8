import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type Citation, defineProbe } from '../probe.ts'

/** A rule as it is set. */
export interface RuleSettings {
  /** `ENABLED`, `DISABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`. */
  readonly state: string
  /** The pattern's JSON; absent for schedules. */
  readonly pattern?: string
  readonly schedule?: string
  /** The AWS service that owns the rule. */
  readonly managedBy?: string
  readonly roleArn?: string
}

/** Reads a rule. */
export const ruleSettings = defineProbe<RuleSettings, EventRule>({
  id: 'eventbridge.rule',
  actions: ['events:DescribeRule'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(EventBridgeClient, target.region)
      .send(new DescribeRuleCommand({ Name: target.id, ...busOf(target) }))
    return {
      state: response.State ?? 'ENABLED',
      ...(response.EventPattern !== undefined && response.EventPattern !== '' && { pattern: response.EventPattern }),
      ...(response.ScheduleExpression !== undefined &&
        response.ScheduleExpression !== '' && { schedule: response.ScheduleExpression }),
      ...(response.ManagedBy !== undefined && { managedBy: response.ManagedBy }),
      ...(response.RoleArn !== undefined && { roleArn: response.RoleArn }),
    }
  },
  cite: (target) => citeRule(target, 'DescribeRule', 'describe-rule --name'),
})

/** `EventBusName` for a call, left out for the default bus. */
export function busOf(rule: EventRule): { EventBusName?: string } {
  return rule.bus === 'default' ? {} : { EventBusName: rule.bus }
}

/** Shows one of the calls that take a rule's name. */
export function citeRule(rule: EventRule, operation: string, command: string): Citation {
  const bus = rule.bus === 'default' ? '' : ` --event-bus-name ${shellWord(rule.bus)}`
  return {
    source: `events:${operation} Rule=${rule.id}${rule.bus === 'default' ? '' : ` EventBusName=${rule.bus}`}`,
    account: rule.account,
    region: rule.region,
    link: ruleLink(rule),
    cli: `aws events ${command} ${shellWord(rule.id)}${bus} --region ${rule.region}`,
  }
}

/** The rule's page in the console. */
export function ruleLink(rule: EventRule): string {
  return consoleLink(rule, 'events', `/eventbus/${rule.bus}/rules/${rule.id}`)
}
