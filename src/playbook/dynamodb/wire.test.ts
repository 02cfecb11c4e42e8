import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import type { Answer } from '../../report/answer.ts'
import { makeAsk } from '../../report/ask.ts'
import type { Report } from '../../report/report.ts'
import { functionLookup } from '../../targets/resolve/function.ts'
import { tableLookup, tableNames } from '../../targets/resolve/table.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { cloudtrailPlaybook } from '../cloudtrail/index.ts'
import { family } from '../family.ts'
import { dynamodbPlaybook } from './index.ts'

type Series = NonNullable<DeclaredWorld['metrics']>[number]

let aws: SimulatedAws
beforeAll(async () => {
  aws = await startAws({})
})
afterAll(() => aws.close())

async function ask(world: DeclaredWorld, name = 'orders', symptom: Symptom = 'throttled'): Promise<Answer> {
  aws.setWorld(world)
  const now = Date.now()
  const run = makeAsk({
    playbook: { ...dynamodbPlaybook, changes: cloudtrailPlaybook.changes, family },
    lookups: [tableLookup, tableNames, functionLookup],
    accounts: [],
    deadlineMs: 15_000,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    endpoint: aws.url,
    clock: Date.now,
    onBroken: (id, error) => {
      throw new Error(`${id} broke`, { cause: error })
    },
  })
  return run({
    symptom,
    name,
    region: 'eu-west-1',
    window: { from: now - 3_600_000, to: now },
    command: `why-${symptom} ${name}`,
  })
}

async function report(world: DeclaredWorld, name?: string, symptom?: Symptom): Promise<Report> {
  const answer = await ask(world, name, symptom)
  if (answer.kind !== 'report') throw new Error(`no report: ${JSON.stringify(answer)}`)
  return answer.report
}

function metric(
  name: string,
  value: number,
  dimensions: Record<string, string> = {},
  from = '-20m',
  samples?: number,
): Series {
  return {
    namespace: 'AWS/DynamoDB',
    metric: name,
    dimensions: { TableName: 'orders', ...dimensions },
    points: [{ from, value, ...(samples !== undefined && { samples }) }],
  }
}

const index = { GlobalSecondaryIndexName: 'by-status' }
const throttledWrites = [metric('WriteThrottleEvents', 40), metric('ThrottledRequests', 40, { Operation: 'PutItem' })]

