import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi } from './investigate-in-test.ts'

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

  it('takes a draft that lists no integration for unread, not for changed', async () => {
    const answer = await askApi(
      {
        restApis: [
          {
            name: 'orders-api',
            id: 'a1b2c3d4e5',
            methods: { 'GET /orders': { noIntegration: true } },
            deployments,
            stages: [{ name: 'prod', deploymentId: 'd1', loggingLevel: 'INFO', traffic: failing }],
          },
        ],
        functions: [fn('orders-old')],
        logGroups: [logged('orders-old', '/orders', malformed)],
      },
      '502',
    )
    expect(answer.reached).toContain('function orders-old')
    expect(answer.ids.join()).not.toContain('apigw502-stale-deployment')
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
