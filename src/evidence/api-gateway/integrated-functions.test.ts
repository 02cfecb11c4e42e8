import { describe, expect, it } from 'vitest'
import { restApi } from '../../targets/target.ts'
import { integrationsOf, staleRoutes } from './integrated-functions.ts'
import { functionIn, readUri } from './integration-uri.ts'
import { deployedRoutes } from './rest-export.ts'
import { stageOf } from './rest-stage.ts'
import { type Route, routeFor, routeName } from './route.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const api = restApi(place, 'a1b2c3', 'orders-api', 'prod')

/** A stage variable as an integration URI names it. */
function variable(name: string): string {
  return ['$', `{stageVariables.${name}}`].join('')
}

function uri(name: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${name}/invocations`
}

function route(method: string, path: string, name: string): Route {
  return {
    method,
    path,
    isKeyRequired: false,
    hasValidator: false,
    integration: { type: 'AWS_PROXY', uri: uri(name), httpMethod: 'POST' },
  }
}

describe('readUri', () => {
  it('fills stage variables in, qualifier included', () => {
    expect(readUri(uri(variable('fn')), { fn: 'orders:live' })).toEqual({
      kind: 'function',
      function: { name: 'orders', qualifier: 'live', account: place.account, region: place.region },
    })
    expect(readUri(uri(`orders:${variable('alias')}`), { alias: '' })).toEqual({
      kind: 'unresolved',
      variables: ['alias'],
    })
  })
  it('reads the bare ARN of an HTTP API and what is no function', () => {
    expect(functionIn('arn:aws:lambda:eu-west-1:123456789012:function:orders')?.name).toBe('orders')
    expect(readUri('https://example.com/x', {})).toEqual({ kind: 'other' })
  })
})

describe('integrationsOf', () => {
  it('follows the canary to its own function', () => {
    const stage = stageOf({
      variables: { fn: 'orders' },
      canarySettings: { percentTraffic: 10, stageVariableOverrides: { fn: 'orders-next' } },
    })
    const { functions } = integrationsOf(api, stage, [route('GET', '/orders', variable('fn'))], 'deployed')
    expect(functions.map((each) => [each.function.name, each.isCanaryOnly])).toEqual([
      ['orders', false],
      ['orders-next', true],
    ])
  })
  it('keeps the routes whose variables the stage does not set', () => {
    const { functions, unresolved } = integrationsOf(
      api,
      stageOf({}),
      [route('GET', '/orders', variable('fn'))],
      'draft',
    )
    expect(functions).toEqual([])
    expect(unresolved[0]?.variables).toEqual(['fn'])
  })
})

describe('deployedRoutes', () => {
  const text = JSON.stringify({
    openapi: '3.0.1',
    paths: {
      '/orders': {
        get: {
          'x-amazon-apigateway-integration': {
            type: 'aws_proxy',
            httpMethod: 'POST',
            uri: uri('orders'),
            timeoutInMillis: 29000,
            responses: { default: { statusCode: '200' } },
          },
        },
        'x-amazon-apigateway-any-method': {
          security: [{ api_key: [] }],
          'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://e.example/x?token=1' },
        },
      },
    },
    components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
  })
  it('reads methods, integrations and key requirements', () => {
    const routes = deployedRoutes(text)
    expect(routes.map(routeName)).toEqual(['GET /orders', 'ANY /orders'])
    expect(routes[0]?.integration).toMatchObject({ type: 'AWS_PROXY', timeoutMs: 29000, hasDefaultResponse: true })
    expect(routes[1]).toMatchObject({ isKeyRequired: true, integration: { uri: 'https://e.example/x' } })
  })
  it('tells what the draft has that is not deployed', () => {
    const draft = [route('GET', '/orders', 'orders-v2'), route('POST', '/orders', 'orders')]
    const deployed = [route('GET', '/orders', 'orders')]
    expect(staleRoutes(draft, deployed).map((each) => each.route)).toEqual(['GET /orders', 'POST /orders'])
    expect(staleRoutes(deployed, deployed)).toEqual([])
  })
})

describe('routeFor', () => {
  const routes = [route('GET', '/orders/{id}', 'a'), route('ANY', '/{proxy+}', 'b'), route('GET', '/orders/new', 'c')]
  it.each([
    ['GET', '/orders/new', 'GET /orders/new'],
    ['GET', '/orders/7', 'GET /orders/{id}'],
    ['POST', '/orders/7', 'ANY /{proxy+}'],
  ])('%s %s goes to %s', (method, path, name) => {
    const found = routeFor(routes, method, path)
    expect(found && routeName(found)).toBe(name)
  })
})
