import { type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series, total } from '../cloudwatch/series.ts'
import type { ReadContext } from '../probe.ts'

export type Direction = 'read' | 'write'
/** Why DynamoDB refused, as it counts it. */
export const throttleReasons = ['provisioned', 'keyRange', 'account', 'onDemandMaximum'] as const
export type ThrottleReason = (typeof throttleReasons)[number]

/** Reads or writes of a table or of one index. Consumed units are sums for each period, capacities are per second. */
export interface FlowSeries {
  readonly throttles: Series
  readonly provisioned: Series
  readonly keyRange: Series
  readonly account: Series
  readonly onDemandMaximum: Series
  readonly consumed: Series
  /** Capacity as it was provisioned; published every few minutes. */
  readonly capacity: Series
}

/** Throttled events by period, by whichever count says more: the reasons were added to CloudWatch later than the total. */
export function eventsOf(flow: FlowSeries): Series {
  const byReason = summed(throttleReasons.map((reason) => flow[reason]))
  const stamps = [...new Set([...flow.throttles.points, ...byReason.points].map((point) => point.at))].sort(
    (a, b) => a - b,
  )
  const valueAt = (series: Series, at: number): number => series.points.find((point) => point.at === at)?.value ?? 0
  return { points: stamps.map((at) => ({ at, value: Math.max(valueAt(flow.throttles, at), valueAt(byReason, at)) })) }
}

/** Counters added up period by period. */
export function summed(series: readonly Series[]): Series {
  const sums = new Map<number, number>()
  for (const { points } of series) for (const { at, value } of points) sums.set(at, (sums.get(at) ?? 0) + value)
  return { points: [...sums].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at) }
}

/** A table's own series exclude its indexes. */
export interface ResourceSeries {
  readonly read: FlowSeries
  readonly write: FlowSeries
}

export interface IndexSeries extends ResourceSeries {
  /** Throttled writes of an index build; they are in none of the other counts. */
  readonly buildThrottles: Series
  readonly buildConsumed: Series
}

/** Whether something was throttled for a partition's sake, or for a reason that CloudWatch does not give. */
export function mayBePartitions({ read, write }: ResourceSeries): boolean {
  return [read, write].some((flow) => {
    const hasOtherReason = [flow.provisioned, flow.account, flow.onDemandMaximum].some((series) => total(series) > 0)
    return total(flow.keyRange) > 0 || (!hasOtherReason && total(eventsOf(flow)) > 0)
  })
}

export const operations = [
  'GetItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'TransactGetItems',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
] as const
export type Operation = (typeof operations)[number]

export const readOperations: readonly Operation[] = ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']
export const writeOperations: readonly Operation[] = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]

/** One operation on a table and its indexes. Latencies are DynamoDB's own, in milliseconds, of requests that succeeded. */
export interface OperationSeries {
  readonly succeeded: Series
  readonly latencyAverage: Series
  readonly latencyP99: Series
  readonly throttled: Series
  readonly systemErrors: Series
  /** Items that came back, for Query and Scan. */
  readonly returnedItems: Series
}

const flowMetrics: Readonly<
  Record<keyof FlowSeries, readonly [metric: (name: 'Read' | 'Write') => string, stat: string]>
> = {
  throttles: [(name) => `${name}ThrottleEvents`, 'Sum'],
  provisioned: [(name) => `${name}ProvisionedThroughputThrottleEvents`, 'Sum'],
  keyRange: [(name) => `${name}KeyRangeThroughputThrottleEvents`, 'Sum'],
  account: [(name) => `${name}AccountLimitThrottleEvents`, 'Sum'],
  onDemandMaximum: [(name) => `${name}MaxOnDemandThroughputThrottleEvents`, 'Sum'],
  consumed: [(name) => `Consumed${name}CapacityUnits`, 'Sum'],
  capacity: [(name) => `Provisioned${name}CapacityUnits`, 'Maximum'],
}

