import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge'
import type { AwsReader } from '../../aws/reader.ts'
import { eventRule, placeOf } from '../target.ts'
import type { Details, Lookup } from './resolution.ts'

const mostRules = 5

/** `orders-bus`, or its ARN. */
function busHint(text: string): string | undefined {
  return /^arn:[\w-]+:events:[\w-]*:\d{12}:event-bus\/([\w./-]+)$/.exec(text)?.[1] ?? /^[\w./-]{1,256}$/.exec(text)?.[0]
}

/** The rules on a bus of this name. */
export const rulesOnBusLookup: Lookup = {
  id: 'events.rules-on-bus',
  actions: ['events:ListRules'],
  resource: (_, aws) => `arn:${aws.partition}:events:${aws.region}:${aws.account}:rule/*`,
  fits: (text, symptom) => symptom === 'no-event' && busHint(text) !== undefined,
  round: () => 2,
  async find(text, aws: AwsReader, _symptom, details?: Details) {
    const bus = busHint(text) ?? text
    const answer = await aws
      .client(EventBridgeClient)
      .send(new ListRulesCommand({ Limit: 100, ...(bus !== 'default' && { EventBusName: bus }) }))
    // AWS's own rules only work its services' events.
    const rules = (answer.Rules ?? []).filter((rule) => rule.ManagedBy === undefined).map((rule) => rule.Name ?? '')
    const left = rules.slice(mostRules)
    return {
      exact: rules.slice(0, mostRules).map((name) => ({
        target: eventRule(placeOf(aws), name, bus, details?.event),
        label: `rule ${name} on bus ${bus}`,
        hint: `${bus}/${name}`,
      })),
      others: [],
      isGroup: true,
      notes: [
        ...(rules.length > 0
          ? [`${bus} is an event bus; looked at the rules on it.`]
          : [`The bus ${bus} has no rules.`]),
        ...(left.length > 0 ? [`Not looked at: ${left.slice(0, 10).join(', ')}.`] : []),
      ],
    }
  },
}
