import { expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { delivering, metric, rule, whyNoEvent, worker, worldOf } from './no-event-in-test.ts'

const permitted = (sourceArn: string): DeclaredWorld['functions'] => [
  { ...worker, permissions: [{ principal: 'events.amazonaws.com', sourceArn }] },
]
const onOrders = 'arn:aws:events:eu-west-1:123456789012:rule/orders/placed'
const apiCalls = (names: string[]): Record<string, unknown> => ({
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventName: names },
})

it.each<[string, DeclaredWorld, RegExp]>([
  ['a rule that delivers', { metrics: delivering }, /^healthy$/],
  ['a rule that nothing matched', {}, /^insufficient-evidence$/],
  [
    'a rule switched off',
    { eventRules: [{ ...rule, state: 'DISABLED' }], functions: [{ ...worker, permissions: [] }] },
    /^cause-found \| eb-rule-disabled proven$/,
  ],
  ['a rule without targets', { eventRules: [{ ...rule, targets: [] }] }, /^cause-found \| eb-target-deleted proven$/],
  [
    'events of AWS on a bus of one’s own',
    {
      eventBuses: [{ name: 'orders' }],
      eventRules: [{ ...rule, bus: 'orders', pattern: { source: ['aws.ec2'] } }],
      functions: permitted(onOrders) ?? [],
    },
    /^cause-found \| eb-wrong-bus proven$/,
  ],
  [
    'events of AWS that are forwarded',
    {
      eventBuses: [{ name: 'orders' }],
      eventRules: [
        { ...rule, bus: 'orders', pattern: { source: ['aws.ec2'] } },
        {
          name: 'forward',
          pattern: { source: ['aws.ec2'] },
          targets: [{ arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders' }],
        },
      ],
      functions: permitted(onOrders) ?? [],
    },
    /^insufficient-evidence$/,
  ],
  [
    'events on another bus',
    {
      eventBuses: [{ name: 'orders' }],
      eventRules: [rule, { ...rule, name: 'audit', bus: 'orders' }],
      metrics: [metric('TriggeredRules', 5, { rule: 'audit', bus: 'orders' })],
    },
    /^cause-found \| eb-wrong-bus likely$/,
  ],
  [
    'a bucket that does not tell',
    {
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
    },
    /^cause-found \| eb-s3-notifications-off proven$/,
  ],
  [
    'API calls without a trail',
    { eventRules: [{ ...rule, pattern: apiCalls(['RunInstances']) }] },
    /^cause-found \| eb-service-cloudtrail-needed proven$/,
  ],
  [
    'calls that only read',
    { eventRules: [{ ...rule, pattern: apiCalls(['DescribeInstances']) }] },
    /^cause-found \| eb-service-cloudtrail-needed proven$/,
  ],
  [
    'a global service',
    { eventRules: [{ ...rule, pattern: { source: ['aws.iam'], 'detail-type': ['AWS API Call via CloudTrail'] } }] },
    /^cause-found \| eb-global-service-region proven$/,
  ],
  [
    'a schedule that is over',
    { eventRules: [{ name: 'placed', schedule: 'cron(0 9 1 1 ? 2024)', targets: rule.targets }] },
    /^cause-found \| eb-schedule-wrong proven$/,
  ],
  [
    'a schedule that runs',
    { eventRules: [{ name: 'placed', schedule: 'rate(5 minutes)', targets: rule.targets }], metrics: delivering },
    /^healthy$/,
  ],
  ['throttling', { metrics: [...delivering, metric('ThrottledRules', 20)] }, /^cause-found \| eb-throttled proven$/],
  [
    'a loop',
    { metrics: [...delivering, metric('DeadLetterInvocations', 3)] },
    /^cause-found \| eb-infinite-loop likely$/,
  ],
  [
    'a bus with a key switched off',
    {
      eventBuses: [{ name: 'orders', kmsKeyId: 'k1' }],
      keys: [{ id: 'k1', state: 'Disabled' }],
      eventRules: [{ ...rule, bus: 'orders' }],
    },
    /^cause-found \| eb-kms-bus proven/,
  ],
  [
    'another account that is not let in',
    { eventRules: [{ ...rule, pattern: { ...rule.pattern, account: ['999999999999'] } }] },
    /eb-cross-account-policy likely/,
  ],
  [
    'entries that PutEvents refuses',
    {
      metrics: ['PutEventsFailedEntriesCount', 'PutEventsEntriesCount'].map((name) => ({
        ...metric(name, 10),
        dimensions: {},
      })),
    },
    /^cause-found \| eb-putevents-failed likely$/,
  ],
  [
    'a failure that is over',
    {
      metrics: [...delivering, { ...metric('FailedInvocations', 5), points: [{ from: '-60m', to: '-50m', value: 5 }] }],
    },
    /^recovered$/,
  ],
  [
    'reads that are denied',
    { deny: ['cloudwatch:GetMetricData', 'events:ListTargetsByRule'] },
    /^insufficient-evidence$/,
  ],
])('%s', async (_, changes, expected) => expect(await whyNoEvent(worldOf(changes))).toMatch(expected))

it('finds a rule on another bus, and the rules of a function that is named', async () => {
  const world = worldOf({
    eventBuses: [{ name: 'orders' }],
    eventRules: [{ ...rule, bus: 'orders', state: 'DISABLED' }],
  })
  expect(await whyNoEvent(world)).toMatch(/eb-rule-disabled proven/)
  expect(await whyNoEvent(world, { name: 'worker' })).toMatch(/eb-rule-disabled proven/)
})
