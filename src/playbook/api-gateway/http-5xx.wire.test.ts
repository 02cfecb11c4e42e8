import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi, ordersHttpApi } from './investigate-in-test.ts'

type Group = NonNullable<DeclaredWorld['logGroups']>[number]
type Api = NonNullable<DeclaredWorld['httpApis']>[number]
type Stage = NonNullable<Api['stages']>[number]
type Fn = NonNullable<DeclaredWorld['functions']>[number]

const format =
  '{"requestId":"$context.requestId","routeKey":"$context.routeKey","status":"$context.status","integrationStatus":"$context.integrationStatus","functionStatus":"$context.integration.status","integrationError":"$context.integrationErrorMessage","integrationLatency":"$context.integrationLatency","authorizerError":"$context.authorizer.error"}'

function fn(more: Partial<Fn> = {}): Fn {
  return {
    name: 'orders',
    runtime: 'nodejs22.x',
    timeout: 10,
    lastModified: '-9d',
    traffic: [{ from: '-3h', perMinute: 60 }],
    ...more,
  }
}

function row(fields: Readonly<Record<string, string>>): NonNullable<Group['events']> {
  return [
    {
      from: '-20m',
      every: '30s',
      message: {
        requestId: '{requestId}',
        routeKey: 'GET /orders',
        status: '500',
        integrationStatus: '-',
        functionStatus: '-',
        integrationError: '-',
        integrationLatency: '40',
        authorizerError: '-',
        ...fields,
      },
    },
  ]
}

function world(parts: {
  api?: Partial<Api>
  stage?: Partial<Stage>
  functions?: Fn[]
  rows?: NonNullable<Group['events']>
  groups?: Group[]
}): DeclaredWorld {
  const access =
    parts.rows === undefined
      ? {}
      : { accessLog: { destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:http-access', format } }
  return {
    httpApis: [
      {
        name: 'orders-http',
        id: 'h1b2c3d4e5',
        routes: { 'GET /orders': 'orders' },
        stages: [
          {
            name: '$default',
            traffic: [
              { from: '-3h', to: '-20m', perMinute: 60 },
              { from: '-20m', perMinute: 60, errors5xx: 15 },
            ],
            ...access,
            ...parts.stage,
          },
        ],
        ...parts.api,
      },
    ],
    functions: parts.functions ?? [fn()],
    logGroups: [
      {
        name: '/aws/lambda/orders',
        events: [{ from: '-60m', every: '1m', invocation: { durationMs: 40, lines: ['INFO ok'] } }],
      },
      ...(parts.rows === undefined ? [] : [{ name: 'http-access', events: parts.rows }]),
      ...(parts.groups ?? []),
    ],
  }
}

const noPermission =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again."
const slow = [
  { from: '-3h', to: '-21m', perMinute: 60 },
  { from: '-21m', perMinute: 60, duration: { p50: 80, p99: 31_000, max: 33_000 } },
]

describe('why-500 on an HTTP API', () => {
  it.each<[string, DeclaredWorld, string]>([
    ['a response that is none', world({ rows: row({ integrationStatus: '200' }) }), 'httpapi500-malformed proven'],
    [
      'no permission',
      world({ functions: [fn({ permissions: [], traffic: [] })], rows: row({ integrationError: noPermission }) }),
      'apigw500-lambda-permission proven',
    ],
    [
      'no permission, no access log',
      world({ functions: [fn({ permissions: [], traffic: [] })] }),
      'apigw500-lambda-permission proven',
    ],
    ['a deleted function', world({ functions: [] }), 'apigw500-function-missing proven'],
    [
      'a function that answers 500 itself',
      world({ rows: row({ integrationStatus: '200', functionStatus: '500' }) }),
      'httpapi5xx-from-back-end proven',
    ],
    [
      'a slow back end',
      world({
        functions: [fn({ timeout: 60, traffic: slow })],
        rows: row({ status: '503', integrationLatency: '30001' }),
      }),
      'httpapi503-timeout proven',
    ],
    [
      'a low timeout',
      world({
        api: { routes: { 'GET /orders': { lambda: 'orders', timeoutInMillis: 3500 } } },
        functions: [
          fn({ timeout: 3, traffic: [{ from: '-3h', perMinute: 60, duration: { p50: 80, p99: 3400, max: 3450 } }] }),
        ],
        rows: row({ status: '503', integrationLatency: '3502' }),
      }),
      'httpapi503-custom-low-timeout proven',
    ],
    [
      'an authorizer that throws',
      world({ rows: row({ authorizerError: 'The authorizer threw' }) }),
      'apigw500-authorizer-error proven',
    ],
    [
      'fields of the other payload version',
      world({
        api: { routes: { 'GET /orders': { lambda: 'orders', payloadFormatVersion: '2.0' } } },
        functions: [
          fn({
            traffic: [
              { from: '-3h', to: '-20m', perMinute: 60 },
              { from: '-20m', perMinute: 60, errors: 15 },
            ],
          }),
        ],
        groups: [{ name: '/aws/lambda/other', events: [] }],
      }),
      '',
    ],
  ])('%s', async (name, declared, expected) => {
    if (name.startsWith('fields'))
      declared.logGroups?.[0]?.events?.push({
        from: '-20m',
        every: '30s',
        invocation: {
          durationMs: 20,
          error: {
            type: 'TypeError',
            message: "Cannot read properties of undefined (reading 'split') at event.httpMethod",
          },
        },
      })
    const answer = await askApi(declared, '500', ordersHttpApi)
    expect(answer.broken).toEqual([])
    if (expected === '') expect(answer.ids.join()).toContain('httpapi500-payload-version likely')
    else expect([answer.ids[0], answer.verdict]).toEqual([expected, 'cause-found'])
  })

  it('names throttling by its limit, with the failed call as its effect', async () => {
    const traffic = [
      { from: '-3h', to: '-20m', perMinute: 60 },
      { from: '-20m', perMinute: 45, throttles: 15, concurrency: 5 },
    ]
    const answer = await askApi(world({ functions: [fn({ reservedConcurrency: 5, traffic })] }), '504', ordersHttpApi)
    expect(answer.ids[0]).toBe('lambda-throttle-reserved proven')
    expect(answer.chain).toContain('apigw503-lambda-concurrency')
  })

  it('says no more than possible of a function that ran well while no access log tells what it answered', async () => {
    const answer = await askApi(world({}), '500', ordersHttpApi)

    expect(answer.ids).toContain('httpapi500-malformed possible')
    expect(answer.verdict).toBe('insufficient-evidence')
  })

  it('is healthy when it is', async () => {
    const answer = await askApi(
      world({ stage: { traffic: [{ from: '-3h', perMinute: 60, errors4xx: 1 }] } }),
      '502',
      ordersHttpApi,
    )
    expect([answer.verdict, answer.ids]).toEqual(['healthy', []])
  })
})
