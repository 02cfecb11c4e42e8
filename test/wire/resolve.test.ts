import { afterEach, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { makeReader } from '../../src/aws/reader.ts'
import { lookups } from '../../src/targets/resolve/index.ts'
import { type Resolution, resolveName } from '../../src/targets/resolve/resolution.ts'
import type { Symptom } from '../../src/targets/symptom.ts'

const running: SimulatedAws[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

async function resolve(name: string, symptom: Symptom, world: DeclaredWorld): Promise<Resolution> {
  const aws = await startAws(world)
  running.push(aws)
  const credentials = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
  const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
  return resolveName(
    name,
    symptom,
    makeReader({ ...place, endpoint: aws.url, credentials, signal: AbortSignal.timeout(10_000) }),
    lookups,
  )
}

const found = (resolution: Resolution): string[] =>
  resolution.found.map(({ target }) => `${target.kind} ${target.name}${'stage' in target ? `/${target.stage}` : ''}`)

const orders: DeclaredWorld = {
  restApis: [
    {
      name: 'orders-api',
      id: 'a1b2c3d4e5',
      stages: [{ name: 'prod' }, { name: 'staging' }],
      methods: { 'GET /orders': 'orders' },
    },
  ],
  httpApis: [{ name: 'carts-api', id: 'h1h2h3h4h5', stages: [{ name: '$default' }] }],
  functions: [
    {
      name: 'orders',
      aliases: [{ name: 'live', version: '4' }],
      versions: [{ version: '4' }],
      tags: { service: 'order-desk' },
    },
  ],
  domainNames: [{ name: 'api.shop.example', mappings: [{ path: 'v1', api: 'a1b2c3d4e5', stage: 'prod' }] }],
}

describe('a name', () => {
  it.each([
    ['the name of a REST API', 'orders-api', '502', ['rest-api orders-api/prod', 'rest-api orders-api/staging']],
    ['its id', 'a1b2c3d4e5', '502', ['rest-api orders-api/prod', 'rest-api orders-api/staging']],
    ['one of its stages', 'orders-api/staging', '502', ['rest-api orders-api/staging']],
    [
      'its address',
      'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders',
      '502',
      ['rest-api orders-api/prod'],
    ],
    ['a custom domain with its path', 'api.shop.example/v1', '502', ['rest-api orders-api/prod']],
    ['an HTTP API', 'carts-api', '504', ['http-api carts-api/$default']],
    ['a function', 'orders', 'errors', ['function orders']],
    ['an alias', 'orders:live', 'timeout', ['function orders:live']],
    ['a function’s ARN', 'arn:aws:lambda:eu-west-1:123456789012:function:orders', 'errors', ['function orders']],
    ['the value of a tag', 'order-desk', 'errors', ['function orders']],
  ] as const)('may be %s', async (_, name, symptom, expected) => {
    expect(found(await resolve(name, symptom, orders))).toEqual(expected)
  })

  it('may be a stack, whose parts are looked at together', async () => {
    const world: DeclaredWorld = {
      ...orders,
      stacks: [
        {
          name: 'shop',
          resources: [
            { logicalId: 'Api', type: 'AWS::ApiGateway::RestApi', physicalId: 'a1b2c3d4e5' },
            { logicalId: 'Orders', type: 'AWS::Lambda::Function', physicalId: 'orders' },
          ],
        },
      ],
    }

    expect(found(await resolve('shop', '502', world))).toEqual([
      'rest-api orders-api/prod',
      'rest-api orders-api/staging',
    ])
    expect(found(await resolve('shop', 'errors', world))).toEqual(['function orders'])
    expect(found(await resolve('shop/Orders', '502', world))).toEqual(['function orders'])
  })

  it('of two things is left to the person', async () => {
    const twice = { ...orders, httpApis: [{ name: 'orders-api', id: 'h1h2h3h4h5', stages: [{ name: '$default' }] }] }

    const resolution = await resolve('orders-api', '502', twice)

    expect(resolution.isGroup).toBe(false)
    expect(new Set(resolution.found.map(({ target }) => target.id))).toEqual(new Set(['a1b2c3d4e5', 'h1h2h3h4h5']))
  })

  it('means the API where an API was asked about, and the function where a function was', async () => {
    const same = { ...orders, functions: [{ name: 'orders-api' }] }

    expect(found(await resolve('orders-api/prod', '502', same))).toEqual(['rest-api orders-api/prod'])
    expect(found(await resolve('orders-api', 'errors', same))).toEqual(['function orders-api'])
  })

  it('that nobody knows comes back with what may have been meant', async () => {
    expect((await resolve('order-api', '502', orders)).nearMisses[0]).toBe('orders-api')
    expect((await resolve('ordres', 'errors', orders)).nearMisses).toContain('orders')
  })

  it('that may not be looked up is not taken for missing', async () => {
    const resolution = await resolve('orders-api', '502', { ...orders, deny: ['apigateway:GET'] })

    expect(resolution.found).toEqual([])
    expect(resolution.failed.map(({ status, actions }) => [status, ...actions])).toContainEqual([
      'denied',
      'apigateway:GET',
    ])
  })
})
