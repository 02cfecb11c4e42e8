import { describe, expect, it } from 'vitest'
import { askApi } from './investigate-in-test.ts'
import { executionGroup, failing, fn, type Group, off, world } from './rest-world-in-test.ts'

describe('why-504 on a REST API', () => {
  const slow = (durationMs: number, initMs?: number) => ({
    durationMs,
    memoryMb: 512,
    ...(initMs === undefined ? {} : { initMs }),
    lines: ['INFO x'],
  })
  const timedOut = { status: 504, latencyMs: 29_000, error: 'Execution failed due to a timeout error' } as const
  const long = [
    { from: '-3h', to: '-21m', perMinute: 60 },
    { from: '-21m', perMinute: 60, duration: { p50: 80, p99: 31_000, max: 32_000 } },
  ]
  const own = (invocation: ReturnType<typeof slow>): Group => ({
    name: '/aws/lambda/orders',
    events: [
      { from: '-60m', every: '1m', invocation: slow(80) },
      { from: '-20m', every: '30s', ids: 'bad', invocation },
    ],
  })

  it('sees that only cold starts are too slow', async () => {
    const answer = await askApi(
      {
        ...world({ functions: [fn({ timeout: 60, traffic: long })], execution: timedOut }),
        logGroups: [{ name: executionGroup, events: failing(timedOut) }, own(slow(22_000, 9_500))],
      },
      '504',
    )
    expect(answer.ids[0]).toBe('apigw504-cold-start proven')
    expect(answer.chain).toContain('apigw504-integration-timeout')
  })

  it('sees that slow calls all end after the same time', async () => {
    const answer = await askApi(
      {
        ...world({ functions: [fn({ timeout: 60, traffic: long })], execution: timedOut }),
        logGroups: [{ name: executionGroup, events: failing(timedOut) }, own(slow(30_050))],
      },
      '504',
    )
    expect(answer.ids.join()).toContain('apigw504-integration-timeout proven')
    expect(
      answer.outcomes.some(
        (outcome) => outcome.cause.id === 'apigw504-lambda-waiting-downstream' && outcome.status === 'found',
      ),
    ).toBe(true)
  })

  it('says that an edge-optimised API can wait no longer', async () => {
    const answer = await askApi(
      world({
        api: { endpoint: 'EDGE', methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: { ...timedOut, endpoint: 'https://legacy.example/orders' },
      }),
      '504',
    )
    expect(answer.ids).toEqual(['apigw504-integration-timeout proven', 'apigw504-edge-cf likely'])
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
