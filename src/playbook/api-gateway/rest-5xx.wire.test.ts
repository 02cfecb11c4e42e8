import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi } from './investigate-in-test.ts'

type Group = NonNullable<DeclaredWorld['logGroups']>[number]
type Event = NonNullable<Group['events']>[number]
type Api = NonNullable<DeclaredWorld['restApis']>[number]
type Stage = NonNullable<Api['stages']>[number]
type Fn = NonNullable<DeclaredWorld['functions']>[number]
type Execution = NonNullable<Event['execution']>

const executionGroup = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod'
const endpoint = (name: string): string =>
  `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${name}/invocations`

const traffic = [
  { from: '-3h', to: '-20m', perMinute: 60, latency: 60 },
  { from: '-20m', perMinute: 60, errors5xx: 15, latency: 70 },
]

function stage(more: Partial<Stage> = {}): Stage {
  return { name: 'prod', loggingLevel: 'INFO', dataTrace: true, traffic, ...more }
}

function fn(more: Partial<Fn> = {}): Fn {
  return {
    name: 'orders',
    runtime: 'nodejs22.x',
    timeout: 10,
    memorySize: 512,
    lastModified: '-9d',
    traffic: [{ from: '-3h', perMinute: 60 }],
    ...more,
  }
}

function failing(execution: Partial<Execution>): Event[] {
  return [
    {
      from: '-60m',
      every: '1m',
      execution: { method: 'GET', path: '/orders', status: 200, endpoint: endpoint('orders'), endpointStatus: 200 },
    },
    {
      from: '-20m',
      every: '30s',
      ids: 'bad',
      execution: { method: 'GET', path: '/orders', status: 502, endpoint: endpoint('orders'), ...execution },
    },
  ]
}

interface Parts {
  readonly api?: Partial<Api>
  readonly stage?: Partial<Stage>
  readonly functions?: Fn[]
  readonly execution?: Partial<Execution>
  readonly groups?: Group[]
  readonly more?: Partial<DeclaredWorld>
}

function world({
  api = {},
  stage: stageMore = {},
  functions = [fn()],
  execution,
  groups = [],
  more = {},
}: Parts): DeclaredWorld {
  return {
    restApis: [
      {
        name: 'orders-api',
        id: 'a1b2c3d4e5',
        methods: { 'GET /orders': 'orders' },
        stages: [stage(stageMore)],
        ...api,
      },
    ],
    functions,
    logGroups: [
      {
        name: '/aws/lambda/orders',
        events: [{ from: '-60m', every: '1m', invocation: { durationMs: 40, lines: ['INFO ok'] } }],
      },
      ...(execution === undefined ? [] : [{ name: executionGroup, events: failing(execution) }]),
      ...groups,
    ],
    ...more,
  }
}

const malformed = 'Execution failed due to configuration error: Malformed Lambda proxy response'
const off = { loggingLevel: 'OFF' } as const

