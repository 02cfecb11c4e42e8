import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import type { Operation } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { amount, milliseconds, percent } from './amount.ts'
import { latencies, type OperationLatency } from './latency.ts'
import { readCost } from './read-cost.ts'
import { retryVerdicts } from './retry-verdict.ts'
import type { SlowContext, SlowEvidence } from './slow-needs.ts'

/** Why requests to a table are slow, by the id of the cause. */
export interface SlowVerdict {
  readonly id: string
  readonly strength: Strength
  readonly summary: string
  readonly facts: readonly [Fact, ...Fact[]]
  readonly times: readonly number[]
  readonly standsAlone?: boolean
  readonly fix?: Fix
  /** Its part of the time that requests take, 0 to 1. */
  readonly extent?: number
}

/** Everything about a table that makes its callers wait. */
export function judgeLatency(evidence: SlowEvidence, at: SlowContext): SlowVerdict[] {
  const all = latencies(evidence.metrics, at.thresholds?.slowMilliseconds)
  const slow = all.filter((each) => each.isSlow)
  const service = serviceVerdict(all, slow, evidence, at)
  if (service !== undefined) return [service]
  const verdicts = slow.flatMap((each) => {
    const verdict = operationVerdict(each, slow, all, evidence, at)
    return verdict === undefined ? [] : [{ ...verdict, extent: extentOf(each, all) }]
  })
  const unique = [...new Map([...verdicts].reverse().map((verdict) => [verdict.id, verdict])).values()].reverse()
  const retries = unique.some((each) => each.id === 'ddb-slow-hot-read-latency') ? [] : retryVerdicts(evidence, at)
  return [...unique, ...retries, ...projectionVerdict(slow, evidence, at)].map((verdict) => ({
    ...verdict,
    extent: verdict.extent ?? 0,
  }))
}

/** What part of the time that requests took an operation took: operations are slow beside each other, each for its own reason. */
function extentOf({ average, requests }: OperationLatency, all: readonly OperationLatency[]): number {
  const time = all.reduce((sum, each) => sum + each.average * each.requests, 0)
  return time === 0 ? 0 : (average * requests) / time
}

export function latencyFact({ operation, average, p99, requests }: OperationLatency, at: SlowContext): Fact {
  return at.fact(
    'metrics',
    `${operation}, time in DynamoDB`,
    `${milliseconds(average)} on average${p99 === undefined ? '' : `, p99 up to ${milliseconds(p99)}`}, ${amount(requests)} requests`,
    undefined,
    metricAspect('SuccessfulRequestLatency', 'Average', { operation }),
  )
}

/** Errors of DynamoDB's own, and everything slow at once: no access pattern does that. */
function serviceVerdict(
  all: readonly OperationLatency[],
  slow: readonly OperationLatency[],
  { metrics }: SlowEvidence,
  at: SlowContext,
): SlowVerdict | undefined {
  const errors = Object.entries(metrics.operations).map(([operation, series]) => ({
    operation,
    count: total(series.systemErrors),
    times: timesAbove(series.systemErrors, 0),
  }))
  const count = errors.reduce((sum, each) => sum + each.count, 0)
  const requests = all.reduce((sum, each) => sum + each.requests, 0)
  const [worst] = [...errors].sort((a, b) => b.count - a.count)
  if (worst === undefined || count === 0) return undefined
  const used = all.filter((each) => each.requests >= 10)
  const isAllSlow = used.length >= 2 && used.every((each) => each.isSlow)
  const share = count / Math.max(count, requests + count)
  if (!isAllSlow && (share < 0.01 || count < 5)) return undefined
  return {
    id: 'ddb-slow-service',
    strength: isAllSlow ? 'proven' : 'likely',
    summary: `DynamoDB itself failed ${amount(count)} requests to ${at.target.id} (${percent(share)})${isAllSlow ? ' and every operation on it was slow' : ''}.`,
    facts: [
      at.fact(
        'metrics',
        'Errors of DynamoDB (SystemErrors)',
        `${amount(count)}, most of ${worst.operation}`,
        worst.times[0],
        metricAspect('SystemErrors', 'Sum', { operation: worst.operation }),
      ),
      ...slow.map((each) => latencyFact(each, at)),
    ],
    times: [...new Set([...errors.flatMap((each) => each.times), ...slow.flatMap((each) => each.slowTimes)])].sort(
      (a, b) => a - b,
    ),
  }
}

