import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { eventRuleLookups } from '../../targets/resolve/event-rule.ts'
import type { Lookup } from '../../targets/resolve/resolution.ts'
import type { Target } from '../../targets/target.ts'
import { lambdaPlaybook } from '../lambda/index.ts'
import { askInTest, gist } from '../sqs/ask-in-test.ts'
import { eventbridgePlaybook } from './index.ts'

let aws: SimulatedAws
beforeAll(async () => {
  aws = await startAws({})
})
afterAll(() => aws.close())

type Series = NonNullable<DeclaredWorld['metrics']>[number]

function metric(name: string, perMinute: number, from = '-60m', bus?: string, rule = 'placed'): Series {
  return {
    namespace: 'AWS/Events',
    metric: name,
    dimensions: { ...(bus !== undefined && { EventBusName: bus }), RuleName: rule },
    points: [{ from, to: '-1m', value: perMinute }],
  }
}

const ruleArn = 'arn:aws:events:eu-west-1:123456789012:rule/placed'
const rule = {
  name: 'placed',
  pattern: { source: ['shop'], 'detail-type': ['OrderPlaced'], detail: { total: [{ numeric: ['>', 10] }] } },
  targets: [{ id: 'worker', arn: 'lambda:worker' }],
}
const allowed = { principal: 'events.amazonaws.com', sourceArn: ruleArn }
const worker = {
  name: 'worker',
  timeout: 30,
  runtime: 'nodejs22.x' as const,
  handler: 'index.handler',
  permissions: [allowed],
  traffic: [{ from: '-60m', to: '-1m', perMinute: 5 }],
}
const delivering = [metric('TriggeredRules', 5), metric('Invocations', 5)]
const failing = [metric('TriggeredRules', 5), metric('Invocations', 5), metric('FailedInvocations', 5)]

function worldOf(changes: DeclaredWorld): DeclaredWorld {
  return {
    eventRules: [rule],
    functions: [worker],
    metrics: [],
    logGroups: [{ name: '/aws/lambda/worker' }],
    roles: [{ name: 'worker-role' }],
    ...changes,
  }
}

const queueTarget = [{ ...rule, targets: [{ id: 'q', arn: 'sqs:orders' }] }]
const sends = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: '*',
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
}
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship'
const role = {
  name: 'ship-role',
  trust: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
}

async function ask(world: DeclaredWorld, event?: object, name = 'placed'): Promise<string> {
  aws.setWorld(world)
  const lookups: Lookup[] = eventRuleLookups.map((lookup) => ({
    ...lookup,
    async find(text, reader, symptom) {
      const result = await lookup.find(text, reader, symptom)
      const withEvent = (target: Target): Target =>
        target.kind === 'event-rule' && event !== undefined ? { ...target, event: JSON.stringify(event) } : target
      return { ...result, exact: result.exact.map((each) => ({ ...each, target: withEvent(each.target) })) }
    },
  }))
  const report = await askInTest({
    url: aws.url,
    parts: [eventbridgePlaybook, lambdaPlaybook],
    lookups,
    symptom: 'no-event',
    name,
  })
  expect(report.cost.calls).toBeLessThanOrEqual(25)
  return gist(report)
}

const placed = { source: 'shop', 'detail-type': 'OrderPlaced', detail: { total: 42 } }