describe('why-502 on a REST API, execution log on', () => {
  it.each<[string, DeclaredWorld, string]>([
    [
      'an object as body',
      world({
        execution: { endpointStatus: 200, responseBody: '{"statusCode":200,"body":{"id":1}}', error: malformed },
      }),
      'apigw502-body-not-string proven',
    ],
    [
      'no statusCode',
      world({ execution: { endpointStatus: 200, responseBody: '{"message":"ok"}', error: malformed } }),
      'apigw502-malformed-shape proven',
    ],
    [
      'nothing returned',
      world({ execution: { endpointStatus: 200, responseBody: 'null', error: malformed } }),
      'apigw502-undefined-return likely',
    ],
    [
      'a header that is an object',
      world({
        execution: {
          endpointStatus: 200,
          responseBody: '{"statusCode":200,"headers":{"X-A":{"b":1}},"body":"x"}',
          error: malformed,
        },
      }),
      'apigw502-bad-headers likely',
    ],
    [
      'errors only, no dump',
      world({ stage: { loggingLevel: 'ERROR', dataTrace: false }, execution: { errorsOnly: true, error: malformed } }),
      'apigw502-malformed-shape proven',
    ],
    [
      'no permission',
      world({
        functions: [fn({ permissions: [], traffic: [] })],
        execution: {
          status: 500,
          error: 'Execution failed due to configuration error: Invalid permissions on Lambda function',
        },
      }),
      'apigw500-lambda-permission proven',
    ],
    [
      'a deleted function',
      world({
        functions: [],
        execution: {
          status: 500,
          error: 'Lambda invocation failed with status: 404. Lambda request id: {lambdaRequestId}',
        },
      }),
      'apigw500-function-missing proven',
    ],
    [
      'an integration timeout',
      world({
        functions: [fn({ timeout: 60 })],
        execution: { status: 504, latencyMs: 29_000, error: 'Execution failed due to a timeout error' },
      }),
      'apigw504-integration-timeout proven',
    ],
    [
      'a closed connection',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: {
          status: 504,
          endpoint: 'https://legacy.example/orders',
          error: 'Execution failed due to a network error communicating with endpoint: Connection is closed',
        },
      }),
      'apigw504-network-failure proven',
    ],
    [
      'a certificate for another name',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: {
          status: 500,
          endpoint: 'https://legacy.example/orders',
          error:
            "Execution failed due to configuration error: Host name 'legacy.example' does not match the certificate subject provided by the peer (CN=other.example)",
        },
      }),
      'apigw500-vpclink-tls-name proven',
    ],
    [
      'no integration response',
      world({
        api: {
          methods: {
            'GET /orders': {
              type: 'AWS',
              uri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/q',
              integrationHttpMethod: 'POST',
            },
          },
        },
        functions: [],
        execution: {
          status: 500,
          endpoint: 'https://sqs.eu-west-1.amazonaws.com/',
          error:
            'Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 403',
        },
      }),
      'apigw500-nonproxy-mapping proven',
    ],
    [
      'a template that fails',
      world({
        api: { methods: { 'GET /orders': { type: 'AWS', lambda: 'orders' } } },
        execution: { status: 500, error: 'Execution failed due to configuration error: Unable to transform request' },
      }),
      'apigw500-vtl proven',
    ],
    [
      'an upstream that answers 502',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: { endpoint: 'https://legacy.example/orders', endpointStatus: 502 },
      }),
      'apigw502-http-proxy-bad-upstream proven',
    ],
    [
      'a function that answers 500 itself',
      world({ execution: { status: 500, endpointStatus: 200, responseBody: '{"statusCode":500,"body":"x"}' } }),
      'apigw5xx-from-function proven',
    ],
    [
      'a GET to Lambda',
      world({
        api: { methods: { 'GET /orders': { lambda: 'orders', integrationHttpMethod: 'GET' } } },
        functions: [fn({ traffic: [] })],
        execution: { error: malformed, endpointStatus: 403 },
      }),
      'apigw500-wrong-http-method proven',
    ],
    [
      'a role that cannot be assumed',
      world({
        api: { methods: { 'GET /orders': { lambda: 'orders', credentials: 'arn:aws:iam::123456789012:role/apigw' } } },
        functions: [fn({ traffic: [] })],
        execution: {
          status: 500,
          error:
            'Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
        },
      }),
      'apigw500-credentials-role proven',
    ],
    [
      'preflights of a binary API',
      world({
        api: { binaryMediaTypes: ['*/*'], methods: { 'GET /orders': 'orders', 'OPTIONS /orders': { mock: true } } },
        execution: {
          method: 'OPTIONS',
          status: 500,
          endpoint: 'mock',
          error: 'Execution failed due to configuration error: Unable to transform request',
        },
      }),
      'apigw502-binary-options proven',
    ],
    [
      'a function whose own log is gone',
      world({
        functions: [
          fn({
            traffic: [
              { from: '-3h', to: '-20m', perMinute: 60 },
              { from: '-20m', perMinute: 60, errors: 15 },
            ],
            logging: { logGroup: '/gone' },
          }),
        ],
        execution: {
          error:
            "Lambda execution failed with status 200 due to customer function error: Cannot read properties of undefined (reading 'id'). Lambda request id: {lambdaRequestId}",
        },
      }),
      'apigw502-unhandled-exception proven',
    ],
  ])('%s', async (_, declared, expected) => {
    const answer = await askApi(declared, '502')
    expect(answer.broken).toEqual([])
    expect([answer.ids[0], answer.verdict]).toEqual([expected, 'cause-found'])
  })
})

