import { expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { whyStuck } from './stuck-in-test.ts'
import { flow, healthy, mapping, queue, role, worker, worldOf } from './world-in-test.ts'

const delegating = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
  ],
}
const locked = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Lock', Effect: 'Deny', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*' }],
}
const off = { ...mapping, state: 'Disabled' }

it.each<[string, DeclaredWorld, RegExp]>([
  ['a mapping switched off', { eventSourceMappings: [off] }, /^cause-found \| sqs-esm-disabled proven$/],
  [
    'a mapping switched off, without metrics',
    { metrics: [], eventSourceMappings: [off] },
    /^cause-found \| sqs-esm-disabled/,
  ],
  [
    'a mapping switched off, while another consumer reads',
    { metrics: healthy, queues: queue({ messages: 0 }), eventSourceMappings: [off] },
    /^healthy$/,
  ],
  ['no mapping', { eventSourceMappings: [] }, /^cause-found \| sqs-esm-missing likely$/],
  [
    'no mapping, but another consumer',
    { eventSourceMappings: [], metrics: flow([60, 3600], [100, 2500], 40, 30, 30) },
    /^insufficient-evidence$/,
  ],
  [
    'no mapping, and no metric that tells whether anybody reads',
    { eventSourceMappings: [], metrics: [] },
    /^insufficient-evidence/,
  ],
  ['a function that is gone', { functions: [] }, /^cause-found \| sqs-batch-iam-function-missing likely$/],
  ['a role that lost its policy', { roles: [{ ...role, inline: {} }] }, /^cause-found \| sqs-esm-permission proven$/],
  [
    'a key that the role may not use',
    { queues: queue({ kmsKeyId: 'k1' }), keys: [{ id: 'k1', policy: delegating }] },
    /^cause-found \| sqs-esm-kms likely$/,
  ],
  [
    'a key switched off',
    { queues: queue({ kmsKeyId: 'k1' }), keys: [{ id: 'k1', state: 'Disabled' }] },
    /^cause-found \| sqs-esm-kms likely$/,
  ],
  [
    'a queue policy that denies the role',
    { queues: queue({ policy: locked }) },
    /^cause-found \| sqs-policy-cross-account likely$/,
  ],
  [
    'a filter that lets nothing through',
    {
      queues: queue({ messages: 0 }),
      metrics: healthy,
      functions: worker({}, { traffic: [] }),
      eventSourceMappings: [{ ...mapping, filters: ['{"body":{"kind":["order"]}}'] }],
    },
    /^cause-found \| sqs-esm-filtered likely$/,
  ],
  [
    'a filter that lets messages through',
    {
      queues: queue({ messages: 0 }),
      metrics: healthy,
      eventSourceMappings: [{ ...mapping, filters: ['{"body":{"kind":["order"]}}'] }],
    },
    /^healthy$/,
  ],
  [
    'a batching window that makes messages wait',
    {
      queues: queue({ messages: 3 }),
      metrics: flow(290, 3, 2, 2, 2),
      functions: worker({ perMinute: 1 }),
      eventSourceMappings: [{ ...mapping, batchSize: 100, batchingWindowSeconds: 300 }],
    },
    /^cause-found \| sqs-batch-window likely$/,
  ],
])('%s', async (_, changes, expected) => expect(await whyStuck(worldOf(changes))).toMatch(expected))

it('finds the queues of a function that is named', async () => {
  expect(await whyStuck(worldOf({ eventSourceMappings: [off] }), 'worker')).toMatch(/sqs-esm-disabled proven/)
})
