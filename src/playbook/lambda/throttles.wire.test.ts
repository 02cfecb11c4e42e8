import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askFunction } from './investigate-in-test.ts'

type Fn = NonNullable<DeclaredWorld['functions']>[number]

function world(
  fn: Partial<Fn>,
  more: Partial<DeclaredWorld> = {},
  burst: Partial<NonNullable<Fn['traffic']>[number]> = {},
): DeclaredWorld {
  return {
    functions: [
      {
        name: 'orders',
        lastModified: '-9d',
        traffic: [
          { from: '-3h', to: '-20m', perMinute: 60, concurrency: 2 },
          { from: '-20m', perMinute: 60, throttles: 40, concurrency: 5, ...burst },
        ],
        ...fn,
      },
    ],
    logGroups: [{ name: '/aws/lambda/orders', events: [] }],
    ...more,
  }
}
const accountUse = (concurrent: number, unreserved = concurrent): Partial<DeclaredWorld> => ({
  metrics: [
    { namespace: 'AWS/Lambda', metric: 'ConcurrentExecutions', points: [{ from: '-3h', value: concurrent }] },
    { namespace: 'AWS/Lambda', metric: 'UnreservedConcurrentExecutions', points: [{ from: '-3h', value: unreserved }] },
  ],
})

describe('why-throttled over the wire', () => {
  it.each<[string, DeclaredWorld, string | string[]]>([
    [
      'a reservation of zero',
      world({ reservedConcurrency: 0, traffic: [{ from: '-20m', perMinute: 0, throttles: 40 }] }),
      'lambda-throttle-reserved-zero proven',
    ],
    ['a reservation that is full', world({ reservedConcurrency: 5 }), 'lambda-throttle-reserved proven'],
    [
      'a queue that asks for more than the reservation',
      world(
        { reservedConcurrency: 5 },
        { queues: [{ name: 'jobs' }], eventSourceMappings: [{ function: 'orders', source: 'jobs' }] },
      ),
      ['lambda-throttle-reserved proven', 'lambda-throttle-esm likely'],
    ],
    [
      'a queue held below the reservation',
      world(
        { reservedConcurrency: 5 },
        {
          queues: [{ name: 'jobs' }],
          eventSourceMappings: [{ function: 'orders', source: 'jobs', maximumConcurrency: 2 }],
        },
      ),
      'lambda-throttle-reserved proven',
    ],
    ['an account that is full', world({}, accountUse(998)), 'lambda-throttle-account proven'],
    [
      'a new account',
      world({}, { ...accountUse(10), lambdaAccount: { concurrentExecutions: 10, unreservedConcurrentExecutions: 10 } }),
      'lambda-throttle-new-account likely',
    ],
    [
      'reservations that leave little',
      world(
        {},
        { ...accountUse(160, 100), lambdaAccount: { concurrentExecutions: 1000, unreservedConcurrentExecutions: 100 } },
      ),
      'lambda-throttle-unreserved-starved proven',
    ],
    [
      'requests faster than ten for each execution',
      world({ reservedConcurrency: 10 }, {}, { perMinute: 5900, throttles: 900, concurrency: 3 }),
      'lambda-throttle-rps likely',
    ],
    [
      'a burst',
      world(
        {
          traffic: [
            { from: '-3h', to: '-6m', perMinute: 60, concurrency: 20 },
            { from: '-6m', to: '-5m', perMinute: 9000, throttles: 400, concurrency: 1900 },
            { from: '-5m', perMinute: 9000, concurrency: 2100 },
          ],
        },
        { ...accountUse(2100), lambdaAccount: { concurrentExecutions: 5000 } },
      ),
      'lambda-throttle-scaling-rate likely',
    ],
    [
      'provisioned concurrency that takes the reservation',
      world({
        reservedConcurrency: 5,
        versions: [{ version: '1' }],
        aliases: [{ name: 'live', version: '1' }],
        provisionedConcurrency: [{ qualifier: 'live', requested: 5 }],
      }),
      'lambda-throttle-pc-misc likely',
    ],
  ])('%s', async (_name, declared, expected) => {
    const answer = await askFunction(declared, 'throttled')
    expect(answer.broken).toEqual([])
    expect(answer.sighting?.observation.state).toBe('present')
    expect(answer.ids).toEqual([expected].flat())
    expect(answer.verdict).toBe('cause-found')
  })

  it('does not blame a small reservation that is not reached by anybody', async () => {
    const answer = await askFunction(
      { functions: [{ name: 'orders', reservedConcurrency: 1, traffic: [{ from: '-3h', perMinute: 6 }] }] },
      'throttled',
    )
    expect(answer.verdict).toBe('healthy')
  })

  it('does not guess the limit when the reservation is denied', async () => {
    const answer = await askFunction(
      { ...world({ reservedConcurrency: 5 }), deny: ['lambda:GetFunctionConcurrency'] },
      'throttled',
    )
    expect(answer.ids).toEqual([])
    expect(answer.verdict).toBe('insufficient-evidence')
  })
})