describe('why-502 on a REST API without execution logs', () => {
  it.each<[string, DeclaredWorld, string | undefined, string]>([
    ['a function that ran well', world({ stage: off }), 'apigw502-malformed-shape likely', 'cause-found'],
    [
      'no permission',
      world({ stage: off, functions: [fn({ permissions: [], traffic: [] })] }),
      'apigw500-lambda-permission proven',
      'cause-found',
    ],
    [
      'a permission for another stage',
      world({
        stage: off,
        functions: [
          fn({
            permissions: [{ sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/*' }],
            traffic: [],
          }),
        ],
      }),
      'apigw500-lambda-permission proven',
      'cause-found',
    ],
    [
      'a permission on $LATEST for an alias',
      world({
        stage: off,
        api: { methods: { 'GET /orders': 'orders:live' } },
        functions: [
          fn({
            versions: [{ version: '1' }],
            aliases: [{ name: 'live', version: '1' }],
            permissions: [{ sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*/*' }],
            traffic: [],
          }),
        ],
      }),
      'apigw500-lambda-permission proven',
      'cause-found',
    ],
    [
      'a missing alias',
      world({ stage: off, api: { methods: { 'GET /orders': 'orders:live' } }, functions: [fn({ traffic: [] })] }),
      'apigw500-function-missing proven',
      'cause-found',
    ],
    [
      'a stage variable that is not set',
      world({
        stage: off,
        api: { methods: { 'GET /orders': ['$', '{stageVariables.fn}'].join('') } },
        functions: [fn({ traffic: [] })],
      }),
      'apigw500-function-missing proven',
      'cause-found',
    ],
    [
      'calls as slow as the timeout',
      world({
        stage: {
          ...off,
          traffic: [
            { from: '-3h', to: '-20m', perMinute: 60 },
            {
              from: '-20m',
              perMinute: 60,
              errors5xx: 15,
              latency: { p50: 90, p99: 29_010, max: 29_010 },
              integrationLatency: { p50: 80, p99: 29_000, max: 29_001 },
            },
          ],
        },
        functions: [
          fn({
            timeout: 60,
            traffic: [
              { from: '-3h', to: '-21m', perMinute: 60 },
              { from: '-21m', perMinute: 60, duration: { p50: 80, p99: 33_000, max: 35_000 } },
            ],
          }),
        ],
      }),
      'apigw504-integration-timeout likely',
      'cause-found',
    ],
  ])('%s', async (_, declared, expected, verdict) => {
    const answer = await askApi(declared, '502')
    expect(answer.broken).toEqual([])
    expect([answer.ids[0], answer.verdict]).toEqual([expected, verdict])
  })

  it('names throttling by its limit, with the 500 as its effect', async () => {
    const throttledTraffic = [
      { from: '-3h', to: '-20m', perMinute: 60 },
      { from: '-20m', perMinute: 45, throttles: 15, concurrency: 5 },
    ]
    const answer = await askApi(
      world({ stage: off, functions: [fn({ reservedConcurrency: 5, traffic: throttledTraffic })] }),
      '500',
    )
    expect(answer.ids[0]).toBe('lambda-throttle-reserved proven')
    expect(answer.chain).toContain('apigw500-lambda-throttled')
  })
})

describe('what is not there is not blamed', () => {
  it('a healthy API with a few 4xx', async () => {
    const answer = await askApi(world({ stage: { traffic: [{ from: '-3h', perMinute: 60, errors4xx: 1 }] } }), '502')
    expect([answer.verdict, answer.ids]).toEqual(['healthy', []])
  })
  it('a failure that is over', async () => {
    const over = [
      { from: '-3h', to: '-50m', perMinute: 60 },
      { from: '-50m', to: '-45m', perMinute: 60, errors5xx: 15 },
      { from: '-45m', perMinute: 60 },
    ]
    expect((await askApi(world({ stage: { ...off, traffic: over } }), '502')).verdict).toBe('recovered')
  })
  it('everything denied: nothing is claimed, and no one says that it is fine', async () => {
    const answer = await askApi(
      world({ more: { deny: ['logs:*', 'cloudwatch:*', 'apigateway:*', 'lambda:*'] } }),
      '502',
    )
    expect([answer.verdict, answer.ids]).toEqual(['insufficient-evidence', []])
    expect(answer.sighting?.observation.state).toBe('unknown')
  })
  it('says that the 502 asked about is a 504', async () => {
    const answer = await askApi(
      world({
        functions: [fn({ timeout: 60 })],
        execution: { status: 504, latencyMs: 29_000, error: 'Execution failed due to a timeout error' },
      }),
      '502',
    )
    expect(answer.sighting?.observation.summary).toContain('no 502s')
  })
})
