import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { loadBalancer } from '../../evidence/elb/balancer-arn.ts'
import { askApi, ordersHttpApi, place } from './investigate-in-test.ts'

type Fn = NonNullable<DeclaredWorld['functions']>[number]
type Group = NonNullable<DeclaredWorld['logGroups']>[number]

const group = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod'
const uri = (name: string): string =>
  `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${name}/invocations`
const failing = [
  { from: '-3h', to: '-20m', perMinute: 60 },
  { from: '-20m', perMinute: 60, errors5xx: 15 },
]
const malformed = 'Execution failed due to configuration error: Malformed Lambda proxy response'
const permission = 'Execution failed due to configuration error: Invalid permissions on Lambda function'

function fn(name: string, more: Partial<Fn> = {}): Fn {
  return {
    name,
    runtime: 'nodejs22.x',
    timeout: 10,
    lastModified: '-9d',
    traffic: [{ from: '-3h', perMinute: 20 }],
    ...more,
  }
}

function logged(name: string, path: string, error: string, more: Readonly<Record<string, unknown>> = {}): Group {
  return {
    name: group,
    events: [
      {
        from: '-20m',
        every: '30s',
        execution: { method: 'GET', path, status: 502, endpoint: uri(name), error, ...more },
      },
    ],
  }
}

const manyMethods = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`GET /f${index}`, `f${index}`]))
const manyFunctions = Array.from({ length: 12 }, (_, index) => fn(`f${index}`))

describe('an API with many functions', () => {
  it('goes straight to the function that the log names', async () => {
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: manyMethods,
            stages: [{ name: 'prod', loggingLevel: 'INFO', traffic: failing }],
          },
        ],
        functions: manyFunctions,
        logGroups: [logged('f7', '/f7', malformed)],
      },
      '502',
    )
    expect(answer.reached.filter((each) => each.startsWith('function '))).toEqual(['function f7'])
    expect(answer.ids[0]).toBe('apigw502-malformed-shape proven')
    expect(answer.calls.length).toBeLessThanOrEqual(25)
  })

  it('picks the function with errors where logs are off', async () => {
    const functions = manyFunctions.map((each) =>
      each.name === 'f3'
        ? fn('f3', {
            traffic: [
              { from: '-3h', to: '-20m', perMinute: 20 },
              { from: '-20m', perMinute: 20, errors: 15 },
            ],
          })
        : each,
    )
    const answer = await askApi(
      {
        restApis: [
          { name: 'orders-api', id: 'a1b2c3d4e5', methods: manyMethods, stages: [{ name: 'prod', traffic: failing }] },
        ],
        functions,
        logGroups: [
          {
            name: '/aws/lambda/f3',
            events: [
              {
                from: '-20m',
                every: '30s',
                invocation: { durationMs: 20, error: { type: 'TypeError', message: 'x is not a function' } },
              },
            ],
          },
        ],
      },
      '502',
    )
    expect(answer.reached.filter((each) => each.startsWith('function '))).toEqual(['function f3'])
    expect(answer.ids[0]).toBe('apigw502-unhandled-exception proven')
  })

  it('does not choose among functions that all look well', async () => {
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /a': 'f1', 'GET /b': 'f2' },
            stages: [{ name: 'prod', traffic: failing }],
          },
        ],
        functions: [fn('f1'), fn('f2')],
      },
      '502',
    )
    expect(answer.verdict).not.toBe('cause-found')
  })
})

describe('what the stage really serves', () => {
  const deployments = [{ id: 'd1', at: '-10d', methods: { 'GET /orders': 'orders-old' } }]
  it('follows the deployed route and says that the fix was never deployed', async () => {
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /orders': 'orders-new' },
            deployments,
            stages: [{ name: 'prod', deploymentId: 'd1', loggingLevel: 'INFO', traffic: failing }],
          },
        ],
        functions: [fn('orders-old'), fn('orders-new')],
        logGroups: [logged('orders-old', '/orders', malformed)],
      },
      '502',
    )
    expect(answer.reached).toContain('function orders-old')
    expect(answer.reached).not.toContain('function orders-new')
    expect(answer.ids.join()).toContain('apigw502-stale-deployment likely')
  })

  it('follows a canary to its own function', async () => {
    const canary = { percentTraffic: 10, stageVariableOverrides: { fn: 'orders-next' } }
    const method = ['$', '{stageVariables.fn}'].join('')
    const events = [
      {
        from: '-20m',
        every: '30s',
        execution: { method: 'GET', path: '/orders', status: 502, endpoint: uri('orders-next'), error: malformed },
      },
    ]
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /orders': method },
            stages: [{ name: 'prod', variables: { fn: 'orders' }, canary, loggingLevel: 'INFO', traffic: failing }],
          },
        ],
        functions: [fn('orders'), fn('orders-next')],
        logGroups: [
          { name: group, events: [] },
          { name: `${group}/Canary`, events },
        ],
      },
      '502',
    )
    expect(answer.ids[0]).toBe('apigw502-malformed-shape proven')
    expect(answer.causes[0]?.found.finding.resource?.name).toBe('orders-next')
  })

  it('blames the authorizer, not the function behind it', async () => {
    const error = { message: `(${'{requestId}'}) ${permission}` }
    const lines = [
      'Starting execution for request: {requestId}',
      'HTTP Method: GET, Resource Path: /orders',
      'Starting authorizer: au1 for request: {requestId}',
    ].map((text) => `({requestId}) ${text}`)
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /orders': { lambda: 'orders', authorizer: 'guard' } },
            authorizers: [{ name: 'guard', id: 'au1', lambda: 'guard' }],
            stages: [{ name: 'prod', loggingLevel: 'INFO', traffic: failing }],
          },
        ],
        functions: [fn('orders', { traffic: [] }), fn('guard', { traffic: [] })],
        logGroups: [
          {
            name: group,
            events: [
              {
                from: '-20m',
                every: '30s',
                messages: [...lines, error.message, '({requestId}) Method completed with status: 500'],
              },
            ],
          },
        ],
      },
      '500',
    )
    expect(answer.ids).toEqual(['apigw500-authorizer-error proven'])
    expect(answer.reached).toContain('function guard')
  })
})

