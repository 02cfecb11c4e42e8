import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi, ordersApi } from './investigate-in-test.ts'

type Fn = NonNullable<DeclaredWorld['functions']>[number]

const group = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod'
const malformed = 'Execution failed due to configuration error: Malformed Lambda proxy response'
const endpoint =
  'https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:orders/invocations'
const failing = [
  { from: '-3h', to: '-20m', perMinute: 60 },
  { from: '-20m', perMinute: 60, errors5xx: 15 },
]

function fn(name: string, more: Partial<Fn> = {}): Fn {
  return {
    name,
    runtime: 'nodejs22.x',
    timeout: 10,
    lastModified: '-9d',
    traffic: [{ from: '-3h', perMinute: 60 }],
    ...more,
  }
}

function world(more: Partial<DeclaredWorld> = {}, level: 'INFO' | 'OFF' = 'INFO'): DeclaredWorld {
  const events = [
    {
      from: '-20m',
      every: '30s',
      execution: { method: 'GET', path: '/orders', status: 502, endpoint, endpointStatus: 200, error: malformed },
    },
  ]
  return {
    restApis: [
      {
        name: 'orders-api',
        id: 'a1b2c3d4e5',
        methods: { 'GET /orders': 'orders' },
        stages: [{ name: 'prod', loggingLevel: level, traffic: failing }],
      },
    ],
    functions: [fn('orders')],
    logGroups: level === 'OFF' ? [] : [{ name: group, events }],
    ...more,
  }
}

describe('one read refused at a time', () => {
  it.each([
    ['logs:FilterLogEvents', 'apigw502-malformed-shape likely'],
    ['cloudwatch:GetMetricData', 'apigw502-malformed-shape proven'],
    ['lambda:GetPolicy', 'apigw502-malformed-shape proven'],
    ['lambda:GetFunctionConfiguration', 'apigw502-malformed-shape proven'],
    ['lambda:GetFunctionConcurrency', 'apigw502-malformed-shape proven'],
  ])('without %s', async (action, expected) => {
    const answer = await askApi(world({ deny: [action] }), '502')
    expect(answer.broken).toEqual([])
    expect(answer.ids[0]).toBe(expected)
  })

  it('follows the draft where the deployed routes cannot be read', async () => {
    const answer = await askApi(world({ faults: [{ on: 'apigateway:GetExport', error: 'NotFoundException' }] }), '502')
    expect(answer.ids[0]).toBe('apigw502-malformed-shape proven')
  })

  it('names nothing where metrics and logs are both refused', async () => {
    const answer = await askApi(world({ deny: ['logs:*', 'cloudwatch:*'] }), '502')
    expect([answer.ids, answer.verdict]).toEqual([[], 'insufficient-evidence'])
  })
})

describe('red herrings', () => {
  it('an idle stage beside the one that fails', async () => {
    const declared = world()
    declared.restApis?.[0]?.stages?.push({ name: 'dev', traffic: [] })
    const answer = await askApi(declared, '502', {
      ...ordersApi,
      stage: 'dev',
      arn: ordersApi.arn.replace('prod', 'dev'),
    })
    expect([answer.sighting?.observation.state, answer.ids]).toEqual(['unknown', []])
  })

  it('an unused route whose function lacks its permission', async () => {
    const answer = await askApi(
      world(
        {
          restApis: [
            {
              name: 'orders-api',
              id: 'a1b2c3d4e5',
              methods: { 'GET /orders': 'orders', 'GET /old': 'old' },
              stages: [{ name: 'prod', traffic: failing }],
            },
          ],
          functions: [fn('orders'), fn('old', { permissions: [], traffic: [] })],
          logGroups: [],
        },
        'OFF',
      ),
      '502',
    )
    expect(answer.ids.filter((id) => id.startsWith('apigw500-lambda-permission') && !id.endsWith('possible'))).toEqual(
      [],
    )
  })

  it('an unused route whose function is gone', async () => {
    const answer = await askApi(
      world({
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /orders': 'orders', 'GET /old': 'old' },
            stages: [{ name: 'prod', loggingLevel: 'INFO', traffic: failing }],
          },
        ],
      }),
      '502',
    )
    expect(answer.ids).toEqual(['apigw502-malformed-shape proven'])
  })

  it('errors of the function long before the API failed', async () => {
    const traffic = [
      { from: '-3h', to: '-50m', perMinute: 60 },
      { from: '-50m', to: '-48m', perMinute: 60, errors: 20 },
      { from: '-48m', perMinute: 60 },
    ]
    const events = [
      {
        from: '-50m',
        to: '-48m',
        every: '10s',
        invocation: { durationMs: 20, error: { type: 'TypeError', message: 'x is not a function' } },
      },
    ]
    const declared = world({ functions: [fn('orders', { traffic })] })
    const answer = await askApi(
      { ...declared, logGroups: [...(declared.logGroups ?? []), { name: '/aws/lambda/orders', events }] },
      '502',
    )
    expect(answer.ids).toEqual(['apigw502-malformed-shape proven'])
  })

  it('a function that failed too, in the very minutes, but not on these requests: both are named, the logged one first', async () => {
    const answer = await askApi(world({ functions: [fn('orders', { timeout: 60 })] }), '504')
    expect(answer.ids[0]).toBe('apigw502-malformed-shape proven')
    expect(answer.ids.join()).not.toContain('apigw504')
  })

  it('a smell in the configuration of a healthy API', async () => {
    const declared = world(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            endpoint: 'EDGE',
            binaryMediaTypes: ['*/*'],
            methods: { 'GET /orders': 'orders', 'OPTIONS /orders': { mock: true }, 'GET /old': 'gone' },
            stages: [{ name: 'prod', traffic: [{ from: '-3h', perMinute: 60 }], throttle: { rateLimit: 1 } }],
          },
        ],
        functions: [fn('orders', { timeout: 900, permissions: [] })],
        logGroups: [],
      },
      'OFF',
    )
    for (const symptom of ['502', '504', '500', '4xx'] as const)
      expect((await askApi(declared, symptom)).verdict).toBe('healthy')
  })
})

it('stays within 25 reads for an API with six functions that all look well', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const answer = await askApi(
    world(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: Object.fromEntries(names.map((name) => [`GET /${name}`, name])),
            stages: [{ name: 'prod', traffic: failing }],
          },
        ],
        functions: names.map((name) => fn(name, { traffic: [{ from: '-3h', perMinute: 10 }] })),
        logGroups: [],
      },
      'OFF',
    ),
    '502',
  )
  expect(answer.calls.length).toBeLessThanOrEqual(25)
})
