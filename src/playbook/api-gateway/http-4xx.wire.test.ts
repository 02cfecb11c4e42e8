import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi, ordersHttpApi } from './investigate-in-test.ts'
import { accessLog, type Fields, rows, traffic } from './refusals-in-test.ts'

type HttpApi = NonNullable<DeclaredWorld['httpApis']>[number]
type HttpStage = NonNullable<HttpApi['stages']>[number]

function http(fields: Fields, api: Partial<HttpApi> = {}, stage: Partial<HttpStage> = {}): DeclaredWorld {
  return {
    httpApis: [
      {
        name: 'orders-http',
        id: 'h1b2c3d4e5',
        routes: { 'GET /orders': 'orders' },
        stages: [{ name: '$default', traffic, accessLog, ...stage }],
        ...api,
      },
    ],
    functions: [{ name: 'orders', traffic: [{ from: '-3h', perMinute: 45 }] }],
    logGroups: rows({ path: '/orders', resource: '-', ...fields }),
  }
}

describe('why-4xx on an HTTP API', () => {
  it.each<[string, DeclaredWorld, string]>([
    ['no route', http({ status: '404', path: '/order', message: 'Not Found' }), 'apigw404-http-route proven'],
    ['a bad token', http({ status: '401', message: 'Unauthorized' }), 'apigw401-unauthorized proven'],
    [
      'a limit of zero',
      http({ status: '429' }, {}, { throttle: { rateLimit: 0, burstLimit: 0 } }),
      'apigw429-stage-method-throttle proven',
    ],
    ['a refused preflight', http({ status: '404', method: 'OPTIONS', message: 'Not Found' }), 'apigw4xx-cors proven'],
    [
      'a switched-off host',
      http({ status: '403', message: 'Forbidden' }, { disableExecuteApiEndpoint: true }),
      'apigw403-default-endpoint-disabled likely',
    ],
    ['the back end’s own 404', http({ status: '404', integrationStatus: '404' }), 'httpapi4xx-from-back-end proven'],
    ['the back end’s own 422', http({ status: '422', integrationStatus: '422' }), 'httpapi4xx-from-back-end proven'],
  ])('%s', async (_, declared, expected) => {
    const answer = await askApi(declared, '4xx', ordersHttpApi)
    expect(answer.broken).toEqual([])
    expect([answer.ids[0], answer.verdict]).toEqual([expected, 'cause-found'])
  })
})
