import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { queueLookups } from '../../targets/resolve/queue.ts'
import { lambdaPlaybook } from '../lambda/index.ts'
import { askInTest, gist } from './ask-in-test.ts'
import { sqsPlaybook } from './index.ts'

type Series = NonNullable<DeclaredWorld['metrics']>[number]
type Points = Series['points']

let aws: SimulatedAws
beforeAll(async () => {
  aws = await startAws({})
})
afterAll(() => aws.close())

function metric(name: string, points: Points, queue = 'orders'): Series {
  return { namespace: 'AWS/SQS', metric: name, dimensions: { QueueName: queue }, points }
}

/** A minute's values from an hour ago until now. */
function line(first: number, last: number): Points {
  return [
    {
      from: '-60m',
      values: Array.from({ length: 59 }, (_, index) => Math.round(first + ((last - first) * index) / 58)),
    },
  ]
}

function flat(value: number): Points {
  return [{ from: '-60m', to: '-1m', value }]
}

function flow({
  age,
  visible,
  sent,
  received,
  deleted,
}: {
  age: Points
  visible: Points
  sent: Points
  received: Points
  deleted: Points
}): Series[] {
  return [
    metric('ApproximateAgeOfOldestMessage', age),
    metric('ApproximateNumberOfMessagesVisible', visible),
    metric('ApproximateNumberOfMessagesNotVisible', flat(0)),
    metric('NumberOfMessagesSent', sent),
    metric('NumberOfMessagesReceived', received),
    metric('NumberOfMessagesDeleted', deleted),
  ]
}

const lying = flow({
  age: line(60, 3600),
  visible: line(100, 2500),
  sent: flat(40),
  received: flat(0),
  deleted: flat(0),
})
const healthy = flow({ age: flat(3), visible: flat(2), sent: flat(40), received: flat(40), deleted: flat(40) })

const role = {
  name: 'worker-role',
  inline: {
    poll: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          Resource: '*',
        },
      ],
    },
  },
}
const worker = { name: 'worker', role: 'worker-role', timeout: 30, runtime: 'nodejs22.x', handler: 'index.handler' }
const mapping = { function: 'worker', source: 'orders', functionResponseTypes: ['ReportBatchItemFailures'] }
const calls = (traffic: object): object => ({ from: '-60m', to: '-1m', perMinute: 40, ...traffic })

function worldOf(changes: DeclaredWorld): DeclaredWorld {
  return {
    queues: [
      { name: 'orders', messages: 2500, visibilityTimeoutSeconds: 180, deadLetter: { queue: 'orders-dlq' } },
      { name: 'orders-dlq' },
    ],
    functions: [{ ...worker, traffic: [calls({}) as never] }],
    eventSourceMappings: [mapping],
    roles: [role],
    logGroups: [{ name: '/aws/lambda/worker' }],
    metrics: lying,
    ...changes,
  }
}

async function ask(world: DeclaredWorld, name = 'orders'): Promise<string> {
  aws.setWorld(world)
  const report = await askInTest({
    url: aws.url,
    parts: [sqsPlaybook, lambdaPlaybook],
    lookups: queueLookups,
    symptom: 'stuck',
    name,
  })
  expect(report.cost.calls).toBeLessThanOrEqual(25)
  return gist(report)
}

const thrown = (share: number) => ({
  functions: [{ ...worker, traffic: [calls({ errors: Math.round(40 * share) }) as never] }],
})
const throwing = {
  logGroups: [
    {
      name: '/aws/lambda/worker',
      events: [
        {
          from: '-55m',
          to: '-1m',
          every: '1m',
          invocation: {
            function: 'worker',
            error: { type: 'TypeError', message: "Cannot read properties of undefined (reading 'total')" },
          },
        },
      ],
    },
  ],
}
const deadLettering = metric('ApproximateNumberOfMessagesVisible', line(0, 50), 'orders-dlq')
const retried = flow({ age: line(30, 900), visible: flat(20), sent: flat(40), received: flat(120), deleted: flat(39) })

