import { expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { delivering, failing, metric, rule, ruleArn, whyNoEvent, worker, worldOf } from './no-event-in-test.ts'

const queueTarget = [{ ...rule, targets: [{ id: 'q', arn: 'sqs:orders' }] }]
const sends = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
  ],
}
const trusting = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship'
const machineRule = [
  { ...rule, targets: [{ id: 's', arn: machine, role: 'arn:aws:iam::123456789012:role/ship-role' }] },
]
const starts = {
  start: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: machine }],
  },
}
const publishes = { Version: '2012-10-17', Statement: [{ ...sends.Statement[0], Action: 'sns:Publish' }] }
const deniesAll = { Sid: 'OnlyTls', Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' }
const topicRule = [{ ...rule, targets: [{ arn: 'arn:aws:sns:eu-west-1:123456789012:news' }] }]
const published = { ...metric('NumberOfMessagesPublished', 3), namespace: 'AWS/SNS', dimensions: { TopicName: 'news' } }

it.each<[string, DeclaredWorld, RegExp]>([
  [
    'a function that may not be invoked',
    { metrics: failing, functions: [{ ...worker, permissions: [] }] },
    /^cause-found \| eb-lambda-permission proven \(eb-no-dlq-lost\)$/,
  ],
  [
    'a function open to another rule only',
    {
      metrics: failing,
      functions: [{ ...worker, permissions: [{ principal: 'events.amazonaws.com', sourceArn: `${ruleArn}-old` }] }],
    },
    /^cause-found \| eb-lambda-permission proven/,
  ],
  [
    'a function that gets its events all the same',
    { metrics: delivering, functions: [{ ...worker, permissions: [] }] },
    /^healthy$/,
  ],
  [
    'no target to be seen, though events went on until a moment ago',
    { metrics: failing, eventRules: [{ ...rule, targets: [] }] },
    /^(?!.*eb-target-deleted)/,
  ],
  [
    'a function that is gone',
    { metrics: failing, functions: [] },
    /^cause-found \| eb-target-deleted proven \(eb-no-dlq-lost\)$/,
  ],
  [
    'a queue that lets nobody send',
    { metrics: failing, eventRules: queueTarget, queues: [{ name: 'orders' }] },
    /^cause-found \| eb-sqs-policy proven/,
  ],
  [
    'a queue with a key that EventBridge cannot use',
    {
      metrics: failing,
      eventRules: queueTarget,
      queues: [{ name: 'orders', policy: sends, kmsKeyId: 'alias/aws/sqs' }],
      keys: [{ id: 'k1', alias: 'alias/aws/sqs', manager: 'AWS' }],
    },
    /^cause-found \| eb-sqs-policy proven/,
  ],
  [
    'a queue that works',
    { metrics: delivering, eventRules: queueTarget, queues: [{ name: 'orders', policy: sends }] },
    /^healthy$/,
  ],
  [
    'a role that may not start the target',
    { metrics: failing, eventRules: machineRule, roles: [{ name: 'ship-role', trust: trusting }] },
    /^cause-found \| eb-target-role proven/,
  ],
  [
    'a role that does not trust EventBridge',
    { metrics: failing, eventRules: machineRule, roles: [{ name: 'ship-role', inline: starts }] },
    /^cause-found \| eb-target-role proven/,
  ],
  [
    'a role that may',
    { metrics: delivering, eventRules: machineRule, roles: [{ name: 'ship-role', trust: trusting, inline: starts }] },
    /^healthy$/,
  ],
  [
    'a topic with SNS’s own policy',
    { metrics: [...failing, published], eventRules: topicRule, topics: [{ name: 'news' }] },
    /^cause-found \| eb-sns-policy proven/,
  ],
  [
    'a topic that denies it',
    {
      metrics: failing,
      eventRules: topicRule,
      topics: [{ name: 'news', policy: { Statement: [...publishes.Statement, deniesAll] } }],
    },
    /^cause-found \| eb-sns-policy proven/,
  ],
  [
    'a topic with a key that EventBridge cannot use',
    {
      metrics: failing,
      eventRules: topicRule,
      topics: [{ name: 'news', policy: publishes, kmsKeyId: 'alias/aws/sns' }],
      keys: [{ id: 'k1', alias: 'alias/aws/sns', manager: 'AWS' }],
    },
    /^cause-found \| eb-sns-policy proven/,
  ],
  [
    'a topic that is open and fails all the same',
    { metrics: [...failing, published], eventRules: topicRule, topics: [{ name: 'news', policy: publishes }] },
    /^(?!.*eb-sns-policy)/,
  ],
  [
    'a topic that works',
    { metrics: delivering, eventRules: topicRule, topics: [{ name: 'news', policy: publishes }] },
    /^healthy$/,
  ],
  ['a topic that is gone', { metrics: failing, eventRules: topicRule }, /^cause-found \| eb-target-deleted proven/],
  [
    'a topic whose policy may not be read',
    {
      metrics: [...failing, published],
      eventRules: topicRule,
      topics: [{ name: 'news' }],
      deny: ['sns:GetTopicAttributes'],
    },
    /^cause-found \| eb-sns-policy likely$/,
  ],
  [
    'a target that fails after few retries',
    {
      metrics: [...failing, metric('RetryInvocationAttempts', 5)],
      eventRules: [{ ...rule, targets: [{ arn: 'lambda:worker', maximumRetryAttempts: 1 }] }],
    },
    /^cause-found \| eb-retry-exhausted likely \(eb-no-dlq-lost\)$/,
  ],
  [
    'a dead-letter queue that refuses',
    {
      metrics: [...failing, metric('InvocationsFailedToBeSentToDlq', 5)],
      eventRules: [{ ...rule, targets: [{ arn: 'lambda:worker', deadLetterArn: 'dlq' }] }],
      queues: [{ name: 'dlq' }],
    },
    /^cause-found \| eb-dlq-misconfigured proven/,
  ],
  [
    'an input template that is no JSON',
    {
      metrics: failing,
      eventRules: [
        {
          ...rule,
          targets: [
            {
              arn: 'lambda:worker',
              transformer: { paths: { id: '$.detail.id' }, template: '{"id": <id>, "note": <missing>}' },
            },
          ],
        },
      ],
    },
    /^cause-found \| eb-input-transformer likely/,
  ],
  [
    'a function that fails on what it gets',
    {
      metrics: delivering,
      functions: [{ ...worker, traffic: [{ from: '-60m', to: '-1m', perMinute: 15, errors: 15 }] }],
    },
    /eb-async-lambda-failing likely/,
  ],
  [
    'a function that fails now and then',
    {
      metrics: delivering,
      functions: [{ ...worker, traffic: [{ from: '-60m', to: '-1m', perMinute: 50, errors: 1 }] }],
    },
    /^healthy$/,
  ],
])('%s', async (_, changes, expected) => expect(await whyNoEvent(worldOf(changes))).toMatch(expected))
