import type { Table } from '../../targets/target.ts'
import { citeMetric, periodSeconds, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { type Citation, defineProbe, type ReadContext, type Window } from '../probe.ts'
import { type TableDetails, tableDetails } from './table.ts'
import {
  operations as allOperations,
  dimensionsOf,
  type IndexSeries,
  metricQuery,
  type Operation,
  type OperationSeries,
  type ResourceSeries,
  readCounts,
  readIndex,
  readLatencies,
  readOperations,
  readResource,
  summed,
  writeOperations,
} from './table-series.ts'

/** A table's metrics over the window, those of every global index beside them. */
export interface TableMetrics {
  readonly table: ResourceSeries
  readonly indexes: Readonly<Record<string, IndexSeries>>
  /** False when the table could not be described, so that its indexes are not known. */
  readonly areIndexesKnown: boolean
  readonly operations: Readonly<Record<Operation, OperationSeries>>
  /** Requests of all reading or writing operations that were throttled; CloudWatch does not say on which index. */
  readonly refused: { readonly read: Series; readonly write: Series }
  readonly transactionConflicts: Series
  /** Per cent of the account's provisioned quota that is given out. */
  readonly accountUtilization: { readonly read: Series; readonly write: Series }
  /** Milliseconds until a write shows in another region, by region. */
  readonly replicationLatency: Readonly<Record<string, Series>>
  readonly periodSeconds: number
}

/** Reads what a table and its indexes served and refused, in one call; latencies are left empty. */
export const tableMetrics = defineProbe<TableMetrics, Table>({
  id: 'dynamodb.metrics',
  actions: ['cloudwatch:GetMetricData'],
  uses: [tableDetails],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const details = await known(at, target)
    const indexNames = [
      ...new Set([
        ...(details?.indexes ?? []).map((each) => each.name),
        ...(target.index === undefined ? [] : [target.index]),
      ]),
    ]
    const regions = (details?.replicas ?? []).map((each) => each.region).filter((region) => region !== target.region)
    const [table, indexes, operations, shared, latencies] = await Promise.all([
      readResource(at, target.id),
      Promise.all(indexNames.map(async (name) => [name, await readIndex(at, target.id, name)] as const)),
      readCounts(at, target.id),
      readMetrics(at, {
        conflicts: metricQuery('TransactionConflict', 'Sum', dimensionsOf(target.id)),
        read: metricQuery('AccountProvisionedReadCapacityUtilization', 'Maximum', {}),
        write: metricQuery('AccountProvisionedWriteCapacityUtilization', 'Maximum', {}),
      }),
      Promise.all(
        regions.map(async (region) => {
          const query = metricQuery('ReplicationLatency', 'Maximum', { TableName: target.id, ReceivingRegion: region })
          return [region, (await readMetrics(at, { latency: query })).latency] as const
        }),
      ),
    ])
    return {
      table,
      indexes: Object.fromEntries(indexes),
      areIndexesKnown: details !== undefined,
      operations,
      refused: {
        read: summed(readOperations.map((operation) => operations[operation].throttled)),
        write: summed(writeOperations.map((operation) => operations[operation].throttled)),
      },
      transactionConflicts: shared.conflicts,
      accountUtilization: { read: shared.read, write: shared.write },
      replicationLatency: Object.fromEntries(latencies),
      periodSeconds: periodSeconds(at.window, at.now),
    }
  },
  cite,
})

/** The same with the latency of each operation, for questions about slowness. */
export const tableLatencies = defineProbe<TableMetrics, Table>({
  id: 'dynamodb.latencies',
  actions: ['cloudwatch:GetMetricData'],
  uses: [tableMetrics],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const metrics = await at.read(tableMetrics, target)
    const used = allOperations.filter((operation) => metrics.operations[operation].succeeded.points.length > 0)
    const latencies = await readLatencies(at, target.id, used)
    const operations = Object.fromEntries(
      Object.entries(metrics.operations).map(([name, { succeeded, throttled }]) => [
        name,
        { ...latencies[name as Operation], succeeded, throttled },
      ]),
    ) as Record<Operation, OperationSeries>
    return { ...metrics, operations }
  },
  cite,
})

function cite(target: Table, window: Window, aspect = 'WriteThrottleEvents Sum'): Citation {
  const [metric = '', stat = 'Sum', dimension = ''] = aspect.split(' ')
  const [kind, name] = [dimension.slice(0, dimension.indexOf(':')), dimension.slice(dimension.indexOf(':') + 1)]
  const dimensions =
    kind === 'account'
      ? {}
      : {
          TableName: target.id,
          ...(kind === 'index' && { GlobalSecondaryIndexName: name }),
          ...(kind === 'operation' && { Operation: name }),
          ...(kind === 'region' && { ReceivingRegion: name }),
        }
  return citeMetric(target, metricQuery(metric, stat, dimensions), window)
}

/** A metric of the probe, for its citation: `metricAspect('WriteThrottleEvents', 'Sum', { index: 'by-status' })`. */
export function metricAspect(
  metric: string,
  stat = 'Sum',
  of: {
    readonly index?: string | undefined
    readonly operation?: string
    readonly region?: string
    readonly account?: true
  } = {},
): string {
  const [kind, name] = Object.entries(of).find(([, value]) => value !== undefined) ?? []
  return kind === undefined ? `${metric} ${stat}` : `${metric} ${stat} ${kind}:${name}`
}

/** No traffic at all: what CloudWatch shows of a table that nobody uses. */
export const noFlow = {
  throttles: noData,
  provisioned: noData,
  keyRange: noData,
  account: noData,
  onDemandMaximum: noData,
  consumed: noData,
  capacity: noData,
} as const

/** Who may not describe the table may still see its metrics; a table that is not there has none. */
async function known(at: ReadContext, target: Table): Promise<TableDetails | undefined> {
  try {
    return await at.read(tableDetails, target)
  } catch (error) {
    if (error instanceof EvidenceMissing && error.evidence.status !== 'absent') return undefined
    throw error
  }
}
