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
  return [{ from: '-60m', values: Array.from({ length: 59 }, (_, index) => Math.round(first + ((last - first) * index) / 58)) }]
}

function flat(value: number): Points {
  return [{ from: '-60m', to: '-1m', value }]
}

function flow({ age, visible, sent, received, deleted }: { age: Points; visible: Points; sent: Points; received: Points; deleted: Points }): Series[] {
  return [
    metric('ApproximateAgeOfOldestMessage', age),
    metric('ApproximateNumberOfMessagesVisible', visible),
    metric('ApproximateNumberOfMessagesNotVisible', flat(0)),
    metric('NumberOfMessagesSent', sent),
    metric('NumberOfMessagesReceived', received),
    metric('NumberOfMessagesDeleted', deleted),
  ]
}

const lying = flow({ age: line(60, 3600), visible: line(100, 2500), sent: flat(40), received: flat(0), deleted: flat(0) })
const healthy = flow({ age: flat(3), visible: flat(2), sent: flat(40), received: flat(40), deleted: flat(40) })

const role = {
  name: 'worker-role',
  inline: {
    poll: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: '*' }],
    },
  },
}
const worker = { name: 'worker', role: 'worker-role', timeout: 30, runtime: 'nodejs22.x', handler: 'index.handler' }
const mapping = { function: 'worker', source: 'orders', functionResponseTypes: ['ReportBatchItemFailures'] }
const calls = (traffic: object): object => ({ from: '-60m', to: '-1m', perMinute: 40, ...traffic })