describe('over the wire', () => {
  it('names a table that is provisioned for too little, with its fix', async () => {
    const { verdict, causes, cost } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      metrics: [
        ...throttledWrites,
        metric('WriteProvisionedThroughputThrottleEvents', 40),
        metric('ConsumedWriteCapacityUnits', 5_900, {}, '-50m'),
        metric('ProvisionedWriteCapacityUnits', 100, {}, '-50m'),
      ],
    })
    expect([verdict, causes.map((cause) => [cause.id, cause.strength])]).toEqual([
      'cause-found',
      [['ddb-provisioned-low', 'proven']],
    ])
    expect(causes[0]?.summary).toContain('98.3 units/s were consumed of 100 provisioned')
    expect(causes[0]?.fix.cli).toContain(
      '--table-name orders --provisioned-throughput ReadCapacityUnits=50,WriteCapacityUnits=200',
    )
    expect(cost.calls).toBeLessThanOrEqual(12)
  })

  it('names the index that presses back on the table', async () => {
    const { causes } = await report({
      tables: [{ name: 'orders', indexes: [{ name: 'by-status' }] }],
      metrics: [
        ...throttledWrites,
        metric('WriteThrottleEvents', 40, index),
        metric('WriteKeyRangeThroughputThrottleEvents', 40, index),
        metric('ConsumedWriteCapacityUnits', 60_000, index, '-50m'),
        metric('ConsumedWriteCapacityUnits', 60_000, {}, '-50m'),
      ],
    })
    expect(causes.map((cause) => cause.id)).toEqual(['ddb-gsi-hot-write-backpressure'])
    expect(causes[0]?.summary).toContain('index by-status')
  })

  it('names the maximum that auto scaling reached', async () => {
    const { causes } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      scalableTargets: [
        {
          resource: 'table/orders',
          dimension: 'dynamodb:table:WriteCapacityUnits',
          min: 5,
          max: 100,
          policies: [{ name: 'w' }],
        },
      ],
      metrics: [
        ...throttledWrites,
        metric('WriteProvisionedThroughputThrottleEvents', 40),
        metric('ConsumedWriteCapacityUnits', 5_900, {}, '-50m'),
      ],
    })
    expect(causes.map((cause) => [cause.id, cause.strength])).toEqual([['ddb-autoscaling-max', 'proven']])
  })

  it('names the lag of auto scaling that acted', async () => {
    const { causes } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      scalableTargets: [
        {
          resource: 'table/orders',
          dimension: 'dynamodb:table:WriteCapacityUnits',
          min: 5,
          max: 1_000,
          policies: [{ name: 'w' }],
          activities: [{ at: '-14m', description: 'Setting write capacity units to 300.' }],
        },
      ],
      metrics: [
        ...throttledWrites,
        metric('WriteProvisionedThroughputThrottleEvents', 40),
        metric('ConsumedWriteCapacityUnits', 5_900, {}, '-50m'),
      ],
    })
    expect(causes.map((cause) => cause.id)).toEqual(['ddb-autoscaling-lag'])
  })

  it('tells a step in traffic from a hot key, by what an on-demand table serves at once', async () => {
    const step = {
      namespace: 'AWS/DynamoDB',
      metric: 'ConsumedWriteCapacityUnits',
      dimensions: { TableName: 'orders' },
      points: [
        { from: '-25h', to: '-20m', value: 30_000 },
        { from: '-20m', value: 330_000 },
      ],
    }
    const ramp = await report({
      tables: [{ name: 'orders', warm: { read: 12_000, write: 4_000 } }],
      metrics: [...throttledWrites, metric('WriteKeyRangeThroughputThrottleEvents', 40), step],
    })
    expect(ramp.causes.map((cause) => cause.id)).toEqual(['ddb-ondemand-rampup'])
    const hot = await report({
      tables: [{ name: 'orders', warm: { read: 12_000, write: 4_000 } }],
      metrics: [
        ...throttledWrites,
        metric('WriteKeyRangeThroughputThrottleEvents', 40),
        metric('ConsumedWriteCapacityUnits', 60_000, {}, '-50m'),
      ],
    })
    expect(hot.causes.map((cause) => cause.id)).toEqual(['ddb-hot-partition-write'])
  })

  it('finds nothing wrong with a table that is not throttled', async () => {
    const { verdict, causes, gaps } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      metrics: [metric('ConsumedWriteCapacityUnits', 1_000, {}, '-60m')],
    })
    expect([verdict, causes, gaps]).toEqual(['healthy', [], []])
  })

  it('claims nothing where the metrics are refused, and asks for what it lacks', async () => {
    const { verdict, causes, gaps } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      deny: ['cloudwatch:GetMetricData'],
    })
    expect([verdict, causes]).toEqual(['insufficient-evidence', []])
    expect(gaps.map((gap) => gap.action)).toContain('cloudwatch:GetMetricData')
  })

  it('names the reason from the metrics where the scaling may not be read', async () => {
    const { causes, gaps } = await report({
      tables: [{ name: 'orders', read: 50, write: 100 }],
      deny: ['application-autoscaling:DescribeScalableTargets', 'dynamodb:DescribeContributorInsights'],
      metrics: [
        ...throttledWrites,
        metric('WriteProvisionedThroughputThrottleEvents', 40),
        metric('ConsumedWriteCapacityUnits', 5_900, {}, '-50m'),
      ],
    })
    expect(causes.map((cause) => [cause.id, cause.strength])).toEqual([['ddb-provisioned-low', 'likely']])
    expect(gaps.map((gap) => gap.action)).toEqual(['application-autoscaling:DescribeScalableTargets'])
  })

  it('names a scan as what is slow', async () => {
    const latency = (operation: string, value: number, samples: number) =>
      metric('SuccessfulRequestLatency', value, { Operation: operation }, '-60m', samples)
    const slow = await report(
      {
        tables: [{ name: 'orders', items: 4_000_000 }],
        metrics: [latency('Scan', 420, 30), latency('GetItem', 4, 900)],
      },
      'orders',
      'slow',
    )
    expect(slow.causes.map((cause) => [cause.id, cause.strength])).toEqual([['ddb-slow-scan', 'proven']])
    const quick = await report(
      { tables: [{ name: 'orders' }], metrics: [latency('Query', 9, 100), latency('GetItem', 4, 900)] },
      'orders',
      'slow',
    )
    expect(quick.verdict).toBe('healthy')
  })
})

describe('a name', () => {
  const tables = [{ name: 'orders', indexes: [{ name: 'by-status' }] }]

  it('may be of a table, an ARN, or an index', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'
    expect((await report({ tables }, arn)).target).toMatchObject({ kind: 'table', name: 'orders' })
    expect((await report({ tables }, `${arn}/index/by-status`)).target.name).toBe('orders/by-status')
    expect((await report({ tables }, 'orders/by-status')).target.arn).toBe(`${arn}/index/by-status`)
  })

  it('that a function and a table share is answered for both', async () => {
    expect(await ask({ tables, functions: [{ name: 'orders' }] })).toMatchObject({ kind: 'report' })
  })

  it('that is nearly a table’s is answered with it', async () => {
    expect(await ask({ tables }, 'order')).toMatchObject({
      kind: 'refused',
      nearMisses: expect.arrayContaining(['orders']),
    })
    expect(await ask({ tables }, 'orders/by-state')).toMatchObject({
      kind: 'refused',
      nearMisses: expect.arrayContaining(['orders/by-status']),
    })
  })
})