function operationVerdict(
  each: OperationLatency,
  slow: readonly OperationLatency[],
  all: readonly OperationLatency[],
  evidence: SlowEvidence,
  at: SlowContext,
): SlowVerdict | undefined {
  const { target } = at
  const table = valueIfRead(evidence.table)
  const latency = latencyFact(each, at)
  const took = `${each.operation} on ${target.id} takes ${milliseconds(each.average)} on average`
  const isOnly = slow.length === 1 && all.length > 1
  const shared = { times: each.slowTimes }
  if (each.operation === 'Scan')
    return {
      ...shared,
      id: 'ddb-slow-scan',
      strength: isOnly ? 'proven' : 'likely',
      summary: `${took}: a Scan reads the table${table?.itemCount === undefined ? '' : ` of ${amount(table.itemCount)} items`} page by page instead of looking an item up.`,
      facts: [
        latency,
        ...(table?.itemCount === undefined ? [] : [at.fact('table', 'Items in the table', amount(table.itemCount))]),
        ...otherFacts(all, slow, at),
      ],
    }
  if (each.operation === 'TransactWriteItems' || each.operation === 'TransactGetItems') {
    const conflicts = total(evidence.metrics.transactionConflicts)
    if (conflicts > 0)
      return {
        ...shared,
        id: 'ddb-slow-transactions',
        strength: isOnly ? 'proven' : 'likely',
        summary: `${took}, and ${amount(conflicts)} items of transactions conflicted with each other and had to be tried again.`,
        facts: [
          latency,
          at.fact(
            'metrics',
            'Transaction conflicts',
            amount(conflicts),
            undefined,
            metricAspect('TransactionConflict'),
          ),
          ...otherFacts(all, slow, at),
        ],
      }
  }
  const hot = hotReads(each.operation, evidence)
  if (hot > 0)
    return {
      ...shared,
      id: 'ddb-slow-hot-read-latency',
      strength: 'likely',
      summary: `${took} while ${amount(hot)} reads were throttled at one partition's limit: DynamoDB is splitting a hot partition.`,
      facts: [
        latency,
        at.fact(
          'metrics',
          'Reads throttled at the limit of one partition',
          amount(hot),
          undefined,
          metricAspect('ReadKeyRangeThroughputThrottleEvents'),
        ),
      ],
    }
  return readCost(each, latency, took, evidence, at) ?? strongVerdict(each, latency, took, evidence, at)
}

function strongVerdict(
  each: OperationLatency,
  latency: Fact,
  took: string,
  evidence: SlowEvidence,
  at: SlowContext,
): SlowVerdict | undefined {
  const table = valueIfRead(evidence.table)
  if (table?.isStronglyConsistentAcrossRegions !== true) return undefined
  const regions = table.replicas.map((replica) => replica.region).join(', ')
  return {
    id: 'ddb-slow-strong-consistent',
    strength: 'likely',
    summary: `${took}: the table is strongly consistent across regions (${regions}), so each write, and each strong read, waits for another region.`,
    facts: [
      at.fact('table', 'Multi-Region consistency', `STRONG, with ${regions === '' ? 'its replicas' : regions}`),
      latency,
    ],
    times: each.slowTimes,
  }
}

function hotReads(operation: Operation, { metrics }: SlowEvidence): number {
  if (!['GetItem', 'Query', 'BatchGetItem'].includes(operation)) return 0
  return [metrics.table, ...Object.values(metrics.indexes)].reduce((sum, each) => sum + total(each.read.keyRange), 0)
}

/** What is fast beside it shows that the table as such is well. */
function otherFacts(all: readonly OperationLatency[], slow: readonly OperationLatency[], at: SlowContext): Fact[] {
  return all
    .filter((each) => !slow.includes(each))
    .slice(0, 2)
    .map((each) => latencyFact(each, at))
}

/** As many GetItem as a query on an index returns items, minute by minute: the index lacks what the caller wants. */
function projectionVerdict(
  slow: readonly OperationLatency[],
  { metrics, table }: SlowEvidence,
  at: SlowContext,
): SlowVerdict[] {
  const bare = valueIfRead(table)?.indexes.find(
    (index) =>
      index.projection === 'KEYS_ONLY' && total(metrics.indexes[index.name]?.read.consumed ?? { points: [] }) > 0,
  )
  const queries = total(metrics.operations.Query.succeeded)
  const gets = total(metrics.operations.GetItem.succeeded)
  const returned = total(metrics.operations.Query.returnedItems)
  if (
    bare === undefined ||
    queries === 0 ||
    gets < 5 * queries ||
    returned === 0 ||
    Math.abs(gets - returned) > 0.2 * returned
  )
    return []
  const busiest = metrics.operations.GetItem.succeeded.points.map((point) => point.at)
  return [
    {
      id: 'ddb-slow-index-projection',
      strength: 'likely',
      summary: `Each Query on ${at.target.id} is followed by about ${amount(gets / queries)} GetItem calls, one for each item it returns: index ${bare.name} holds keys only.`,
      facts: [
        at.fact(
          'metrics',
          'GetItem calls',
          `${amount(gets)}, for ${amount(returned)} items returned by ${amount(queries)} Query calls`,
          undefined,
          metricAspect('SuccessfulRequestLatency', 'SampleCount', { operation: 'GetItem' }),
        ),
        at.fact('table', `Projection of index ${bare.name}`, bare.projection),
      ],
      times: slow.length === 0 ? busiest : slow.flatMap((each) => each.slowTimes),
      standsAlone: true,
    },
  ]
}