describe('why-no-event over the wire', () => {
  it.each<[string, DeclaredWorld, RegExp, object?]>([
    ['a rule that delivers', worldOf({ metrics: delivering }), /^healthy$/],
    ['a rule that nothing matched', worldOf({}), /^insufficient-evidence$/],
    [
      'a rule switched off',
      worldOf({ eventRules: [{ ...rule, state: 'DISABLED' }], functions: [{ ...worker, permissions: [] }] }),
      /^cause-found \| eb-rule-disabled proven$/,
    ],
    [
      'a function that may not be invoked',
      worldOf({ metrics: failing, functions: [{ ...worker, permissions: [] }] }),
      /^cause-found \| eb-lambda-permission proven \(eb-no-dlq-lost\)$/,
    ],
    [
      'a function open to another rule only',
      worldOf({
        metrics: failing,
        functions: [{ ...worker, permissions: [{ ...allowed, sourceArn: `${ruleArn}-old` }] }],
      }),
      /^cause-found \| eb-lambda-permission proven/,
    ],
    [
      'a function that is gone',
      worldOf({ metrics: failing, functions: [] }),
      /^cause-found \| eb-target-deleted proven \(eb-no-dlq-lost\)$/,
    ],
    [
      'a rule without targets',
      worldOf({ eventRules: [{ ...rule, targets: [] }] }),
      /^cause-found \| eb-target-deleted proven$/,
    ],
    [
      'a queue that lets nobody send',
      worldOf({ metrics: failing, eventRules: queueTarget, queues: [{ name: 'orders' }] }),
      /^cause-found \| eb-sqs-policy proven/,
    ],
    [
      'a queue with a key that EventBridge can not use',
      worldOf({
        metrics: failing,
        eventRules: queueTarget,
        queues: [{ name: 'orders', policy: { Version: '2012-10-17', Statement: [sends] }, kmsKeyId: 'alias/aws/sqs' }],
        keys: [{ id: 'k1', alias: 'alias/aws/sqs', manager: 'AWS' }],
      }),
      /^cause-found \| eb-sqs-policy proven/,
    ],
    [
      'a queue that works',
      worldOf({
        metrics: delivering,
        eventRules: queueTarget,
        queues: [{ name: 'orders', policy: { Version: '2012-10-17', Statement: [sends] } }],
      }),
      /^healthy$/,
    ],
    [
      'a state machine without a role that may start it',
      worldOf({
        metrics: failing,
        eventRules: [
          { ...rule, targets: [{ id: 's', arn: machine, role: 'arn:aws:iam::123456789012:role/ship-role' }] },
        ],
        roles: [role],
      }),
      /^cause-found \| eb-target-role proven/,
    ],
    [
      'a target that fails after few retries',
      worldOf({
        metrics: [...failing, metric('RetryInvocationAttempts', 5)],
        eventRules: [{ ...rule, targets: [{ ...rule.targets[0], arn: 'lambda:worker', maximumRetryAttempts: 1 }] }],
      }),
      /^cause-found \| eb-retry-exhausted likely \(eb-no-dlq-lost\)/,
    ],
    [
      'a dead-letter queue that refuses',
      worldOf({
        metrics: [...failing, metric('InvocationsFailedToBeSentToDlq', 5)],
        eventRules: [{ ...rule, targets: [{ arn: 'lambda:worker', deadLetterArn: 'dlq' }] }],
        queues: [{ name: 'dlq' }],
      }),
      /^cause-found \| eb-dlq-misconfigured proven/,
    ],
    [
      'throttling',
      worldOf({ metrics: [metric('TriggeredRules', 5), metric('Invocations', 5), metric('ThrottledRules', 20)] }),
      /^cause-found \| eb-throttled proven/,
    ],
    [
      'a loop',
      worldOf({ metrics: [...delivering, metric('DeadLetterInvocations', 3)] }),
      /^cause-found \| eb-infinite-loop likely/,
    ],
    [
      'a function that fails on what it gets',
      worldOf({
        metrics: delivering,
        functions: [{ ...worker, traffic: [{ from: '-60m', to: '-1m', perMinute: 15, errors: 15 }] }],
      }),
      /eb-async-lambda-failing likely/,
    ],
    [
      'events of AWS on a bus of one’s own',
      worldOf({
        eventBuses: [{ name: 'orders' }],
        eventRules: [{ ...rule, bus: 'orders', pattern: { source: ['aws.ec2'] } }],
        functions: [
          {
            ...worker,
            permissions: [{ ...allowed, sourceArn: 'arn:aws:events:eu-west-1:123456789012:rule/orders/placed' }],
          },
        ],
      }),
      /^cause-found \| eb-wrong-bus proven$/,
    ],
    [
      'events on another bus',
      worldOf({
        eventBuses: [{ name: 'orders' }],
        eventRules: [rule, { ...rule, name: 'audit', bus: 'orders' }],
        metrics: [metric('TriggeredRules', 5, '-60m', 'orders', 'audit')],
      }),
      /^cause-found \| eb-wrong-bus likely$/,
    ],
    [
      'a bucket that does not tell',
      worldOf({
        eventRules: [
          {
            ...rule,
            pattern: {
              source: ['aws.s3'],
              'detail-type': ['Object Created'],
              detail: { bucket: { name: ['invoices'] } },
            },
          },
        ],
        buckets: [{ name: 'invoices' }],
      }),
      /^cause-found \| eb-s3-notifications-off proven$/,
    ],
    [
      'API calls without a trail',
      worldOf({
        eventRules: [
          {
            ...rule,
            pattern: {
              source: ['aws.ec2'],
              'detail-type': ['AWS API Call via CloudTrail'],
              detail: { eventName: ['RunInstances'] },
            },
          },
        ],
      }),
      /^cause-found \| eb-service-cloudtrail-needed proven$/,
    ],
    [
      'a global service',
      worldOf({
        eventRules: [{ ...rule, pattern: { source: ['aws.iam'], 'detail-type': ['AWS API Call via CloudTrail'] } }],
      }),
      /^cause-found \| eb-global-service-region proven$/,
    ],
    [
      'a schedule that is over',
      worldOf({ eventRules: [{ name: 'placed', schedule: 'cron(0 9 1 1 ? 2024)', targets: rule.targets }] }),
      /^cause-found \| eb-schedule-wrong proven$/,
    ],
    ['an event of the right kind', worldOf({ metrics: delivering }), /^healthy$/, placed],
    [
      'an event with a total as text',
      worldOf({ metrics: delivering }),
      /^cause-found \| eb-pattern-numeric proven$/,
      { ...placed, detail: { total: '42' } },
    ],
    [
      'an event of another source',
      worldOf({}),
      /^cause-found \| eb-pattern-mismatch proven$/,
      { ...placed, source: 'shop.orders' },
    ],
    [
      'an event in another case',
      worldOf({}),
      /^cause-found \| eb-pattern-case proven$/,
      { ...placed, 'detail-type': 'Orderplaced' },
    ],
    [
      'an event encoded twice',
      worldOf({}),
      /^cause-found \| eb-pattern-detail-string likely$/,
      { ...placed, detail: '{"total":42}' },
    ],
    [
      'an entry for another bus',
      worldOf({}),
      /^cause-found \| eb-wrong-bus proven$/,
      { Entries: [{ Source: 'shop', DetailType: 'OrderPlaced', Detail: '{"total":42}', EventBusName: 'orders' }] },
    ],
    [
      'a pattern that no event can match',
      worldOf({
        eventRules: [
          { ...rule, pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-Change Notification'] } },
        ],
      }),
      /^cause-found \| eb-pattern-case likely$/,
    ],
    [
      'a case that another rule on the bus writes otherwise',
      worldOf({
        eventRules: [rule, { ...rule, name: 'audit', pattern: { source: ['shop'], 'detail-type': ['orderPlaced'] } }],
        metrics: [metric('TriggeredRules', 5, '-60m', undefined, 'audit')],
      }),
      /^cause-found \| eb-pattern-case likely$/,
    ],
    [
      'events that another rule on the bus takes',
      worldOf({
        eventRules: [rule, { ...rule, name: 'audit', pattern: { source: ['shop'] } }],
        metrics: [metric('TriggeredRules', 5, '-60m', undefined, 'audit')],
      }),
      /^insufficient-evidence \| eb-pattern-mismatch possible$/,
    ],
    [
      'a topic that lets nobody publish',
      worldOf({
        metrics: [
          ...failing,
          {
            namespace: 'AWS/SNS',
            metric: 'NumberOfMessagesPublished',
            dimensions: { TopicName: 'news' },
            points: [{ from: '-60m', to: '-1m', value: 3 }],
          },
        ],
        eventRules: [{ ...rule, targets: [{ arn: 'arn:aws:sns:eu-west-1:123456789012:news' }] }],
      }),
      /^cause-found \| eb-sns-policy likely/,
    ],
    [
      'entries that PutEvents refuses',
      worldOf({
        metrics: [
          {
            namespace: 'AWS/Events',
            metric: 'PutEventsFailedEntriesCount',
            points: [{ from: '-60m', to: '-1m', value: 9 }],
          },
          {
            namespace: 'AWS/Events',
            metric: 'PutEventsEntriesCount',
            points: [{ from: '-60m', to: '-1m', value: 10 }],
          },
        ],
      }),
      /^cause-found \| eb-putevents-failed likely$/,
    ],
    [
      'a call that CloudTrail kept and the pattern leaves out',
      worldOf({
        deny: ['cloudtrail:DescribeTrails'],
        trail: [{ at: '-20m', name: 'RunInstances', source: 'ec2.amazonaws.com' }],
        eventRules: [
          {
            ...rule,
            pattern: {
              source: ['aws.ec2'],
              'detail-type': ['AWS API Call via CloudTrail'],
              detail: { eventSource: ['ec2'], eventName: ['RunInstances'] },
            },
          },
        ],
      }),
      /^cause-found \| eb-pattern-mismatch likely/,
    ],
    [
      'a failure that is over',
      worldOf({
        metrics: [
          { ...metric('FailedInvocations', 5), points: [{ from: '-60m', to: '-50m', value: 5 }] },
          metric('TriggeredRules', 5),
          metric('Invocations', 5),
        ],
      }),
      /^recovered$/,
    ],
    [
      'an input template that is no JSON',
      worldOf({
        metrics: failing,
        eventRules: [
          {
            ...rule,
            targets: [
              {
                arn: 'lambda:worker',
                transformer: { paths: { id: '$.detail.id' }, template: '{"id": <id>, "note": "<missing>"}' },
              },
            ],
          },
        ],
      }),
      /^cause-found \| eb-input-transformer likely/,
    ],
    [
      'a replay rule',
      worldOf({ eventRules: [{ ...rule, pattern: { ...rule.pattern, 'replay-name': [{ exists: true }] } }] }),
      /^insufficient-evidence \| eb-archive-replay possible$/,
    ],
    [
      'a bus with a key switched off',
      worldOf({
        eventBuses: [{ name: 'orders', kmsKeyId: 'k1' }],
        keys: [{ id: 'k1', state: 'Disabled' }],
        eventRules: [{ ...rule, bus: 'orders' }],
      }),
      /^cause-found \| eb-kms-bus proven/,
    ],
    [
      'another account that is not let in',
      worldOf({ eventRules: [{ ...rule, pattern: { ...rule.pattern, account: ['999999999999'] } }] }),
      /eb-cross-account-policy likely/,
    ],
  ])('%s', async (_, world, expected, event) => {
    expect(await ask(world, event)).toMatch(expected)
  })

  it('finds the rules of a function that is named, on any bus', async () => {
    const world = worldOf({
      eventBuses: [{ name: 'orders' }],
      eventRules: [{ ...rule, bus: 'orders', state: 'DISABLED' }],
    })
    expect(await ask(world, undefined, 'worker')).toMatch(/eb-rule-disabled proven/)
    expect(await ask(world, undefined, 'placed')).toMatch(/eb-rule-disabled proven/)
  })

  it('says what could not be read instead of calling it fine', async () => {
    expect(await ask(worldOf({ deny: ['cloudwatch:GetMetricData', 'events:ListTargetsByRule'] }))).toBe(
      'insufficient-evidence',
    )
  })
})