function worldOf(changes: DeclaredWorld): DeclaredWorld {
  return {
    queues: [{ name: 'orders', messages: 2500, visibilityTimeoutSeconds: 180, deadLetter: { queue: 'orders-dlq' } }, { name: 'orders-dlq' }],
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
  const report = await askInTest({ url: aws.url, parts: [sqsPlaybook, lambdaPlaybook], lookups: queueLookups, symptom: 'stuck', name })
  expect(report.cost.calls).toBeLessThanOrEqual(25)
  if (process.env.GIST) console.log(gist(report), report.cost.calls, report.summary)
  return gist(report)
}

const thrown = (share: number) => ({ functions: [{ ...worker, traffic: [calls({ errors: Math.round(40 * share) }) as never] }] })
const throwing = {
  logGroups: [
    { name: '/aws/lambda/worker', events: [{ from: '-55m', to: '-1m', every: '1m', invocation: { function: 'worker', error: { type: 'TypeError', message: "Cannot read properties of undefined (reading 'total')" } } }] },
  ],
}
const deadLettering = metric('ApproximateNumberOfMessagesVisible', line(0, 50), 'orders-dlq')
const retried = flow({ age: line(30, 900), visible: flat(20), sent: flat(40), received: flat(120), deleted: flat(39) })

describe('why-stuck over the wire', () => {
  it.each<[string, DeclaredWorld, RegExp]>([
    ['a queue that keeps up', worldOf({ metrics: healthy, queues: [{ name: 'orders', messages: 2 }] }), /^healthy$/],
    ['a mapping switched off', worldOf({ eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }), /^cause-found \| sqs-esm-disabled proven/],
    ['a mapping switched off, nothing waiting', worldOf({ metrics: healthy, queues: [{ name: 'orders' }], eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }), /^healthy$/],
    ['a mapping switched off, without metrics', worldOf({ metrics: [], eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }), /^cause-found \| sqs-esm-disabled/],
    ['no mapping', worldOf({ eventSourceMappings: [] }), /^cause-found \| sqs-esm-missing likely/],
    ['a function that is gone', worldOf({ functions: [] }), /^cause-found \| sqs-batch-iam-function-missing likely/],
    ['a role that lost its policy', worldOf({ roles: [{ ...role, inline: {} }] }), /^cause-found \| sqs-esm-permission proven/],
    ['a reservation that is too small', worldOf({ metrics: flow({ age: line(60, 3000), visible: line(100, 2500), sent: flat(400), received: flat(30), deleted: flat(30) }), functions: [{ ...worker, reservedConcurrency: 2, traffic: [calls({ perMinute: 30, throttles: 60 }) as never] }] }), /^cause-found \| sqs-throttled proven/],
    ['a cap that is too low', worldOf({ metrics: flow({ age: line(60, 3000), visible: line(100, 2500), sent: flat(400), received: flat(100), deleted: flat(100) }), eventSourceMappings: [{ ...mapping, maximumConcurrency: 2 }], functions: [{ ...worker, traffic: [calls({ perMinute: 20, concurrency: 2, duration: 6000 }) as never] }] }), /^cause-found \| sqs-maxconcurrency-low proven/],
    ['a poison message', worldOf({ metrics: [...retried, deadLettering], ...thrown(0.1), ...throwing, eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }] }), /sqs-poison-pill likely/],
    ['a mapping without partial responses', worldOf({ metrics: retried, ...thrown(0.3), eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }], functions: [{ ...worker, traffic: [calls({ perMinute: 15, errors: 5 }) as never] }] }), /sqs-partial-batch-missing likely/],
    ['errors that a retry mends', worldOf({ metrics: healthy, queues: [{ name: 'orders', messages: 1 }], ...thrown(0.02), eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }] }), /^healthy$/],
    ['a FIFO group behind a failing message', { ...worldOf({}), queues: [{ name: 'orders.fifo', messages: 900, visibilityTimeoutSeconds: 180 }], eventSourceMappings: [{ ...mapping, source: 'orders.fifo', functionResponseTypes: [] }], metrics: flow({ age: line(60, 3000), visible: line(100, 900), sent: flat(20), received: flat(10), deleted: flat(2) }).map((each) => ({ ...each, dimensions: { QueueName: 'orders.fifo' } })), ...throwing, functions: [{ ...worker, traffic: [calls({ perMinute: 2, errors: 1, concurrency: 1 }) as never] }] }, /sqs-fifo-blocked-group likely/],
    ['a visibility timeout below the function’s', worldOf({ queues: [{ name: 'orders', messages: 40, visibilityTimeoutSeconds: 20, deadLetter: { queue: 'orders-dlq' } }, { name: 'orders-dlq', messages: 20 }], metrics: [...retried, deadLettering], functions: [{ ...worker, timeout: 60, traffic: [calls({ duration: { p50: 25_000, max: 45_000 } }) as never] }] }), /sqs-visibility-lt-timeout likely/],
    ['a visibility timeout too short for retries', worldOf({ queues: [{ name: 'orders', messages: 40, visibilityTimeoutSeconds: 30, deadLetter: { queue: 'orders-dlq' } }, { name: 'orders-dlq', messages: 20 }], metrics: [...retried, deadLettering], functions: [{ ...worker, timeout: 30, traffic: [calls({ duration: { p50: 20_000, max: 29_000 } }) as never] }], eventSourceMappings: [{ ...mapping, functionResponseTypes: [] }] }), /sqs-visibility-too-short likely/],
    ['a filter that lets nothing through', worldOf({ queues: [{ name: 'orders' }], metrics: healthy, functions: [worker], eventSourceMappings: [{ ...mapping, filters: ['{"body":{"kind":["order"]}}'] }] }), /^cause-found \| sqs-esm-filtered likely/],
    ['an idle queue without metrics', worldOf({ queues: [{ name: 'orders' }], metrics: [] }), /^insufficient-evidence \| sqs-inactive-metrics possible$/],
    ['a long delay', worldOf({ queues: [{ name: 'orders', messages: 0, delayed: 400, delaySeconds: 900 }], metrics: flow({ age: flat(850), visible: flat(0), sent: flat(30), received: flat(30), deleted: flat(30) }) }), /sqs-delay-queue likely/],
    ['a burst being drained', worldOf({ queues: [{ name: 'orders', messages: 300 }], metrics: flow({ age: line(400, 200), visible: line(4000, 300), sent: flat(40), received: flat(110), deleted: flat(110) }) }), /^healthy$/],
    ['a queue that was stuck and recovered', worldOf({ queues: [{ name: 'orders', messages: 1 }], metrics: [metric('ApproximateAgeOfOldestMessage', [{ from: '-60m', to: '-30m', value: 900 }, { from: '-30m', to: '-1m', value: 3 }]), metric('ApproximateNumberOfMessagesVisible', [{ from: '-60m', to: '-30m', value: 500 }, { from: '-30m', to: '-1m', value: 2 }]), metric('NumberOfMessagesDeleted', [{ from: '-60m', to: '-30m', value: 0 }, { from: '-30m', to: '-1m', value: 60 }]), metric('NumberOfMessagesReceived', [{ from: '-60m', to: '-30m', value: 0 }, { from: '-30m', to: '-1m', value: 60 }]), metric('NumberOfMessagesSent', flat(40))] }), /^recovered$/],
  ])('%s', async (_, world, expected) => {
    expect(await ask(world)).toMatch(expected)
  })

  it('names the consumer’s own fault where every call fails', async () => {
    const world = worldOf({ metrics: [...flow({ age: line(60, 3000), visible: line(100, 2500), sent: flat(40), received: flat(120), deleted: flat(0) }), deadLettering], ...thrown(1), ...throwing })
    expect(await ask(world)).toMatch(/^cause-found \| lambda-unhandled-exception proven/)
  })

  it('finds the queues of a function that is named', async () => {
    expect(await ask(worldOf({ eventSourceMappings: [{ ...mapping, state: 'Disabled' }] }), 'worker')).toMatch(/sqs-esm-disabled/)
  })

  it('follows a dead-letter queue to the queue that feeds it', async () => {
    expect(await ask(worldOf({ metrics: [...retried, deadLettering], ...thrown(1), ...throwing }), 'orders-dlq')).toMatch(/sqs-dlq-growing likely/)
  })

  it('says what could not be read instead of calling it fine', async () => {
    const denied = worldOf({ deny: ['cloudwatch:GetMetricData', 'lambda:ListEventSourceMappings'] })
    expect(await ask(denied)).toBe('insufficient-evidence')
  })
})