describe('why-stuck over the wire', () => {
  it.each<[string, DeclaredWorld, RegExp]>([
    ['a queue that keeps up', worldOf({ metrics: healthy, queues: [{ name: 'orders', messages: 2 }] }), /^healthy$/],
    [
      'a mapping switched off',
      worldOf({ eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }),
      /^cause-found \| sqs-esm-disabled proven/,
    ],
    [
      'a mapping switched off, nothing waiting',
      worldOf({
        metrics: healthy,
        queues: [{ name: 'orders' }],
        eventSourceMappings: [{ ...mapping, state: 'Disabled' }],
      }),
      /^healthy$/,
    ],
    [
      'a mapping switched off, without metrics',
      worldOf({ metrics: [], eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }),
      /^cause-found \| sqs-esm-disabled/,
    ],
    ['no mapping', worldOf({ eventSourceMappings: [] }), /^cause-found \| sqs-esm-missing likely/],
    ['a function that is gone', worldOf({ functions: [] }), /^cause-found \| sqs-batch-iam-function-missing likely/],
    [
      'a role that lost its policy',
      worldOf({ roles: [{ ...role, inline: {} }] }),
      /^cause-found \| sqs-esm-permission proven/,
    ],
    [
      'a reservation that is too small',
      worldOf({
        metrics: flow({
          age: line(60, 3000),
          visible: line(100, 2500),
          sent: flat(400),
          received: flat(30),
          deleted: flat(30),
        }),
        functions: [{ ...worker, reservedConcurrency: 2, traffic: [calls({ perMinute: 30, throttles: 60 }) as never] }],
      }),
      /^cause-found \| sqs-throttled proven/,
    ],
    [
      'a cap that is too low',
      worldOf({
        metrics: flow({
          age: line(60, 3000),
          visible: line(100, 2500),
          sent: flat(400),
          received: flat(100),
          deleted: flat(100),
        }),
        eventSourceMappings: [{ ...mapping, maximumConcurrency: 2 }],
        functions: [{ ...worker, traffic: [calls({ perMinute: 20, concurrency: 2, duration: 6000 }) as never] }],
      }),
      /^cause-found \| sqs-maxconcurrency-low proven/,
    ],
    [
      'a poison message',
      worldOf({
        metrics: [...retried, deadLettering],
        ...thrown(0.1),
        ...throwing,
        eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }],
      }),
      /^cause-found \| sqs-poison-pill proven/,
    ],
    [
      'a mapping without partial responses',
      worldOf({
        metrics: retried,
        ...thrown(0.3),
        eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }],
        functions: [{ ...worker, traffic: [calls({ perMinute: 15, errors: 5 }) as never] }],
      }),
      /^cause-found \| sqs-partial-batch-missing likely/,
    ],
    [
      'errors that a retry mends',
      worldOf({
        metrics: healthy,
        queues: [{ name: 'orders', messages: 1 }],
        ...thrown(0.02),
        eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }],
      }),
      /^healthy$/,
    ],
    [
      'a FIFO group behind a failing message',
      {
        ...worldOf({}),
        queues: [{ name: 'orders.fifo', messages: 900, visibilityTimeoutSeconds: 180 }],
        eventSourceMappings: [{ ...mapping, source: 'orders.fifo', functionResponseTypes: [] }],
        metrics: flow({
          age: line(60, 3000),
          visible: line(100, 900),
          sent: flat(20),
          received: flat(10),
          deleted: flat(2),
        }).map((each) => ({ ...each, dimensions: { QueueName: 'orders.fifo' } })),
        ...throwing,
        functions: [{ ...worker, traffic: [calls({ perMinute: 2, errors: 1, concurrency: 1 }) as never] }],
      },
      /^cause-found \| sqs-fifo-blocked-group proven/,
    ],
    [
      'a visibility timeout below the function’s',
      worldOf({
        queues: [
          { name: 'orders', messages: 40, visibilityTimeoutSeconds: 20, deadLetter: { queue: 'orders-dlq' } },
          { name: 'orders-dlq', messages: 20 },
        ],
        metrics: [...retried, deadLettering],
        functions: [{ ...worker, timeout: 60, traffic: [calls({ duration: { p50: 25_000, max: 45_000 } }) as never] }],
      }),
      /sqs-visibility-lt-timeout likely/,
    ],
    [
      'a visibility timeout too short for retries',
      worldOf({
        queues: [
          { name: 'orders', messages: 40, visibilityTimeoutSeconds: 30, deadLetter: { queue: 'orders-dlq' } },
          { name: 'orders-dlq', messages: 20 },
        ],
        metrics: [...retried, deadLettering],
        functions: [{ ...worker, timeout: 30, traffic: [calls({ duration: { p50: 20_000, max: 29_000 } }) as never] }],
        eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }],
      }),
      /sqs-visibility-too-short likely/,
    ],
    [
      'a filter that lets nothing through',
      worldOf({
        queues: [{ name: 'orders' }],
        metrics: healthy,
        functions: [worker],
        eventSourceMappings: [{ ...mapping, filters: ['{"body":{"kind":["order"]}}'] }],
      }),
      /^cause-found \| sqs-esm-filtered likely/,
    ],
    [
      'an idle queue without metrics',
      worldOf({ queues: [{ name: 'orders' }], metrics: [] }),
      /^insufficient-evidence \| sqs-inactive-metrics possible$/,
    ],
    [
      'a long delay',
      worldOf({
        queues: [{ name: 'orders', messages: 0, delayed: 400, delaySeconds: 900 }],
        metrics: flow({ age: flat(850), visible: flat(0), sent: flat(30), received: flat(30), deleted: flat(30) }),
      }),
      /sqs-delay-queue likely/,
    ],
    [
      'a key that the role may not use',
      worldOf({
        queues: [{ name: 'orders', messages: 2500, kmsKeyId: 'k1', deadLetter: { queue: 'dlq' } }, { name: 'dlq' }],
        keys: [
          {
            id: 'k1',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
                  Action: 'kms:*',
                  Resource: '*',
                },
              ],
            },
          },
        ],
      }),
      /^cause-found \| sqs-esm-kms likely/,
    ],
    [
      'a queue policy that denies the role',
      worldOf({
        queues: [
          {
            name: 'orders',
            messages: 2500,
            policy: {
              Version: '2012-10-17',
              Statement: [{ Sid: 'Lock', Effect: 'Deny', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*' }],
            },
          },
        ],
      }),
      /sqs-policy-cross-account likely/,
    ],
    [
      'a handler that throws although it could report',
      worldOf({ metrics: [...retried, deadLettering], ...thrown(0.1), ...throwing }),
      /^cause-found \| sqs-partial-batch-wrong proven/,
    ],
    [
      'a handler whose answer fails whole batches',
      worldOf({
        metrics: flow({
          age: line(60, 3000),
          visible: line(20, 200),
          sent: flat(10),
          received: flat(60),
          deleted: flat(0),
        }),
        functions: [{ ...worker, traffic: [calls({ perMinute: 6 }) as never] }],
      }),
      /sqs-partial-batch-wrong likely/,
    ],
    [
      'a FIFO queue that hands single messages back',
      {
        ...worldOf({}),
        queues: [{ name: 'orders.fifo', messages: 90, visibilityTimeoutSeconds: 180 }],
        eventSourceMappings: [{ ...mapping, source: 'orders.fifo' }],
        metrics: flow({
          age: line(60, 3000),
          visible: line(10, 90),
          sent: flat(20),
          received: flat(40),
          deleted: flat(18),
        }).map((each) => ({ ...each, dimensions: { QueueName: 'orders.fifo' } })),
      },
      /sqs-fifo-no-partial possible/,
    ],
    [
      'one group for all messages',
      {
        ...worldOf({}),
        queues: [{ name: 'orders.fifo', messages: 900, visibilityTimeoutSeconds: 180 }],
        eventSourceMappings: [{ ...mapping, source: 'orders.fifo' }],
        metrics: flow({
          age: line(60, 3000),
          visible: line(100, 900),
          sent: flat(30),
          received: flat(15),
          deleted: flat(15),
        }).map((each) => ({ ...each, dimensions: { QueueName: 'orders.fifo' } })),
        functions: [{ ...worker, traffic: [calls({ perMinute: 15, concurrency: 1, duration: 3900 }) as never] }],
      },
      /^cause-found \| sqs-fifo-blocked-group likely/,
    ],
    [
      'a burst that the pollers grow into',
      worldOf({
        queues: [{ name: 'orders', messages: 40_000, visibilityTimeoutSeconds: 180 }],
        metrics: [
          ...flow({
            age: [
              { from: '-60m', to: '-12m', value: 3 },
              { from: '-12m', values: [30, 80, 140, 200, 260, 320, 380, 440, 500, 560, 620] },
            ],
            visible: [
              { from: '-60m', to: '-12m', value: 2 },
              { from: '-12m', values: [9000, 18000, 24000, 28000, 31000, 34000, 36000, 38000, 39000, 39500, 40000] },
            ],
            sent: [
              { from: '-60m', to: '-12m', value: 40 },
              { from: '-12m', to: '-1m', value: 9000 },
            ],
            received: [
              { from: '-60m', to: '-12m', value: 40 },
              { from: '-12m', to: '-1m', value: 5000 },
            ],
            deleted: [
              { from: '-60m', to: '-12m', value: 40 },
              { from: '-12m', to: '-1m', value: 5000 },
            ],
          }),
          {
            namespace: 'AWS/Lambda',
            metric: 'ConcurrentExecutions',
            dimensions: { FunctionName: 'worker' },
            points: [
              { from: '-60m', to: '-12m', value: 2 },
              { from: '-12m', values: [5, 65, 125, 185, 245, 305, 365, 425, 485, 545, 605] },
            ],
          },
        ],
        functions: [{ ...worker, traffic: [] }],
      }),
      /^cause-found \| sqs-scale-ramp likely/,
    ],
    [
      'a batching window that makes messages wait',
      worldOf({
        queues: [{ name: 'orders', messages: 3 }],
        metrics: flow({ age: flat(290), visible: flat(3), sent: flat(2), received: flat(2), deleted: flat(2) }),
        functions: [{ ...worker, traffic: [calls({ perMinute: 1 }) as never] }],
        eventSourceMappings: [{ ...mapping, batchSize: 100, batchingWindowSeconds: 300 }],
      }),
      /^cause-found \| sqs-batch-window likely$/,
    ],
    [
      'messages too large for full batches',
      worldOf({
        metrics: [
          ...flow({
            age: line(60, 3000),
            visible: line(100, 900),
            sent: flat(60),
            received: flat(40),
            deleted: flat(40),
          }),
          metric('SentMessageSize', flat(900_000)),
        ],
        functions: [{ ...worker, traffic: [calls({ perMinute: 10 }) as never] }],
        eventSourceMappings: [{ ...mapping, batchSize: 50 }],
      }),
      /sqs-large-payload possible/,
    ],
    [
      'a producer that went silent',
      worldOf({
        queues: [{ name: 'orders' }],
        metrics: flow({
          age: flat(0),
          visible: flat(0),
          sent: [
            { from: '-60m', to: '-30m', value: 40 },
            { from: '-30m', to: '-1m', value: 0 },
          ],
          received: [
            { from: '-60m', to: '-30m', value: 40 },
            { from: '-30m', to: '-1m', value: 0 },
          ],
          deleted: [
            { from: '-60m', to: '-30m', value: 40 },
            { from: '-30m', to: '-1m', value: 0 },
          ],
        }),
      }),
      /^insufficient-evidence \| sqs-producer possible$/,
    ],
    [
      'retries without end',
      worldOf({
        queues: [{ name: 'orders', messages: 20, visibilityTimeoutSeconds: 180 }],
        metrics: flow({
          age: line(20_000, 23_600),
          visible: flat(20),
          sent: flat(40),
          received: flat(120),
          deleted: flat(39),
        }),
        ...thrown(0.1),
        functions: [{ ...worker, traffic: [calls({ errors: 4 }) as never] }],
      }),
      /sqs-no-dlq likely/,
    ],
    [
      'messages that grow too old',
      worldOf({
        queues: [{ name: 'orders', messages: 2500, retentionSeconds: 3600 }],
        eventSourceMappings: [{ ...mapping, state: 'Disabled' }],
      }),
      /sqs-retention-expired/,
    ],
    [
      'batches that outlast the timeout',
      worldOf({
        metrics: flow({
          age: line(60, 3000),
          visible: line(100, 900),
          sent: flat(200),
          received: flat(300),
          deleted: flat(150),
        }),
        functions: [
          {
            ...worker,
            traffic: [
              calls({ perMinute: 30, errors: 12, duration: { p50: 24_000, p95: 30_000, max: 30_000 } }) as never,
            ],
          },
        ],
        logGroups: [
          {
            name: '/aws/lambda/worker',
            events: [
              {
                from: '-55m',
                to: '-1m',
                every: '1m',
                invocation: { function: 'worker', timeout: true, durationMs: 30_000 },
              },
            ],
          },
        ],
      }),
      /^cause-found \| lambda-timeout-too-low likely \(sqs-lambda-timeout-batch\)/,
    ],
    [
      'a burst being drained',
      worldOf({
        queues: [{ name: 'orders', messages: 300 }],
        metrics: flow({
          age: line(400, 200),
          visible: line(4000, 300),
          sent: flat(40),
          received: flat(110),
          deleted: flat(110),
        }),
      }),
      /^healthy$/,
    ],
    [
      'a queue that was stuck and recovered',
      worldOf({
        queues: [{ name: 'orders', messages: 1 }],
        metrics: [
          metric('ApproximateAgeOfOldestMessage', [
            { from: '-60m', to: '-30m', value: 900 },
            { from: '-30m', to: '-1m', value: 3 },
          ]),
          metric('ApproximateNumberOfMessagesVisible', [
            { from: '-60m', to: '-30m', value: 500 },
            { from: '-30m', to: '-1m', value: 2 },
          ]),
          metric('NumberOfMessagesDeleted', [
            { from: '-60m', to: '-30m', value: 0 },
            { from: '-30m', to: '-1m', value: 60 },
          ]),
          metric('NumberOfMessagesReceived', [
            { from: '-60m', to: '-30m', value: 0 },
            { from: '-30m', to: '-1m', value: 60 },
          ]),
          metric('NumberOfMessagesSent', flat(40)),
        ],
      }),
      /^recovered$/,
    ],
  ])('%s', async (_, world, expected) => {
    expect(await ask(world)).toMatch(expected)
  })

  it('names the consumer’s own fault where every call fails', async () => {
    const world = worldOf({
      metrics: [
        ...flow({
          age: line(60, 3000),
          visible: line(100, 2500),
          sent: flat(40),
          received: flat(120),
          deleted: flat(0),
        }),
        deadLettering,
      ],
      ...thrown(1),
      ...throwing,
    })
    expect(await ask(world)).toMatch(/^cause-found \| lambda-unhandled-exception proven/)
  })

  it('finds the queues of a function that is named', async () => {
    expect(await ask(worldOf({ eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }), 'worker')).toMatch(
      /sqs-esm-disabled/,
    )
  })

  it('follows a dead-letter queue to the queue that feeds it', async () => {
    expect(
      await ask(worldOf({ metrics: [...retried, deadLettering], ...thrown(1), ...throwing }), 'orders-dlq'),
    ).toMatch(/sqs-dlq-growing likely/)
  })

  it('says what could not be read instead of calling it fine', async () => {
    const denied = worldOf({ deny: ['cloudwatch:GetMetricData', 'lambda:ListEventSourceMappings'] })
    expect(await ask(denied)).toBe('insufficient-evidence')
  })
})
