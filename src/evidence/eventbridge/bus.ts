import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'

/** The bus a rule listens on. */
export interface EventBus {
  readonly arn: string
  /** Absent when the bus has no policy: then only its own account may send. */
  readonly policy?: readonly PolicyStatement[]
  readonly kmsKeyId?: string
  /** `OFF`, `ERROR`, `INFO`, `TRACE`. */
  readonly logLevel: string
}

/** Reads the rule's bus. */
export const eventBus = defineProbe<EventBus, EventRule>({
  id: 'eventbridge.bus',
  actions: ['events:DescribeEventBus'],
  key: (target) => `${target.account} ${target.region} ${target.bus}`,
  resource: busArn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(EventBridgeClient, target.region)
      .send(new DescribeEventBusCommand({ Name: target.bus }))
    return {
      arn: response.Arn ?? busArn(target),
      logLevel: response.LogConfig?.Level ?? 'OFF',
      ...(response.Policy !== undefined && response.Policy !== '' && { policy: statementsOf(response.Policy) }),
      ...(response.KmsKeyIdentifier !== undefined &&
        response.KmsKeyIdentifier !== '' && { kmsKeyId: response.KmsKeyIdentifier }),
    }
  },
  cite: (target) => ({
    source: `events:DescribeEventBus Name=${target.bus}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'events', `/eventbus/${target.bus}`),
    cli: `aws events describe-event-bus --name ${shellWord(target.bus)} --region ${target.region}`,
  }),
})

export function busArn(rule: EventRule): string {
  return `arn:${rule.partition}:events:${rule.region}:${rule.account}:event-bus/${rule.bus}`
}
