import { expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { whyStuck } from './stuck-in-test.ts'
import {
  deadLettering,
  flow,
  healthy,
  logOf,
  mapping,
  metric,
  plainMapping,
  queue,
  retried,
  throwing,
  turning,
  worker,
  worldOf,
} from './world-in-test.ts'

const fifo = { name: 'orders.fifo', deadLetter: undefined }
const dying = { queues: queue({ messages: 40 }), metrics: [...retried, deadLettering] }
const behind = flow([60, 3000], [100, 2500], 400, 100, 100)

it.each<[string, DeclaredWorld, RegExp]>([
  [
    'a reservation that is too small',
    {
      metrics: flow([60, 3000], [100, 2500], 400, 30, 30),
      functions: worker({ perMinute: 30, throttles: 60 }, { reservedConcurrency: 2 }),
    },
    /sqs-throttled/,
  ],
  [
    'a few throttles of a poller that scales',
    { metrics: healthy, queues: queue({ messages: 1 }), functions: worker({ throttles: 1 }) },
    /^healthy$/,
  ],
  [
    'a cap that is too low',
    {
      metrics: behind,
      eventSourceMappings: [{ ...mapping, maximumConcurrency: 2 }],
      functions: worker({ perMinute: 20, concurrency: 2, duration: 6000 }),
    },
    /^cause-found \| sqs-maxconcurrency-low proven/,
  ],
  [
    'a cap that is never reached',
    {
      metrics: behind,
      eventSourceMappings: [{ ...mapping, maximumConcurrency: 50 }],
      functions: worker({ perMinute: 20, concurrency: 2, duration: 6000 }),
    },
    /^insufficient-evidence$/,
  ],
  [
    'a burst that the pollers grow into',
    {
      queues: queue({ messages: 40_000 }),
      metrics: [
        ...flow(
          turning(12, 3, [30, 80, 140, 200, 260, 320, 380, 440, 500, 560, 620]),
          turning(12, 2, [9000, 18000, 24000, 28000, 31000, 34000, 36000, 38000, 39000, 39500, 40000]),
          turning(12, 40, 9000),
          turning(12, 40, 5000),
          turning(12, 40, 5000),
        ),
        {
          namespace: 'AWS/Lambda',
          metric: 'ConcurrentExecutions',
          dimensions: { FunctionName: 'worker' },
          points: turning(12, 2, [5, 65, 125, 185, 245, 305, 365, 425, 485, 545, 605]),
        },
      ],
      functions: worker({}, { traffic: [] }),
    },
    /^cause-found \| sqs-scale-ramp likely$/,
  ],
  [
    'a poison message',
    { ...dying, functions: worker({ errors: 4 }), logGroups: throwing ?? [], eventSourceMappings: [plainMapping] },
    /^cause-found \| sqs-poison-pill proven/,
  ],
  [
    'failures of what the consumer calls',
    {
      ...dying,
      functions: worker({ errors: 4 }),
      logGroups:
        logOf({
          error: {
            type: 'AccessDeniedException',
            message:
              'User: arn:aws:sts::123456789012:assumed-role/worker-role/worker is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
          },
        }) ?? [],
    },
    /^(?!.*sqs-poison-pill (proven|likely))/,
  ],
  [
    'a mapping without partial responses',
    { metrics: retried, functions: worker({ perMinute: 15, errors: 5 }), eventSourceMappings: [plainMapping] },
    /^cause-found \| sqs-partial-batch-missing likely/,
  ],
  [
    'errors that a retry mends',
    {
      metrics: healthy,
      queues: queue({ messages: 1 }),
      functions: worker({ errors: 1 }),
      eventSourceMappings: [plainMapping],
    },
    /^healthy$/,
  ],
  [
    'a handler that throws although it could report',
    { ...dying, functions: worker({ errors: 4 }), logGroups: throwing ?? [] },
    /^cause-found \| sqs-partial-batch-wrong proven/,
  ],
  [
    'a handler whose answer fails whole batches',
    { metrics: flow([60, 3000], [20, 200], 10, 60, 0), functions: worker({ perMinute: 6 }) },
    /^cause-found \| sqs-partial-batch-wrong likely/,
  ],
  [
    'a FIFO group behind a failing message',
    {
      queues: queue({ ...fifo, messages: 900 }),
      eventSourceMappings: [{ ...plainMapping, source: 'orders.fifo' }],
      metrics: flow([60, 3000], [100, 900], 20, 10, 2, 'orders.fifo'),
      functions: worker({ perMinute: 2, errors: 1, concurrency: 1 }),
      logGroups: throwing ?? [],
    },
    /^cause-found \| sqs-fifo-blocked-group proven/,
  ],
  [
    'one group for all messages',
    {
      queues: queue({ ...fifo, messages: 900 }),
      eventSourceMappings: [{ ...mapping, source: 'orders.fifo' }],
      metrics: flow([60, 3000], [100, 900], 30, 15, 15, 'orders.fifo'),
      functions: worker({ perMinute: 15, concurrency: 1, duration: 3900 }),
    },
    /^cause-found \| sqs-fifo-blocked-group likely$/,
  ],
  [
    'a FIFO queue that hands single messages back',
    {
      queues: queue({ ...fifo, messages: 90 }),
      eventSourceMappings: [{ ...mapping, source: 'orders.fifo' }],
      metrics: flow([60, 3000], [10, 90], 20, 40, 18, 'orders.fifo'),
    },
    /sqs-fifo-no-partial possible/,
  ],
  [
    'a visibility timeout below the function’s',
    {
      ...dying,
      queues: queue({ messages: 40, visibilityTimeoutSeconds: 20 }),
      functions: worker({ duration: { p50: 25_000, max: 45_000 } }, { timeout: 60 }),
    },
    /^cause-found \| sqs-visibility-lt-timeout likely/,
  ],
  [
    'a visibility timeout too short for retries',
    {
      ...dying,
      queues: queue({ messages: 40, visibilityTimeoutSeconds: 30 }),
      functions: worker({ duration: { p50: 20_000, max: 29_000 } }),
      eventSourceMappings: [plainMapping],
    },
    /^cause-found \| sqs-visibility-too-short likely/,
  ],
  [
    'a short visibility timeout that does no harm',
    {
      metrics: healthy,
      queues: queue({ messages: 1, visibilityTimeoutSeconds: 30 }),
      functions: worker({ duration: 200 }),
    },
    /^healthy$/,
  ],
  [
    'batches that outlast the timeout',
    {
      metrics: flow([60, 3000], [100, 900], 200, 300, 150),
      functions: worker({ perMinute: 30, errors: 12, duration: { p50: 24_000, p95: 30_000, max: 30_000 } }),
      logGroups: logOf({ timeout: true, durationMs: 30_000 }) ?? [],
    },
    /sqs-lambda-timeout-batch/,
  ],
  [
    'messages too large for full batches',
    {
      metrics: [...flow([60, 3000], [100, 900], 60, 40, 40), metric('SentMessageSize', 900_000)],
      functions: worker({ perMinute: 10 }),
      eventSourceMappings: [{ ...mapping, batchSize: 50 }],
    },
    /sqs-large-payload possible/,
  ],
  [
    'a consumer that fails every time',
    {
      metrics: [...flow([60, 3000], [100, 2500], 40, 120, 0), deadLettering],
      functions: worker({ errors: 40 }),
      logGroups: throwing ?? [],
    },
    /^cause-found \| lambda-unhandled-exception proven/,
  ],
])('%s', async (_, changes, expected) => expect(await whyStuck(worldOf(changes))).toMatch(expected))
