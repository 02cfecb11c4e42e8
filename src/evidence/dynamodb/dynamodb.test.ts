import { DescribeContributorInsightsCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { type AwsReader, makeReader } from '../../aws/reader.ts'
import { makeGatherer } from '../../engine/gather.ts'
import { type Table, table } from '../../targets/target.ts'
import type { Evidence } from '../evidence.ts'
import type { Probe } from '../probe.ts'
import { earlierPeaks } from './earlier-traffic.ts'
import { hotKeys } from './hot-keys.ts'
import { dynamoLimits } from './limits.ts'
import { tableMetrics } from './metrics.ts'
import { replicaThrottles } from './replica-throttles.ts'
import { streamConsumers } from './stream-consumers.ts'
import { detailsOf, tableDetails } from './table.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const orders = table(place, 'orders')

let aws: SimulatedAws
beforeAll(async () => {
  aws = await startAws({})
})
afterAll(() => aws.close())

async function read<T>(world: DeclaredWorld, probe: Probe<T, Table>): Promise<Evidence<T>> {
  aws.setWorld(world)
  const now = Date.now()
  const reader = makeReader({
    ...place,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    endpoint: aws.url,
    signal: AbortSignal.timeout(10_000),
  })
  return makeGatherer({ aws: reader, window: { from: now - 3_600_000, to: now }, now }).evidence(probe, orders)
}

function counted(
  metric: string,
  value: number,
  dimensions: Record<string, string> = { TableName: 'orders' },
  namespace = 'AWS/DynamoDB',
) {
  return { namespace, metric, dimensions, points: [{ from: '-20m', value }] }
}

function callsOf(operation: string): number {
  return aws.calls.filter((call) => call.operation === operation).length
}

describe('dynamodb.table', () => {
  it('tells provisioned from on-demand, and no maximum from one', () => {
    const provisioned = detailsOf({ ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 10 } })
    expect(provisioned).toMatchObject({ billing: 'PROVISIONED', provisioned: { read: 5, write: 10 } })
    const onDemand = detailsOf({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      OnDemandThroughput: { MaxReadRequestUnits: -1, MaxWriteRequestUnits: 500 },
      WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 },
    })
    expect(onDemand).toMatchObject({ onDemandMaximum: { write: 500 }, warm: { read: 12_000, write: 4_000 } })
    expect(onDemand).not.toHaveProperty('provisioned')
    const unnamed = { ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } }
    expect(detailsOf(unnamed).billing).toBe('PAY_PER_REQUEST')
    expect(onDemand.onDemandMaximum).not.toHaveProperty('read')
  })

  it('is absent where there is no such table', async () => {
    expect(await read({}, tableDetails)).toMatchObject({ status: 'absent' })
    expect(await read({}, tableMetrics)).toMatchObject({ status: 'absent' })
  })
})

describe('dynamodb.metrics', () => {
  it('reads the table and its indexes in one call', async () => {
    const index = { TableName: 'orders', GlobalSecondaryIndexName: 'by-status' }
    const evidence = await read(
      {
        tables: [{ name: 'orders', indexes: [{ name: 'by-status' }] }],
        metrics: [counted('WriteThrottleEvents', 7, index)],
      },
      tableMetrics,
    )
    expect(callsOf('GetMetricData')).toBe(1)
    if (evidence.status !== 'ok') throw new Error(evidence.error)
    expect(evidence.value.indexes['by-status']?.write.throttles.points[0]?.value).toBe(7)
    expect(evidence.value.table.write.throttles.points).toEqual([])
  })

  it('does without the indexes where the table may not be described', async () => {
    const evidence = await read(
      { tables: [{ name: 'orders' }], deny: ['dynamodb:DescribeTable'], metrics: [counted('WriteThrottleEvents', 7)] },
      tableMetrics,
    )
    if (evidence.status !== 'ok') throw new Error(evidence.error)
    expect(evidence.value.areIndexesKnown).toBe(false)
    expect(evidence.value.table.write.throttles.points.length).toBeGreaterThan(15)
  })
})

