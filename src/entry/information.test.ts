import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { informedOf, pageOf } from './informed-in-test.ts'

const world: DeclaredWorld = {
  restApis: [
    {
      name: 'orders-api',
      id: 'a1b2c3d4e5',
      methods: { 'GET /orders': 'orders' },
      stages: [{ name: 'prod', loggingLevel: 'INFO', traffic: [{ from: '-3h', perMinute: 10 }] }],
    },
  ],
  functions: [
    {
      name: 'orders',
      traffic: [
        { from: '-3h', perMinute: 60 },
        { from: '-20m', perMinute: 60, errors: 12, duration: { p50: 120, p99: 2500, max: 6000 } },
      ],
    },
    { name: 'twin' },
  ],
  queues: [{ name: 'twin' }, { name: 'idle' }],
  logGroups: [
    {
      name: '/aws/lambda/orders',
      events: [
        { from: '-55m', every: '20s', message: 'handled order {n}' },
        { from: '-20m', every: '30s', message: 'Error: payment failed password=hunter2secret {n}' },
        { at: '-1s', message: 'the very last one' },
      ],
    },
    {
      name: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
      events: [{ at: '-2m', message: '(a) Method completed with status: 502' }],
    },
  ],
  trail: [
    { at: '-25m', name: 'UpdateFunctionCode20150331v2', source: 'lambda', user: 'Deploy/ci', resources: ['orders'] },
    { at: '-3d', name: 'UpdateFunctionConfiguration20150331v2', source: 'lambda', user: 'anna', resources: ['orders'] },
  ],
  stacks: [
    {
      name: 'orders-stack',
      resources: [{ logicalId: 'Orders', type: 'AWS::Lambda::Function', physicalId: 'orders' }],
      events: [{ at: '-24m', status: 'UPDATE_COMPLETE' }],
    },
  ],
}

describe('logs', () => {
  it('of a function: the newest lines, newest last, without secrets', async () => {
    const { page, text } = pageOf(await informedOf('logs orders', world))

    expect(page.title).toBe('Logs of function orders')
    expect(text).toContain('The newest 30 lines')
    expect(text.indexOf('the very last one')).toBeGreaterThan(text.lastIndexOf('payment failed'))
    expect(text).toContain('password=[redacted]')
    expect(text).not.toContain('hunter2')
  })

  it('with words: how many lines match, in whatever case, and that the search was complete', async () => {
    const { data, text } = pageOf(await informedOf('logs orders error last 10m', world))

    expect(data).toMatchObject({ pattern: { typed: 'error' }, groups: [{ matched: 20, isCounted: true }] })
    expect(text).toContain('20 lines match')
    expect(text).toContain('The search was complete.')
    expect(text).not.toContain('handled order')
  })

  it('say that nothing matched only where everything was searched', async () => {
    expect(pageOf(await informedOf('logs orders nonsense', world)).text).toMatch(/No line matches.*\n?.*complete/)
  })

  it('of an API: the execution log of its stage, and that the other is off', async () => {
    const { text } = pageOf(await informedOf('logs orders-api', world))

    expect(text).toContain('Method completed with status: 502')
    expect(text).toContain('The stage writes no access log.')
  })

  it('that may not be read are never called empty', async () => {
    const { page, text } = pageOf(await informedOf('logs orders', { ...world, deny: ['logs:FilterLogEvents'] }))

    expect(page.title).toBe('The logs of function orders could not be read')
    expect(text).toContain('Could not look: logs:FilterLogEvents')
    expect(text).not.toMatch(/No line/)
  })

  it('of a group that is not there names those that may have been meant', async () => {
    const { informed } = await informedOf('logs /aws/lambda/order', world)
    expect(informed).toMatchObject({ kind: 'refused', nearMisses: ['/aws/lambda/orders'] })
  })
})

describe('metrics', () => {
  it('in numbers, now against before, with a chart in Slack’s bounds', async () => {
    const { page, data, text } = pageOf(await informedOf('metrics orders', world))

    expect(text).toMatch(/Errors: 2\d\d now, 0 before; most 12 in one minute at/)
    expect(text).toMatch(/Duration p99: 2,500 ms now, 40 ms before, 63 times as much/)
    expect(data).toMatchObject({ target: { kind: 'function', name: 'orders' } })
    expect(page.charts?.[0]).toMatchObject({ series: [{ name: 'Errors' }] })
    for (const { categories, series } of page.charts ?? []) {
      expect(new Set(categories).size).toBe(categories.length)
      expect(categories.length).toBeLessThanOrEqual(20)
      expect(series.every(({ values }) => values.length === categories.length)).toBe(true)
    }
  })

  it.each(['last 15m', 'last 26h', 'last 9d'])('have at most twenty different times over %s', async (when) => {
    const { page } = pageOf(await informedOf(`metrics orders ${when}`, world))
    const categories = page.charts?.[0]?.categories ?? []

    expect(categories.length).toBeGreaterThan(1)
    expect(categories.length).toBeLessThanOrEqual(20)
    expect(new Set(categories).size).toBe(categories.length)
  })

  it('that are missing are not zero', async () => {
    const { page, text } = pageOf(await informedOf('metrics idle', world))

    expect(text).toContain('CloudWatch has no data')
    expect(page.charts).toEqual([])
  })

  it('that may not be read are a gap', async () => {
    const { page, text } = pageOf(await informedOf('metrics orders', { ...world, deny: ['cloudwatch:GetMetricData'] }))

    expect(page.tone).toBe('unsure')
    expect(text).toContain('Could not look: cloudwatch:GetMetricData')
    expect(text).not.toContain('no data')
  })

  it('of a name that two things have are a choice that can be taken', async () => {
    const { informed } = await informedOf('metrics twin', world)
    if (informed.kind !== 'choice') throw new Error(informed.kind)

    const [, queue] = informed.options
    expect(informed.options.map(({ label }) => label)).toEqual(['function twin', 'queue twin'])
    expect(pageOf(await informedOf(queue?.command ?? '', world)).page.title).toBe('Metrics of queue twin')
  })

  it('of nothing known names what may have been meant', async () => {
    const { informed } = await informedOf('metrics ordrs', world)
    expect(informed).toMatchObject({ kind: 'refused', nearMisses: expect.arrayContaining(['orders']) })
  })

  it('of a name that could not be looked up is not called absent', async () => {
    const { informed } = await informedOf('metrics gone', { ...world, deny: ['dynamodb:DescribeTable'] })
    expect(informed).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('could not be looked up') })
  })
})

describe('changes', () => {
  it('of an API: those of its functions and their stack too, newest first, each with who', async () => {
    const { data, text } = pageOf(await informedOf('changes orders-api', world))
    const listed = (data as { changes: { at: string; who: string; what: string }[] }).changes

    expect(listed.map(({ what }) => what)).toEqual(['UPDATE_COMPLETE', 'UpdateFunctionCode'])
    expect(text).toContain('Deploy/ci: UpdateFunctionCode on function:orders')
    expect(text).toContain('CloudTrail lags')
  })

  it('reach back as far as asked, and no further', async () => {
    const { text } = pageOf(await informedOf('changes orders last 4d', world))

    expect(text).toContain('anna: UpdateFunctionConfiguration')
    expect(pageOf(await informedOf('changes orders last 20m', world)).text).toContain('No change is on record')
  })

  it('that may not be read are not called none', async () => {
    const { text } = pageOf(
      await informedOf('changes twin', { ...world, queues: [], deny: ['cloudtrail:LookupEvents'] }),
    )

    expect(text).toContain('the history could not be read')
    expect(text).not.toContain('No change is on record')
  })
})
