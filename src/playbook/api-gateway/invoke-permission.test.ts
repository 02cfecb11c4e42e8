import { describe, expect, it } from 'vitest'
import type { Route } from '../../evidence/api-gateway/route.ts'
import { statementsOf } from '../../evidence/lambda/policy.ts'
import { ordersApi, ordersHttpApi } from './investigate-in-test.ts'
import { invokePermission, sourceArnOf } from './invoke-permission.ts'

const base = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5'

function route(method: string, path: string): Route {
  return { method, path, isKeyRequired: false, hasValidator: false }
}

function allow(condition?: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return statementsOf(
    JSON.stringify({
      Statement: [
        {
          Sid: 's',
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: '*',
          ...(condition === undefined ? {} : { Condition: condition }),
          ...more,
        },
      ],
    }),
  )
}

const arnLike = (value: string) => ({ ArnLike: { 'AWS:SourceArn': value } })

describe('invokePermission', () => {
  it.each([
    ['any route of the API', allow(arnLike(`${base}/*/*`)), route('GET', '/orders'), 'allowed'],
    ['the very route', allow(arnLike(`${base}/prod/GET/orders`)), route('GET', '/orders'), 'allowed'],
    ['another stage', allow(arnLike(`${base}/dev/*`)), route('GET', '/orders'), 'denied'],
    [
      'another API',
      allow(arnLike('arn:aws:execute-api:eu-west-1:123456789012:zzzzzzzzzz/*')),
      route('GET', '/orders'),
      'denied',
    ],
    ['GET for an ANY route', allow(arnLike(`${base}/*/GET/orders`)), route('ANY', '/orders'), 'denied'],
    ['a path with a parameter', allow(arnLike(`${base}/*/GET/orders/*`)), route('GET', '/orders/{id}'), 'allowed'],
    [
      'wildcards where they do not count',
      allow({ StringEquals: { 'aws:SourceArn': `${base}/*/*` } }),
      route('GET', '/orders'),
      'denied',
    ],
    [
      'the right account',
      allow({ StringEquals: { 'aws:SourceAccount': '123456789012' } }),
      route('GET', '/orders'),
      'allowed',
    ],
    [
      'a condition nobody can judge from outside',
      allow({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      route('GET', '/orders'),
      'unsure',
    ],
    ['no condition', allow(), route('GET', '/orders'), 'allowed'],
    [
      'another principal',
      allow(undefined, { Principal: { Service: 's3.amazonaws.com' } }),
      route('GET', '/orders'),
      'denied',
    ],
    ['another action', allow(undefined, { Action: 'lambda:GetFunction' }), route('GET', '/orders'), 'denied'],
    ['no statement at all', [], route('GET', '/orders'), 'denied'],
  ] as const)('%s', (_, statements, asked, answer) => {
    expect(invokePermission(statements, ordersApi, asked).answer).toBe(answer)
  })

  it('lets an explicit deny win', () => {
    expect(
      invokePermission([...allow(), ...allow(undefined, { Effect: 'Deny' })], ordersApi, route('GET', '/orders'))
        .answer,
    ).toBe('denied')
  })

  it('names the source of an HTTP API’s catch-all', () => {
    expect(sourceArnOf(ordersHttpApi, route('ANY', '$default'))).toBe(
      'arn:aws:execute-api:eu-west-1:123456789012:h1b2c3d4e5/$default/$default',
    )
  })
})
