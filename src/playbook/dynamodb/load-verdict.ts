import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { type Operation, readOperations, writeOperations } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { amount, percent } from './amount.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import type { ThrottledFlow } from './throttled-flow.ts'
import { during, type Verdict } from './verdict.ts'

/** A page of a Scan reads at most 1 MB: 256 units when strongly consistent. */
const mostUnitsOfScan = 256

/** Where it is the load that is out of order, not the capacity: a scan, transactions in each other's way, items grown large. */
export function loadVerdict(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict | undefined {
  if (flow.countedBy === 'requests' && flow.index !== undefined) return undefined
  return (
    (flow.direction === 'read' ? scanVerdict(flow, evidence, at) : undefined) ??
    transactionVerdict(flow, evidence, at) ??
    (flow.index === undefined ? largeItemVerdict(flow, evidence, at) : undefined)
  )
}

/** Calls of some operations per minute, in the throttled minutes and in the rest; undefined for the rest without any. */
function ratesOf(
  flow: ThrottledFlow,
  { metrics }: ThrottleEvidence,
  operations: readonly Operation[],
): { throttled: number; quiet: number | undefined } {
  const times = new Set(flow.times)
  const quiet = flow.series.consumed.points.map((point) => point.at).filter((time) => !times.has(time))
  const callsIn = (minutes: readonly number[]): number =>
    operations.reduce(
      (sum, each) =>
        sum + during(metrics.operations[each].succeeded, minutes) + during(metrics.operations[each].throttled, minutes),
      0,
    )
  return {
    throttled: callsIn(flow.times) / flow.times.length,
    quiet: quiet.length < 3 ? undefined : callsIn(quiet) / quiet.length,
  }
}

function scanVerdict(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict | undefined {
  const { Scan } = evidence.metrics.operations
  const calls = during(Scan.succeeded, flow.times) + during(Scan.throttled, flow.times)
  if (calls === 0) return undefined
  const consumed = during(flow.series.consumed, flow.times)
  const scans = ratesOf(flow, evidence, ['Scan'])
  const others = ratesOf(
    flow,
    evidence,
    readOperations.filter((each) => each !== 'Scan'),
  )
  const refused = during(evidence.metrics.refused.read, flow.times)
  const refusedShare = refused === 0 ? 0 : during(Scan.throttled, flow.times) / refused
  const isStep = scans.quiet !== undefined && scans.throttled >= 3 * scans.quiet
  const areOthersSteady =
    others.quiet === undefined || others.quiet === 0
      ? others.throttled === 0 || refusedShare >= 0.5
      : others.throttled <= 1.5 * others.quiet
  const mayFill = calls * mostUnitsOfScan >= 0.5 * consumed
  if (!mayFill || !((isStep && areOthersSteady) || refusedShare >= 0.5)) return undefined
  return {
    id: 'ddb-scan-burst',
    strength: 'likely',
    because: `${amount(scans.throttled)} Scan calls a minute${scans.quiet === undefined ? '' : ` (${amount(scans.quiet)} in the other minutes)`} read the capacity away`,
    facts: [
      at.fact(
        'metrics',
        'Scan calls in the throttled minutes',
        amount(calls),
        flow.times[0],
        metricAspect('SuccessfulRequestLatency', 'SampleCount', { operation: 'Scan' }),
      ),
      ...(refusedShare > 0
        ? [
            at.fact(
              'metrics',
              'Scans among the throttled read requests',
              percent(refusedShare),
              flow.times[0],
              metricAspect('ThrottledRequests', 'Sum', { operation: 'Scan' }),
            ),
          ]
        : []),
    ],
  }
}

function transactionVerdict(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict | undefined {
  const conflicts = during(evidence.metrics.transactionConflicts, flow.times)
  const [all, operation] =
    flow.direction === 'read'
      ? ([readOperations, 'TransactGetItems'] as const)
      : ([writeOperations, 'TransactWriteItems'] as const)
  const transactions = ratesOf(flow, evidence, [operation]).throttled
  if (conflicts === 0 || transactions < 0.5 * ratesOf(flow, evidence, all).throttled || transactions === 0)
    return undefined
  return {
    id: 'ddb-transact-double',
    strength: 'likely',
    because: `most of them are ${operation}, which cost twice the units, and ${amount(conflicts)} of their items conflicted with each other and were tried again`,
    facts: [
      at.fact(
        'metrics',
        'Transaction conflicts in the throttled minutes',
        amount(conflicts),
        flow.times[0],
        metricAspect('TransactionConflict'),
      ),
      at.fact(
        'metrics',
        `${operation} calls`,
        `${amount(transactions)} a minute`,
        flow.times[0],
        metricAspect('SuccessfulRequestLatency', 'SampleCount', { operation }),
      ),
    ],
  }
}

/** Units per call only tell the size of an item where every call is about a single item. */
const singleItem = { read: ['GetItem'], write: ['PutItem', 'UpdateItem', 'DeleteItem'] } as const satisfies Record<
  string,
  readonly Operation[]
>
const largeBytes = 4_096

function largeItemVerdict(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict | undefined {
  const { metrics } = evidence
  const operations = flow.direction === 'read' ? readOperations : writeOperations
  const single: readonly Operation[] = singleItem[flow.direction]
  if (operations.some((each) => !single.includes(each) && during(metrics.operations[each].succeeded, flow.times) > 0))
    return undefined
  const quietTimes = flow.series.consumed.points.map((point) => point.at).filter((time) => !flow.times.includes(time))
  const unitsIn = (times: readonly number[]): number | undefined => {
    const served = single.reduce((sum, each) => sum + during(metrics.operations[each].succeeded, times), 0)
    return served === 0 ? undefined : during(flow.series.consumed, times) / served
  }
  const units = unitsIn(flow.times)
  const before = unitsIn(quietTimes)
  const calls = ratesOf(flow, evidence, single)
  const described = valueIfRead(evidence.table)
  const average =
    described?.sizeBytes !== undefined && (described.itemCount ?? 0) > 0
      ? described.sizeBytes / (described.itemCount ?? 1)
      : undefined
  const grew =
    units !== undefined &&
    units >= 4 &&
    before !== undefined &&
    units >= 2 * before &&
    calls.quiet !== undefined &&
    calls.throttled <= 1.5 * calls.quiet
  const isLarge = units !== undefined && units >= 10 && average !== undefined && average >= largeBytes
  if (units === undefined || (!grew && !isLarge)) return undefined
  return {
    id: 'ddb-large-items',
    strength: 'likely',
    because: `each call costs ${amount(units)} units${grew ? `, ${amount(before)} in the other minutes` : ''}: the items are large`,
    facts: [
      at.fact(
        'metrics',
        'Units for each call',
        amount(units),
        flow.times[0],
        metricAspect(flow.direction === 'read' ? 'ConsumedReadCapacityUnits' : 'ConsumedWriteCapacityUnits'),
      ),
      ...(average === undefined ? [] : [at.fact('table', 'Average item', `${amount(average / 1024)} KB`)]),
    ],
  }
}
