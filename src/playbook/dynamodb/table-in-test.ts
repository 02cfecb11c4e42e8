import type { ScalingActivity } from '../../evidence/autoscaling/activities.ts'
import type { ScalableTarget } from '../../evidence/autoscaling/targets.ts'
import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { noFlow } from '../../evidence/dynamodb/metrics.ts'
import type { GlobalIndex, TableDetails } from '../../evidence/dynamodb/table.ts'
import {
  type FlowSeries,
  type IndexSeries,
  type Operation,
  type OperationSeries,
  operations,
  readOperations,
  summed,
  writeOperations,
} from '../../evidence/dynamodb/table-series.ts'
import { table } from '../../targets/target.ts'
import { read, testNow } from '../diagnose-in-test.ts'
import type { ThrottleEvidence } from './throttle-needs.ts'

export const orders = table({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'orders')
export const minuteMs = 60_000

/** For tests: values of the minutes that ended `ago` minutes before now and of those before, oldest first; null is a minute without data. */
export function minutes(values: readonly (number | null)[], ago = 2): Series {
  const first = testNow - (ago + values.length) * minuteMs
  return { points: values.flatMap((value, index) => (value === null ? [] : [{ at: first + index * minuteMs, value }])) }
}

export function repeated(value: number, count: number): number[] {
  return Array.from({ length: count }, () => value)
}

export function flow(series: Partial<FlowSeries>): FlowSeries {
  return { ...noFlow, ...series }
}

const idle: OperationSeries = {
  succeeded: noData,
  latencyAverage: noData,
  latencyP99: noData,
  throttled: noData,
  systemErrors: noData,
  returnedItems: noData,
}

interface Counted {
  readonly read?: Partial<FlowSeries>
  readonly write?: Partial<FlowSeries>
  readonly indexes?: Readonly<
    Record<
      string,
      { read?: Partial<FlowSeries>; write?: Partial<FlowSeries> } & Partial<
        Pick<IndexSeries, 'buildThrottles' | 'buildConsumed'>
      >
    >
  >
  readonly operations?: Partial<Record<Operation, Partial<OperationSeries>>>
  readonly conflicts?: Series
  readonly accountWrite?: Series
}

/** For tests: metrics of a table on which nothing happens but what is given. */
export function metricsWith(counted: Counted): TableMetrics {
  const byOperation = Object.fromEntries(
    operations.map((operation) => [operation, { ...idle, ...counted.operations?.[operation] }]),
  ) as Record<Operation, OperationSeries>
  return {
    table: { read: flow(counted.read ?? {}), write: flow(counted.write ?? {}) },
    indexes: Object.fromEntries(
      Object.entries(counted.indexes ?? {}).map(([name, each]) => [
        name,
        {
          read: flow(each.read ?? {}),
          write: flow(each.write ?? {}),
          buildThrottles: each.buildThrottles ?? noData,
          buildConsumed: each.buildConsumed ?? noData,
        },
      ]),
    ),
    areIndexesKnown: true,
    operations: byOperation,
    refused: {
      read: summed(readOperations.map((operation) => byOperation[operation].throttled)),
      write: summed(writeOperations.map((operation) => byOperation[operation].throttled)),
    },
    transactionConflicts: counted.conflicts ?? noData,
    accountUtilization: { read: noData, write: counted.accountWrite ?? noData },
    replicationLatency: {},
    periodSeconds: 60,
  }
}

export const provisioned: TableDetails = {
  status: 'ACTIVE',
  billing: 'PROVISIONED',
  provisioned: { read: 100, write: 100 },
  onDemandMaximum: {},
  warm: {},
  itemCount: 10_000,
  sizeBytes: 10_000_000,
  indexes: [],
  replicas: [],
  isStronglyConsistentAcrossRegions: false,
  decreasesToday: 0,
}

export const onDemand: TableDetails = {
  ...withoutCapacity(provisioned),
  billing: 'PAY_PER_REQUEST',
  warm: { read: 12_000, write: 4_000 },
}

function withoutCapacity({ provisioned: _capacity, ...rest }: TableDetails): TableDetails {
  return rest
}

export const byStatus: GlobalIndex = {
  name: 'by-status',
  status: 'ACTIVE',
  backfilling: false,
  projection: 'ALL',
  provisioned: { read: 100, write: 100 },
  onDemandMaximum: {},
  warm: {},
}

/** For tests: everything a throttle is judged on; what is not given was read and is empty. */
export function throttleEvidence(metrics: TableMetrics, given: Partial<ThrottleEvidence> = {}): ThrottleEvidence {
  return {
    metrics,
    table: read(provisioned),
    targets: read([]),
    activities: read([]),
    policies: read(null),
    keys: read(null),
    earlier: read(null),
    limits: read(null),
    ...given,
  }
}

export function scaled(resourceId: string, dimension: string, maximum: number): ScalableTarget {
  return { resourceId, dimension, minimum: 5, maximum, isScalingOutSuspended: false }
}

export function activity(status: string, capacity: number, ago: number, statusMessage = ''): ScalingActivity {
  return {
    resourceId: 'table/orders',
    dimension: 'dynamodb:table:WriteCapacityUnits',
    at: testNow - ago * minuteMs,
    status,
    statusMessage,
    capacity,
    notScaled: [],
  }
}
