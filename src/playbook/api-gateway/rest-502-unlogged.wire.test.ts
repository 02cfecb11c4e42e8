import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi } from './investigate-in-test.ts'
import { fn, off, world } from './rest-world-in-test.ts'

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
