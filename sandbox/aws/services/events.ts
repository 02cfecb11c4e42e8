import type { Rule, Target } from '@aws-sdk/client-eventbridge'
import type { Call, Handlers } from '../call.ts'
import { InvalidPattern } from '../events/condition.ts'
import { compileEventPattern } from '../events/pattern.ts'
import { AwsError } from '../wire/errors.ts'
import type { EventRule } from '../world/data.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { functionArnOf } from './lambda-arns.ts'
import { pageOf, tokenAs } from './paging.ts'
import { queueArn } from './sqs.ts'

type EventBridge = typeof import('@aws-sdk/client-eventbridge')

export const events: Handlers<EventBridge> = {
  ListRules({ place }, input) {
    const all = rulesOn(place, input.EventBusName).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    const { page, next } = pageOf(all, input.NextToken, input.Limit ?? 100)
    return { Rules: page.map((rule) => describeRule(place, rule)), ...tokenAs('NextToken', next) }
  },

  DescribeRule({ place }, input) {
    const rule = findRule(place, input.Name, input.EventBusName)
    return { ...describeRule(place, rule), CreatedBy: place.account }
  },

  ListTargetsByRule({ place }, input) {
    const rule = findRule(place, input.Rule, input.EventBusName)
    return { Targets: rule.targets.map((target, index) => describeTarget(place, target, index)) }
  },

  ListRuleNamesByTarget({ place }, input) {
    const found = rulesOn(place, input.EventBusName).filter(({ targets }) =>
      targets.some((target) => targetArn(place, target.arn) === input.TargetArn),
    )
    return { RuleNames: found.map(({ name }) => name) }
  },

  ListEventBuses({ place }, input) {
    const names = ['default', ...place.eventBuses.map(({ name }) => name)]
    return {
      EventBuses: [...new Set(names)]
        .filter((name) => name.startsWith(input.NamePrefix ?? ''))
        .map((name) => describeBus(place, name)),
    }
  },

  DescribeEventBus: ({ place }, input) => describeBus(place, input.Name ?? 'default'),

  ListArchives: () => ({ Archives: [] }),

  ListTagsForResource({ place }, input) {
    const rule = place.eventRules.find((candidate) => ruleArn(place, candidate) === input.ResourceARN)
    if (rule === undefined)
      throw new AwsError('ResourceNotFoundException', `Resource ${input.ResourceARN} does not exist.`)
    return { Tags: Object.entries(rule.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) }
  },

  TestEventPattern(_call: Call, input) {
    const event = parse(input.Event, 'InvalidEventPatternException', 'Parameter Event is not valid JSON.')
    const pattern = parse(
      input.EventPattern,
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: Filter is not valid JSON',
    )
    try {
      return { Result: compileEventPattern(pattern)(event) }
    } catch (problem) {
      if (problem instanceof InvalidPattern)
        throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${problem.message}`)
      throw problem
    }
  },
}

function rulesOn(place: Place, bus: string | undefined): readonly EventRule[] {
  const name = bus?.split('/').at(-1) ?? 'default'
  if (name !== 'default' && !place.eventBuses.some((known) => known.name === name)) throw busNotFound(name)
  return place.eventRules.filter((rule) => rule.bus === name)
}

function findRule(place: Place, name: string | undefined, bus: string | undefined): EventRule {
  const rule = rulesOn(place, bus).find((candidate) => candidate.name === name)
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus ?? 'default'}.`)
  return rule
}

export function ruleArn(
  { account, region }: Pick<Place, 'account' | 'region'>,
  { bus, name }: Pick<EventRule, 'bus' | 'name'>,
): string {
  return `arn:aws:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`
}

function describeRule(place: Place, rule: EventRule): Rule {
  return {
    Name: rule.name,
    Arn: ruleArn(place, rule),
    EventBusName: rule.bus,
    State: rule.state,
    ...(rule.pattern === undefined ? {} : { EventPattern: policyText(rule.pattern) }),
    ...(rule.schedule === undefined ? {} : { ScheduleExpression: rule.schedule }),
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.role === undefined ? {} : { RoleArn: rule.role }),
    ...(rule.managedBy === undefined ? {} : { ManagedBy: rule.managedBy }),
  }
}

function describeTarget(place: Place, target: EventRule['targets'][number], index: number): Target {
  return {
    Id: target.id ?? `Target${index}`,
    Arn: targetArn(place, target.arn),
    ...(target.role === undefined ? {} : { RoleArn: target.role }),
    ...(target.input === undefined ? {} : { Input: target.input }),
    ...(target.inputPath === undefined ? {} : { InputPath: target.inputPath }),
    ...(target.transformer === undefined
      ? {}
      : { InputTransformer: { InputPathsMap: target.transformer.paths, InputTemplate: target.transformer.template } }),
    ...(target.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: queueArn(place, target.deadLetterArn) } }),
    ...(target.maximumRetryAttempts === undefined && target.maximumEventAgeSeconds === undefined
      ? {}
      : {
          RetryPolicy: {
            MaximumRetryAttempts: target.maximumRetryAttempts,
            MaximumEventAgeInSeconds: target.maximumEventAgeSeconds,
          },
        }),
    ...target.target,
  }
}

/** `lambda:orders` and `sqs:orders` stand for ARNs of this place. */
function targetArn(place: Place, reference: string): string {
  if (reference.startsWith('lambda:')) return functionArnOf(place, reference.slice('lambda:'.length))
  return reference.startsWith('sqs:') ? queueArn(place, reference.slice('sqs:'.length)) : reference
}

function describeBus(place: Place, nameOrArn: string) {
  const name = nameOrArn.split('/').at(-1) ?? nameOrArn
  const bus = place.eventBuses.find((candidate) => candidate.name === name)
  if (bus === undefined && name !== 'default') throw busNotFound(name)
  return {
    Name: name,
    Arn: `arn:aws:events:${place.region}:${place.account}:event-bus/${name}`,
    ...(bus?.policy === undefined ? {} : { Policy: policyText(bus.policy) }),
    ...(bus?.kmsKeyId === undefined ? {} : { KmsKeyIdentifier: bus.kmsKeyId }),
    ...(bus?.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: bus.deadLetterArn } }),
  }
}

function busNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`)
}

function parse(text: string | undefined, code: string, message: string): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    throw new AwsError(code, message)
  }
}
