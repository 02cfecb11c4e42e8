import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { delivering, metric, rule, whyNoEvent, worldOf } from './no-event-in-test.ts'

const placed = { source: 'shop', 'detail-type': 'OrderPlaced', detail: { total: 42 } }

describe('a pasted event', () => {
  it.each<[string, object, RegExp]>([
    ['of the right kind', placed, /^healthy$/],
    ['with a total as text', { ...placed, detail: { total: '42' } }, /^cause-found \| eb-pattern-numeric proven$/],
    ['of another source', { ...placed, source: 'shop.orders' }, /^cause-found \| eb-pattern-mismatch proven$/],
    ['in another case', { ...placed, 'detail-type': 'Orderplaced' }, /^cause-found \| eb-pattern-case proven$/],
    ['encoded twice', { ...placed, detail: '{"total":42}' }, /^cause-found \| eb-pattern-detail-string likely$/],
    [
      'that is an entry for another bus',
      { Entries: [{ Source: 'shop', DetailType: 'OrderPlaced', Detail: '{"total":42}', EventBusName: 'orders' }] },
      /^cause-found \| eb-wrong-bus proven$/,
    ],
  ])('%s', async (_, event, expected) =>
    expect(await whyNoEvent(worldOf({ metrics: delivering }), { event })).toMatch(expected),
  )
})

const apiCall = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: ['ec2'], eventName: ['RunInstances'] },
}
const audited = [metric('TriggeredRules', 5, { rule: 'audit' })]

describe('without an event', () => {
  it.each<[string, DeclaredWorld, RegExp]>([
    [
      'a pattern that no event can match',
      {
        eventRules: [
          { ...rule, pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-Change Notification'] } },
        ],
      },
      /^cause-found \| eb-pattern-case likely$/,
    ],
    [
      'a value outside an array',
      { eventRules: [{ ...rule, pattern: { source: 'shop' } }] },
      /^cause-found \| eb-pattern-not-array proven$/,
    ],
    [
      'a case that another rule on the bus writes otherwise',
      {
        eventRules: [rule, { ...rule, name: 'audit', pattern: { source: ['shop'], 'detail-type': ['orderPlaced'] } }],
        metrics: audited,
      },
      /^cause-found \| eb-pattern-case likely$/,
    ],
    [
      'events that another rule on the bus takes',
      { eventRules: [rule, { ...rule, name: 'audit', pattern: { source: ['shop'] } }], metrics: audited },
      /^insufficient-evidence \| eb-pattern-mismatch possible$/,
    ],
    [
      'a call that CloudTrail kept and the pattern leaves out',
      {
        deny: ['cloudtrail:DescribeTrails'],
        trail: [{ at: '-20m', name: 'RunInstances', source: 'ec2.amazonaws.com' }],
        eventRules: [{ ...rule, pattern: apiCall }],
      },
      /^cause-found \| eb-pattern-mismatch likely$/,
    ],
    [
      'a rule on replays',
      { eventRules: [{ ...rule, pattern: { ...rule.pattern, 'replay-name': [{ exists: true }] } }] },
      /^insufficient-evidence \| eb-archive-replay possible$/,
    ],
  ])('%s', async (_, changes, expected) => expect(await whyNoEvent(worldOf(changes))).toMatch(expected))
})
