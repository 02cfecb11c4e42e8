import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { type Operation, summed } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Fact } from '../fact.ts'
import { amount, percent } from './amount.ts'
import type { SlowVerdict } from './judge-latency.ts'
import type { OperationLatency } from './latency.ts'
import type { SlowContext, SlowEvidence } from './slow-needs.ts'
import { during } from './verdict.ts'

const unitBytes = 4_096
/** A page of 1 MB costs 128 units, or 256 when strongly consistent. */
const fullPageUnits = 100
const largeReadUnits = 8
const largeWriteUnits = 40

/** Where an operation is slow for what it reads or writes: most of it thrown away by a filter, full pages, large items. */
export function readCost(
  each: OperationLatency,
  latency: Fact,
  took: string,
  evidence: SlowEvidence,
  at: SlowContext,
): SlowVerdict | undefined {
  if (each.operation === 'Query') return queryVerdict(each, latency, took, evidence, at)
  if (each.operation === 'GetItem') return itemVerdict(each, latency, took, evidence, at, ['GetItem'], largeReadUnits)
  if (each.operation === 'PutItem' || each.operation === 'UpdateItem')
    return itemVerdict(each, latency, took, evidence, at, ['PutItem', 'UpdateItem', 'DeleteItem'], largeWriteUnits)
  return undefined
}

function queryVerdict(
  each: OperationLatency,
  latency: Fact,
  took: string,
  evidence: SlowEvidence,
  at: SlowContext,
): SlowVerdict | undefined {
  const { metrics } = evidence
  const calls = (operation: Operation): number => during(metrics.operations[operation].succeeded, each.slowTimes)
  if (calls('Query') === 0 || calls('Scan') + calls('BatchGetItem') + calls('TransactGetItems') > 0) return undefined
  const consumed = during(
    summed([metrics.table.read.consumed, ...Object.values(metrics.indexes).map((index) => index.read.consumed)]),
    each.slowTimes,
  )
  const units = (consumed - calls('GetItem')) / calls('Query')
  const table = valueIfRead(evidence.table)
  const itemBytes =
    (table?.itemCount ?? 0) > 0 && table?.sizeBytes !== undefined ? table.sizeBytes / (table.itemCount ?? 1) : undefined
  const counted = metrics.operations.Query.returnedItems
  const returned = counted.points.length === 0 ? undefined : during(counted, each.slowTimes)
  // The least that was read: strongly consistent, and no item smaller than the average.
  const evaluated =
    itemBytes === undefined || itemBytes === 0 ? undefined : (units * calls('Query') * unitBytes) / itemBytes
  const cost = at.fact(
    'metrics',
    'Read units for each Query',
    amount(units),
    each.slowTimes[0],
    metricAspect('ConsumedReadCapacityUnits'),
  )
  const times = each.slowTimes
  if (units >= 5 && returned !== undefined && evaluated !== undefined && returned <= 0.1 * evaluated)
    return {
      id: 'ddb-slow-filter',
      strength: 'likely',
      summary: `${took}: it reads about ${amount(evaluated / calls('Query'))} items a call and returns ${amount(returned / calls('Query'))}; a filter throws the rest away after they were read and paid for.`,
      facts: [
        latency,
        cost,
        at.fact(
          'metrics',
          'Items returned by Query',
          `${amount(returned)}, ${percent(returned / evaluated)} of what was read`,
          each.slowTimes[0],
          metricAspect('ReturnedItemCount', 'Sum', { operation: 'Query' }),
        ),
      ],
      times,
    }
  if (units < fullPageUnits) return undefined
  return {
    id: 'ddb-slow-pagination',
    // Without the size of an item nobody can tell what a filter threw away.
    strength: returned !== undefined && itemBytes === undefined ? 'possible' : 'likely',
    summary: `${took} and reads ${amount(units)} units, a full page of 1 MB: its callers wait for one page after another.`,
    facts: [latency, cost],
    times,
  }
}

function itemVerdict(
  each: OperationLatency,
  latency: Fact,
  took: string,
  evidence: SlowEvidence,
  at: SlowContext,
  operations: readonly Operation[],
  least: number,
): SlowVerdict | undefined {
  const { metrics } = evidence
  const isRead = each.operation === 'GetItem'
  const others: readonly Operation[] = isRead
    ? ['Query', 'Scan', 'BatchGetItem', 'TransactGetItems']
    : ['BatchWriteItem', 'TransactWriteItems']
  if (others.some((operation) => during(metrics.operations[operation].succeeded, each.slowTimes) > 0)) return undefined
  const calls = operations.reduce(
    (sum, operation) => sum + during(metrics.operations[operation].succeeded, each.slowTimes),
    0,
  )
  const units = during(metrics.table[isRead ? 'read' : 'write'].consumed, each.slowTimes) / Math.max(1, calls)
  if (calls === 0 || units < least) return undefined
  const kilobytes = units * (isRead ? 4 : 1)
  return {
    id: 'ddb-slow-large-items',
    strength: 'likely',
    summary: `${took} because its items are large: ${amount(units)} units a call, ${amount(kilobytes)} KB or more each.`,
    facts: [
      latency,
      at.fact(
        'metrics',
        'Units for each call',
        amount(units),
        each.slowTimes[0],
        metricAspect(isRead ? 'ConsumedReadCapacityUnits' : 'ConsumedWriteCapacityUnits'),
      ),
    ],
    times: each.slowTimes,
  }
}
