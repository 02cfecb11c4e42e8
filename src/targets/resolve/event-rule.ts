import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge'
import type { AwsReader } from '../../aws/reader.ts'
import { percentDecoded } from '../percent-decoded.ts'
import type { Symptom } from '../symptom.ts'
import { eventRule, placeOf } from '../target.ts'
import type { Candidate, Lookup, LookupResult } from './resolution.ts'

const ruleSymptoms: readonly Symptom[] = ['no-event']
const mostBuses = 10
const mostRulesOfTarget = 5

/** What was pasted beside the name: `event` holds the event that should have matched. */
export type Details = Readonly<Record<string, string>>

/** `orders`, `my-bus/orders`, a rule's ARN or a console address: the rule and its bus when it is said. */
export function ruleHint(text: string): { readonly name: string; readonly bus?: string } | undefined {
  const arn = /^arn:[\w-]+:events:[\w-]*:\d{12}:rule\/(?:([\w./-]+)\/)?([\w.-]+)$/.exec(text)
  if (arn?.[2] !== undefined) return { name: arn[2], bus: arn[1] ?? 'default' }
  const page = /eventbus\/([\w.%-]+)\/rules\/([\w.-]+)/.exec(text)
  if (page?.[1] !== undefined && page[2] !== undefined) return { name: page[2], bus: percentDecoded(page[1]) }
  const slash = /^([\w./-]+)\/([\w.-]{1,64})$/.exec(text)
  if (slash?.[1] !== undefined && slash[2] !== undefined) return { name: slash[2], bus: slash[1] }
  return /^[\w.-]{1,64}$/.test(text) ? { name: text } : undefined
}

function ruleCandidate(aws: AwsReader, name: string, bus: string, details?: Details): Candidate {
  const target = eventRule(placeOf(aws), name, bus, details?.event)
  return {
    target,
    label: `rule ${name} on ${bus === 'default' ? 'the default bus' : `bus ${bus}`}`,
    hint: `${bus}/${name}`,
  }
}

function describe(aws: AwsReader, name: string, bus: string): Promise<unknown> {
  return aws
    .client(EventBridgeClient)
    .send(new DescribeRuleCommand({ Name: name, ...(bus !== 'default' && { EventBusName: bus }) }))
}

async function ruleOn(aws: AwsReader, name: string, bus: string, details?: Details): Promise<Candidate | undefined> {
  try {
    await describe(aws, name, bus)
    return ruleCandidate(aws, name, bus, details)
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function otherBusNames(aws: AwsReader): Promise<string[]> {
  const answer = await aws.client(EventBridgeClient).send(new ListEventBusesCommand({ Limit: 100 }))
  return (answer.EventBuses ?? [])
    .map((bus) => bus.Name ?? '')
    .filter((name) => name !== '' && name !== 'default')
    .slice(0, mostBuses)
}

/** A rule by name, ARN or `bus/name`: on the default bus first, then on the others. */
export const eventRuleLookup = {
  id: 'events.rule',
  actions: ['events:DescribeRule', 'events:ListEventBuses'],
  resource: (text, aws) =>
    `arn:${aws.partition}:events:${aws.region}:${aws.account}:rule/${ruleHint(text)?.name ?? '*'}`,
  fits: (text, symptom) => ruleSymptoms.includes(symptom) && ruleHint(text) !== undefined,
  round: () => 1,
  begin(text: string, aws: AwsReader) {
    const hint = ruleHint(text)
    return hint === undefined ? [] : [describe(aws, hint.name, hint.bus ?? 'default')]
  },
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const hint = ruleHint(text)
    if (hint === undefined) return { exact: [], others: [] }
    const first = await ruleOn(aws, hint.name, hint.bus ?? 'default', details)
    if (first !== undefined || hint.bus !== undefined) return { exact: first === undefined ? [] : [first], others: [] }
    const found = await Promise.all((await otherBusNames(aws)).map((bus) => ruleOn(aws, hint.name, bus, details)))
    return { exact: found.flatMap((each) => each ?? []), others: [] }
  },
} satisfies Lookup

/** `why-no-event orders-worker`: the rules that send to a function or queue of this name. */
export const rulesOfTargetLookup = {
  id: 'events.rules-of-target',
  actions: ['events:ListRuleNamesByTarget', 'events:ListEventBuses'],
  resource: (_, aws) => `arn:${aws.partition}:events:${aws.region}:${aws.account}:rule/*`,
  fits: (text, symptom) => ruleSymptoms.includes(symptom) && targetArns(text, '', '', '').length > 0,
  round: () => 2,
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const events = aws.client(EventBridgeClient)
    const buses = ['default', ...(await otherBusNames(aws))].slice(0, 3)
    const found = await Promise.all(
      buses.flatMap((bus) =>
        targetArns(text, aws.partition, aws.region, aws.account).map(async (arn) => {
          const answer = await events.send(
            new ListRuleNamesByTargetCommand({ TargetArn: arn, ...(bus !== 'default' && { EventBusName: bus }) }),
          )
          return (answer.RuleNames ?? []).map((name) => ruleCandidate(aws, name, bus, details))
        }),
      ),
    )
    const exact = found.flat().slice(0, mostRulesOfTarget)
    return {
      exact,
      others: [],
      isGroup: exact.length > 1,
      notes: exact.length > 0 ? [`${text} is a target; looked at the rules that send to it.`] : [],
    }
  },
} satisfies Lookup

/** Only to say what may have been meant. */
export const eventRuleNames: Lookup = {
  id: 'events.rules',
  actions: ['events:ListRules', 'events:ListEventBuses'],
  resource: (_, aws) => `arn:${aws.partition}:events:${aws.region}:${aws.account}:rule/*`,
  fits: (_, symptom) => ruleSymptoms.includes(symptom),
  round: () => 3,
  async find(_, aws) {
    const buses = ['default', ...(await otherBusNames(aws))].slice(0, 5)
    const rules = await Promise.all(
      buses.map(async (bus) => {
        const answer = await aws
          .client(EventBridgeClient)
          .send(new ListRulesCommand({ Limit: 100, ...(bus !== 'default' && { EventBusName: bus }) }))
        return (answer.Rules ?? []).map((rule) => (bus === 'default' ? (rule.Name ?? '') : `${bus}/${rule.Name ?? ''}`))
      }),
    )
    return { exact: [], others: rules.flat() }
  },
}

export const eventRuleLookups: readonly Lookup[] = [eventRuleLookup, rulesOfTargetLookup, eventRuleNames]

/** The ARNs that a function or queue of this name would have; an ARN stands for itself. */
function targetArns(text: string, partition: string, region: string, account: string): string[] {
  if (/^arn:[\w-]+:(lambda|sqs):/.test(text)) return [text]
  if (!/^[\w-]{1,80}(\.fifo)?$/.test(text)) return []
  return [
    `arn:${partition}:lambda:${region}:${account}:function:${text}`,
    `arn:${partition}:sqs:${region}:${account}:${text}`,
  ]
}