describe('a private back end', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/orders/abc'
  const api = {
    name: 'orders-api',
    id: 'a1b2c3d4e5',
    methods: {
      'GET /orders': { http: 'http://orders.internal/', connectionType: 'VPC_LINK' as const, connectionId: 'vl1' },
    },
    stages: [{ name: 'prod', traffic: failing }],
  }
  it('names a VPC link that failed', async () => {
    const answer = await askApi(
      {
        restApis: [api],
        vpcLinks: [{ id: 'vl1', targetArns: [arn], status: 'FAILED', statusMessage: 'NLB was deleted' }],
      },
      '500',
    )
    expect(answer.ids[0]).toBe('apigw500-vpclink-failed proven')
  })
  it('names targets that take nothing', async () => {
    const targets = [{ id: 'i-1', port: 80, state: 'unhealthy', reason: 'Target.Timeout' }]
    const answer = await askApi(
      {
        restApis: [api],
        vpcLinks: [{ id: 'vl1', targetArns: [arn] }],
        loadBalancers: [
          {
            name: 'orders',
            id: 'abc',
            type: 'network',
            listeners: [{ port: 80, protocol: 'TCP', targetGroup: 'orders' }],
          },
        ],
        targetGroups: [{ name: 'orders', targets }],
      } as never,
      '504',
    )
    expect(answer.ids[0]).toBe('apigw504-vpclink-target-unhealthy proven')
  })
  it('names an inactive link of an HTTP API', async () => {
    const answer = await askApi(
      {
        httpApis: [
          {
            name: 'orders-http',
            id: 'h1b2c3d4e5',
            routes: {
              'GET /orders': {
                type: 'HTTP_PROXY',
                uri: arn.replace('loadbalancer', 'listener').concat('/l1'),
                method: 'GET',
                connectionType: 'VPC_LINK',
                connectionId: 'vl2',
              },
            },
            stages: [{ name: '$default', traffic: failing }],
          },
        ],
        vpcLinksV2: [{ id: 'vl2', status: 'INACTIVE' }],
      },
      '504',
      ordersHttpApi,
    )
    expect(answer.ids[0]).toBe('apigw500-vpclink-failed proven')
  })
})

describe('an Application Load Balancer', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/abc'
  const root = loadBalancer(place, arn)
  const count = (metric: string, value: number) => ({
    namespace: 'AWS/ApplicationELB',
    metric,
    dimensions: { LoadBalancer: 'app/shop/abc' },
    points: [{ from: '-20m', value }],
  })
  const world = (
    metrics: DeclaredWorld['metrics'],
    targetType: 'lambda' | 'instance',
    targets: unknown[],
  ): DeclaredWorld =>
    ({
      loadBalancers: [{ name: 'shop', id: 'abc', listeners: [{ port: 443, targetGroup: 'shop' }] }],
      targetGroups: [{ name: 'shop', targetType, targets }],
      metrics,
    }) as never
  it.each([
    [
      'a function that fails',
      world([count('RequestCount', 60), count('HTTPCode_ELB_502_Count', 5), count('LambdaUserError', 5)], 'lambda', [
        { id: 'arn:aws:lambda:eu-west-1:123456789012:function:shop', state: 'healthy' },
      ]),
      'alb502-lambda-target likely',
    ],
    [
      'a target that closes connections',
      world(
        [count('RequestCount', 60), count('HTTPCode_ELB_502_Count', 5), count('TargetConnectionErrorCount', 5)],
        'instance',
        [{ id: 'i-1', state: 'healthy' }],
      ),
      'alb502-target-reset likely',
    ],
  ])('%s', async (_, declared, expected) => {
    if (root === undefined) throw new Error('the ARN is not read')
    expect((await askApi(declared, '502', root)).ids[0]).toBe(expected)
  })
})
