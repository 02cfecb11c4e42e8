import { highest } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import { amount } from './amount.ts'
import { loadVerdict } from './load-verdict.ts'
import { raise } from './raise-capacity.ts'
import { scalingVerdict } from './scaling-verdict.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import type { ThrottledFlow } from './throttled-flow.ts'
import type { Verdict } from './verdict.ts'

const quotaIsGivenOut = 98

/** Where provisioned capacity was exceeded: why it was too small for the load. */
export function capacityVerdict(
  flow: ThrottledFlow,
  evidence: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  const load = buildVerdict(flow, evidence, at) ?? loadVerdict(flow, evidence, at)
  if (load !== undefined) return { ...load, strength: strength === 'possible' ? 'possible' : load.strength }
  const scaling = scalingVerdict(flow, evidence, at, strength)
  if (scaling?.id === 'ddb-autoscaling-max') return scaling
  return quotaVerdict(flow, evidence, at, strength) ?? scaling ?? lowVerdict(flow, evidence, at, strength)
}

/** An index under construction takes the write capacity that new items need. */
function buildVerdict(
  flow: ThrottledFlow,
  { metrics, table }: ThrottleEvidence,
  at: ThrottleContext,
): Verdict | undefined {
  if (flow.index === undefined || flow.direction !== 'write') return undefined
  const described = valueIfRead(table)?.indexes.find((each) => each.name === flow.index)
  const taken = highest(metrics.indexes[flow.index]?.buildConsumed ?? { points: [] }) ?? 0
  if (described?.backfilling !== true || taken === 0) return undefined
  return {
    id: 'ddb-gsi-backfill',
    strength: 'likely',
    because: `index ${flow.index} is being built and its build takes up to ${amount(taken / metrics.periodSeconds)} write units/s of its capacity`,
    facts: [
      at.fact('table', `Index ${flow.index}`, `${described.status}, backfilling`),
      at.fact(
        'metrics',
        'Write units of the build',
        `up to ${amount(taken / metrics.periodSeconds)} units/s`,
        undefined,
        metricAspect('OnlineIndexConsumedWriteCapacity', 'Sum', { index: flow.index }),
      ),
    ],
    fix: raise(flow, at.target),
  }
}

function quotaVerdict(
  flow: ThrottledFlow,
  { metrics }: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict | undefined {
  const use = highest(metrics.accountUtilization[flow.direction])
  if (use === undefined || use < quotaIsGivenOut) return undefined
  const metric =
    flow.direction === 'read'
      ? 'AccountProvisionedReadCapacityUtilization'
      : 'AccountProvisionedWriteCapacityUtilization'
  return {
    id: 'ddb-account-provisioned-limit',
    strength: strength === 'possible' ? 'possible' : 'likely',
    because: `their provisioned capacity is full, and ${amount(use)} % of what the account may provision is given out, so it cannot be raised`,
    facts: [
      at.fact(
        'metrics',
        'Provisioned quota given out',
        `${amount(use)} %`,
        undefined,
        metricAspect(metric, 'Maximum', { account: true }),
      ),
    ],
  }
}

function lowVerdict(
  flow: ThrottledFlow,
  { table, targets }: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  const base = valueIfRead(table)?.provisioned?.[flow.direction]
  const id =
    flow.index === undefined
      ? 'ddb-provisioned-low'
      : flow.direction === 'write'
        ? 'ddb-gsi-provisioned-low'
        : 'ddb-gsi-read-throttle'
  const used =
    flow.consumed === undefined
      ? ''
      : `${amount(flow.consumed)} units/s were consumed${flow.capacity === undefined ? '' : ` of ${amount(flow.capacity)} provisioned`}`
  const isBelowTable =
    flow.index !== undefined &&
    flow.direction === 'write' &&
    base !== undefined &&
    flow.capacity !== undefined &&
    flow.capacity < base
  return {
    id,
    strength: targets.status === 'ok' || strength === 'possible' ? strength : 'likely',
    because: `they need more than their provisioned throughput${used === '' ? '' : `: ${used}`}${isBelowTable ? `, less than the table's ${amount(base)}` : ''}${flow.index !== undefined && flow.direction === 'write' ? '; DynamoDB refuses the writes to the table for it' : ''}`,
    facts: [
      ...(isBelowTable
        ? [
            at.fact(
              'table',
              'Write capacity',
              `index ${flow.index}: ${amount(flow.capacity)} units/s, table: ${amount(base)}`,
            ),
          ]
        : []),
      ...(targets.status === 'ok' && targets.value.length === 0 && valueIfRead(table) !== undefined
        ? [at.fact('targets', 'Auto scaling', 'none for the table or its indexes')]
        : []),
    ],
    fix: raise(flow, at.target),
  }
}
