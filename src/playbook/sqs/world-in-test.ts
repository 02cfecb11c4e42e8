import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'

type Series = NonNullable<DeclaredWorld['metrics']>[number]
type Points = Series['points']
type FunctionInWorld = NonNullable<DeclaredWorld['functions']>[number]
type Traffic = NonNullable<FunctionInWorld['traffic']>[number]
/** The same every minute, from the first to the second over the hour, or as given. */
type Course = number | readonly [number, number] | Points

/** For tests: a course as the points of the last hour, its newest minute left out. */
export function course(of: Course): Points {
  if (typeof of === 'number') return [{ from: '-60m', to: '-1m', value: of }]
  const [first, last] = of
  if (typeof first !== 'number' || typeof last !== 'number') return of as Points
  const values = Array.from({ length: 59 }, (_, index) => Math.round(first + ((last - first) * index) / 58))
  return [{ from: '-60m', values }]
}

/** For tests: one course until so many minutes ago, another since. */
export function turning(minutes: number, before: number, after: number | (number | null)[]): Points {
  const from = `-${minutes}m`
  return [
    { from: '-60m', to: from, value: before },
    typeof after === 'number' ? { from, to: '-1m', value: after } : { from, values: after },
  ]
}

/** For tests: a metric of a queue. */
export function metric(name: string, of: Course, queue = 'orders'): Series {
  return { namespace: 'AWS/SQS', metric: name, dimensions: { QueueName: queue }, points: course(of) }
}

/** For tests: the metrics of a queue. */
export function flow(
  age: Course,
  visible: Course,
  sent: Course,
  received: Course,
  deleted: Course,
  queue = 'orders',
): Series[] {
  return [
    metric('ApproximateAgeOfOldestMessage', age, queue),
    metric('ApproximateNumberOfMessagesVisible', visible, queue),
    metric('ApproximateNumberOfMessagesNotVisible', 0, queue),
    metric('NumberOfMessagesSent', sent, queue),
    metric('NumberOfMessagesReceived', received, queue),
    metric('NumberOfMessagesDeleted', deleted, queue),
  ]
}

/** For tests: messages lie and nobody takes them. */
export const lying = flow([60, 3600], [100, 2500], 40, 0, 0)
export const healthy = flow(3, 2, 40, 40, 40)
/** For tests: two of three receives are repeats. */
export const retried = flow([30, 900], 20, 40, 120, 39)
export const deadLettering = metric('ApproximateNumberOfMessagesVisible', [0, 50], 'orders-dlq')

export const role = {
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
export const mapping = { function: 'worker', source: 'orders', functionResponseTypes: ['ReportBatchItemFailures'] }
/** For tests: the same mapping without partial batch responses. */
export const plainMapping = { function: 'worker', source: 'orders' }

/** For tests: the consumer under some traffic. */
export function worker(traffic: Partial<Traffic> = {}, changes: Partial<FunctionInWorld> = {}): FunctionInWorld[] {
  const calls = { from: '-60m', to: '-1m', perMinute: 40, ...traffic }
  return [
    {
      name: 'worker',
      role: 'worker-role',
      timeout: 30,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      traffic: [calls],
      ...changes,
    },
  ]
}

/** For tests: the consumer's log with an invocation a minute that ended so. */
export function logOf(invocation: object): DeclaredWorld['logGroups'] {
  return [
    {
      name: '/aws/lambda/worker',
      events: [{ from: '-55m', to: '-1m', every: '1m', invocation: { function: 'worker', ...invocation } }],
    },
  ]
}

export const throwing = logOf({
  error: { type: 'TypeError', message: "Cannot read properties of undefined (reading 'total')" },
})

/** For tests: the queue `orders`, changed. */
export function queue(changes: object = {}): DeclaredWorld['queues'] {
  const orders = { name: 'orders', messages: 2500, visibilityTimeoutSeconds: 180, deadLetter: { queue: 'orders-dlq' } }
  return [{ ...orders, ...changes }, { name: 'orders-dlq' }]
}

/** For tests: an account in which messages lie though all is set up well, changed. */
export function worldOf(changes: DeclaredWorld): DeclaredWorld {
  return {
    queues: queue(),
    functions: worker(),
    eventSourceMappings: [mapping],
    roles: [role],
    logGroups: [{ name: '/aws/lambda/worker' }],
    metrics: lying,
    ...changes,
  }
}