describe('reads that are made only where the counts call for them', () => {
  const quiet = {
    tables: [{ name: 'orders', stream: 'NEW_IMAGE' as const }],
    metrics: [counted('ConsumedWriteCapacityUnits', 7)],
  }

  it('are not made for a table that is well', async () => {
    expect(await read(quiet, dynamoLimits)).toEqual({ status: 'ok', value: null })
    expect(await read(quiet, earlierPeaks)).toEqual({ status: 'ok', value: null })
    expect(await read(quiet, hotKeys)).toEqual({ status: 'ok', value: null })
    expect(await read(quiet, replicaThrottles)).toEqual({ status: 'ok', value: [] })
    expect(callsOf('DescribeLimits') + callsOf('DescribeContributorInsights')).toBe(0)
  })

  it('tell the quotas', async () => {
    const evidence = await read({ ...quiet, metrics: [counted('WriteAccountLimitThrottleEvents', 5)] }, dynamoLimits)
    expect(evidence).toMatchObject({ status: 'ok', value: { table: { write: 40_000 }, account: { write: 80_000 } } })
  })

  it('tell the load of the day before', async () => {
    const world = {
      ...quiet,
      metrics: [
        counted('WriteKeyRangeThroughputThrottleEvents', 5),
        { ...counted('ConsumedWriteCapacityUnits', 0), points: [{ from: '-20h', to: '-2h', value: 6_000 }] },
      ],
    }
    expect(await read(world, earlierPeaks)).toMatchObject({ status: 'ok', value: { table: { write: 100 } } })
  })

  it('tell a reader of the stream that is throttled', async () => {
    const reader = { FunctionName: 'projector' }
    const world: DeclaredWorld = {
      ...quiet,
      functions: [{ name: 'projector' }],
      metrics: [counted('Throttles', 9, reader, 'AWS/Lambda'), counted('IteratorAge', 300_000, reader, 'AWS/Lambda')],
    }
    const described = await read(world, tableDetails)
    const source = described.status === 'ok' ? described.value.streamArn : undefined
    if (source === undefined) throw new Error('the table has no stream')
    const evidence = await read({ ...world, eventSourceMappings: [{ function: 'projector', source }] }, streamConsumers)
    expect(evidence).toMatchObject({ status: 'ok', value: [{ functionName: 'projector', iteratorAgeMs: 300_000 }] })
  })

  it('tell a copy in another region that is throttled', async () => {
    const world: DeclaredWorld = {
      tables: [{ name: 'orders', replicas: [{ region: 'us-east-1' }] }],
      metrics: [counted('ReplicationLatency', 60_000, { TableName: 'orders', ReceivingRegion: 'us-east-1' })],
      elsewhere: [{ region: 'us-east-1', metrics: [counted('WriteThrottleEvents', 3)] }],
    }
    const evidence = await read(world, replicaThrottles)
    expect(evidence).toMatchObject({ status: 'ok', value: [{ region: 'us-east-1', latencyMs: 60_000 }] })
    expect(evidence.status === 'ok' && evidence.value[0]?.throttled).toBeGreaterThan(0)
  })
})

describe('dynamodb.hot-keys', () => {
  function readerThatSays(report: object): AwsReader {
    const send = async (command: object) =>
      command instanceof DescribeContributorInsightsCommand
        ? {
            ContributorInsightsStatus: 'ENABLED',
            ContributorInsightsRuleList: [
              'DynamoDBContributorInsights-PKC-orders-1',
              'DynamoDBContributorInsights-PKT-orders-1',
            ],
          }
        : report
    return { client: () => ({ send }) } as unknown as AwsReader
  }

  it('tells the share of the most throttled key and keeps the key itself', async () => {
    const keyRange = { points: [{ at: 0, value: 5 }] }
    const none = { points: [] }
    const flow = {
      throttles: none,
      provisioned: none,
      keyRange: none,
      account: none,
      onDemandMaximum: none,
      consumed: none,
      capacity: none,
    }
    const metrics = { table: { read: flow, write: { ...flow, keyRange } }, indexes: {} }
    const aws = readerThatSays({
      // Meaningless for DynamoDB's rules.
      AggregateValue: 5_000_000,
      ApproximateUniqueCount: 40,
      Contributors: [
        { Keys: ['customer-17'], ApproximateAggregateValue: 900 },
        { Keys: ['customer-2'], ApproximateAggregateValue: 100 },
      ],
    })
    const value = await hotKeys.fetch(orders, {
      aws,
      window: { from: 0, to: 3_600_000 },
      now: 3_600_000,
      missed() {},
      read: async () => metrics as never,
    })
    expect(value).toEqual({ table: { isOn: true, topShare: 0.9, keys: 40 }, indexes: {} })
    expect(JSON.stringify(value)).not.toContain('customer')
  })
})
