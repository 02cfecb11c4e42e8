import { expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { whyStuck } from './stuck-in-test.ts'
import {
  deadLettering,
  flow,
  healthy,
  mapping,
  queue,
  retried,
  throwing,
  turning,
  worker,
  worldOf,
} from './world-in-test.ts'

it.each<[string, DeclaredWorld, RegExp]>([
  ['a queue that keeps up', { metrics: healthy, queues: queue({ messages: 2 }) }, /^healthy$/],
  [
    'slow work within the visibility timeout',
    { metrics: flow(300, 4, 2, 2, 2), queues: queue({ messages: 0, inFlight: 9, visibilityTimeoutSeconds: 900 }) },
    /^healthy$/,
  ],
  [
    'a burst being drained',
    { queues: queue({ messages: 300 }), metrics: flow([400, 200], [4000, 300], 40, 110, 110) },
    /^healthy$/,
  ],
  [
    'a queue that was stuck and recovered',
    {
      queues: queue({ messages: 1 }),
      metrics: flow(turning(30, 900, 3), turning(30, 500, 2), 40, turning(30, 0, 60), turning(30, 0, 60)),
    },
    /^recovered$/,
  ],
  [
    'an idle queue without metrics',
    { queues: queue({ messages: 0 }), metrics: [] },
    /^insufficient-evidence \| sqs-inactive-metrics possible$/,
  ],
  ['messages without metrics', { metrics: [] }, /^insufficient-evidence$/],
  [
    'a long delay',
    { queues: queue({ messages: 0, delayed: 400, delaySeconds: 900 }), metrics: flow(850, 0, 30, 30, 30) },
    /^cause-found \| sqs-delay-queue likely$/,
  ],
  ['a short delay', { queues: queue({ messages: 0, delayed: 4, delaySeconds: 5 }), metrics: healthy }, /^healthy$/],
  [
    'a producer that went silent',
    { queues: queue({ messages: 0 }), metrics: flow(0, 0, turning(30, 40, 0), turning(30, 40, 0), turning(30, 40, 0)) },
    /^insufficient-evidence \| sqs-producer possible$/,
  ],
  [
    'retries without end',
    {
      queues: queue({ messages: 20, deadLetter: undefined }),
      metrics: flow([20_000, 23_600], 20, 40, 120, 39),
      functions: worker({ errors: 4 }),
    },
    /sqs-no-dlq likely/,
  ],
  [
    'a consumer that fails for nearly every message, and no dead-letter queue',
    {
      queues: queue({ messages: 20, deadLetter: undefined }),
      metrics: flow([20_000, 23_600], 20, 40, 120, 4),
      functions: worker({ errors: 4 }),
    },
    /^(?!.*sqs-no-dlq (likely|proven))/,
  ],
  [
    'messages that grow too old',
    { queues: queue({ retentionSeconds: 3600 }), eventSourceMappings: [{ ...mapping, state: 'Disabled' }] },
    /^cause-found \| sqs-esm-disabled proven.*sqs-retention-expired/,
  ],
  [
    'a dead-letter queue with old messages',
    { metrics: healthy, queues: [...(queue({ messages: 1 }) ?? []).slice(0, 1), { name: 'orders-dlq', messages: 90 }] },
    /^healthy$/,
  ],
  [
    'reads that are denied',
    { deny: ['cloudwatch:GetMetricData', 'lambda:ListEventSourceMappings'] },
    /^insufficient-evidence$/,
  ],
])('%s', async (_, changes, expected) => expect(await whyStuck(worldOf(changes))).toMatch(expected))

it('follows a dead-letter queue to the queue that feeds it', async () => {
  const world = worldOf({
    metrics: [...retried, deadLettering],
    functions: worker({ errors: 40 }),
    logGroups: throwing ?? [],
  })
  expect(await whyStuck(world, 'orders-dlq')).toMatch(/sqs-dlq-growing likely/)
})

it('finds a FIFO queue without its suffix', async () => {
  const world = worldOf({
    queues: queue({ name: 'orders.fifo', deadLetter: undefined, messages: 1 }),
    metrics: flow(3, 1, 9, 9, 9, 'orders.fifo'),
    eventSourceMappings: [{ ...mapping, source: 'orders.fifo' }],
  })
  expect(await whyStuck(world)).toBe('healthy')
})