const operationMetrics: Readonly<Record<keyof OperationSeries, readonly [metric: string, stat: string]>> = {
  succeeded: ['SuccessfulRequestLatency', 'SampleCount'],
  latencyAverage: ['SuccessfulRequestLatency', 'Average'],
  latencyP99: ['SuccessfulRequestLatency', 'p99'],
  throttled: ['ThrottledRequests', 'Sum'],
  systemErrors: ['SystemErrors', 'Sum'],
  returnedItems: ['ReturnedItemCount', 'Sum'],
}

/** The name of a flow's metric: `flowMetric('write', 'keyRange')` is `WriteKeyRangeThroughputThrottleEvents`. */
export function flowMetric(direction: Direction, series: keyof FlowSeries): string {
  return flowMetrics[series][0](direction === 'read' ? 'Read' : 'Write')
}

export function metricQuery(metric: string, stat: string, dimensions: Readonly<Record<string, string>>): MetricQuery {
  return { namespace: 'AWS/DynamoDB', metric, stat, dimensions }
}

/** The dimensions of a table, or of one of its indexes. */
export function dimensionsOf(table: string, index?: string): Readonly<Record<string, string>> {
  return { TableName: table, ...(index !== undefined && { GlobalSecondaryIndexName: index }) }
}

export async function readResource(at: ReadContext, table: string, index?: string): Promise<ResourceSeries> {
  const [read, write] = await Promise.all([readFlow(at, 'read', table, index), readFlow(at, 'write', table, index)])
  return { read, write }
}

export async function readIndex(at: ReadContext, table: string, index: string): Promise<IndexSeries> {
  const dimensions = dimensionsOf(table, index)
  const [flows, build] = await Promise.all([
    readResource(at, table, index),
    readMetrics(at, {
      buildThrottles: metricQuery('OnlineIndexThrottleEvents', 'Sum', dimensions),
      buildConsumed: metricQuery('OnlineIndexConsumedWriteCapacity', 'Sum', dimensions),
    }),
  ])
  return { ...flows, ...build }
}

function readFlow(at: ReadContext, direction: Direction, table: string, index?: string): Promise<FlowSeries> {
  const names = Object.keys(flowMetrics) as (keyof FlowSeries)[]
  const queries = Object.fromEntries(
    names.map((name) => [
      name,
      metricQuery(flowMetric(direction, name), flowMetrics[name][1], dimensionsOf(table, index)),
    ]),
  ) as Record<keyof FlowSeries, MetricQuery>
  return readMetrics(at, queries)
}

/** What throttling is judged by; the rest costs as much again and is read only where slowness is asked about. */
const countedAlways: readonly (keyof OperationSeries)[] = ['succeeded', 'throttled']
const countedWhenSlow: readonly (keyof OperationSeries)[] = ['latencyAverage', 'latencyP99', 'returnedItems']

/** Requests served and refused by operation; latencies are left empty. */
export function readCounts(at: ReadContext, table: string): Promise<Readonly<Record<Operation, OperationSeries>>> {
  return readByOperation(at, table, () => countedAlways)
}

/** System errors of every operation, latencies and items returned of those that were used; counts are left empty. */
export function readLatencies(
  at: ReadContext,
  table: string,
  used: readonly Operation[],
): Promise<Readonly<Record<Operation, OperationSeries>>> {
  return readByOperation(at, table, (operation) => [
    'systemErrors',
    ...(used.includes(operation) ? countedWhenSlow : []),
  ])
}

async function readByOperation(
  at: ReadContext,
  table: string,
  wanted: (operation: Operation) => readonly (keyof OperationSeries)[],
): Promise<Readonly<Record<Operation, OperationSeries>>> {
  const empty = Object.fromEntries(
    Object.keys(operationMetrics).map((name) => [name, noData]),
  ) as unknown as OperationSeries
  const read = await Promise.all(
    operations.map(async (operation) => {
      const names = wanted(operation).filter(
        (name) => name !== 'returnedItems' || operation === 'Query' || operation === 'Scan',
      )
      const queries = Object.fromEntries(
        names.map((name) => [name, metricQuery(...operationMetrics[name], { TableName: table, Operation: operation })]),
      )
      return [operation, { ...empty, ...(await readMetrics(at, queries)) }] as const
    }),
  )
  return Object.fromEntries(read) as Record<Operation, OperationSeries>
}
