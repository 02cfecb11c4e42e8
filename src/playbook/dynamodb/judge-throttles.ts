import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { type ThrottleReason, throttleReasons } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import { amount, percent } from './amount.ts'
import { capacityVerdict } from './capacity-verdict.ts'
import { limitVerdict } from './limit-verdict.ts'
import { partitionVerdicts } from './partition-verdict.ts'
import { raise } from './raise-capacity.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import { fullness, hasReasons, type ThrottledFlow, throttledFlows } from './throttled-flow.ts'
import { nameOf, refusedShare, throttleFacts, type Verdict } from './verdict.ts'

/** A throttled flow with what it was throttled for; several verdicts where the evidence does not decide. */
export interface JudgedFlow {
  readonly flow: ThrottledFlow
  readonly name: string
  readonly verdicts: readonly Verdict[]
  /** Share of requests refused in the throttled minutes, where it is known. */
  readonly share: number | undefined
  /** So few were refused, evenly over all keys, that the SDK's own retries got them through. */
  readonly isAbsorbed: boolean
}

/** Requests that an SDK tries three times get through at this share, unless one key takes all the refusals. */
const absorbedShare = 0.001
/** Above this share retries cannot hide the throttles from whoever waits for an answer. */
const feltShare = 0.05
/** A reason that makes up less than this of a flow's throttles is beside the point. */
const leastReasonShare = 0.2

/** What each throttled read or write of a table and its indexes was throttled for. */
export function judgeThrottles(evidence: ThrottleEvidence, at: ThrottleContext): JudgedFlow[] {
  const flows = throttledFlows(evidence.metrics, valueIfRead(evidence.table), at.target.index)
  return flows.map((flow) => {
    const share = refusedShare(flow, evidence.metrics)
    const isUneven = flow.reasons.keyRange > 0 || !hasReasons(flow)
    const isAbsorbed = share !== undefined && share > 0 && share <= absorbedShare && !isUneven
    const verdicts = (hasReasons(flow) ? byReason(flow, evidence, at) : inferred(flow, evidence, at)).map(
      (verdict) => ({
        ...verdict,
        strength: seenFromAfar(verdict.strength, share, at),
        facts: [...throttleFacts(flow, evidence, at), ...verdict.facts],
      }),
    )
    return { flow, name: nameOf(flow, at.target), verdicts, share, isAbsorbed }
  })
}

/** Where a caller's failure was asked about, throttles that retries may have hidden are not proven to be behind it. */
function seenFromAfar(strength: Strength, share: number | undefined, { symptom, target }: ThrottleContext): Strength {
  if (symptom === 'throttled' || strength !== 'proven' || target.isBlamedByCaller === true) return strength
  return share !== undefined && share >= feltShare ? 'proven' : 'likely'
}

function byReason(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict[] {
  const sum = throttleReasons.reduce((all, reason) => all + flow.reasons[reason], 0)
  return throttleReasons
    .filter((reason) => flow.reasons[reason] >= leastReasonShare * sum)
    .flatMap((reason) => verdictsFor(reason, flow, evidence, at, 'proven'))
}

function verdictsFor(
  reason: ThrottleReason,
  flow: ThrottledFlow,
  evidence: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict[] {
  if (reason === 'keyRange') return partitionVerdicts(flow, evidence, at, strength)
  if (reason === 'provisioned') return [capacityVerdict(flow, evidence, at, strength)]
  return [limitVerdict(reason, flow, evidence, at, strength)]
}

/** Older counts give no reason; then how full the capacity was has to tell, and a minute's average hides what a second did. */
function inferred(flow: ThrottledFlow, evidence: ThrottleEvidence, at: ThrottleContext): Verdict[] {
  const use = fullness(flow)
  const maximum = flow.described?.onDemandMaximum[flow.direction]
  if (maximum !== undefined && flow.consumed !== undefined && flow.consumed >= 0.8 * maximum)
    return verdictsFor('onDemandMaximum', flow, evidence, at, 'likely')
  // Capacity whose use is not known may have been full or half empty.
  if (flow.consumed === undefined && flow.capacity !== undefined)
    return (['keyRange', 'provisioned'] as const).flatMap((reason) =>
      verdictsFor(reason, flow, evidence, at, 'possible'),
    )
  if (use === undefined) return weakened(partitionVerdicts(flow, evidence, at, 'likely'), flow)
  // An index that nobody could name refuses requests to its table, too.
  if (use < 0.8 && mayBeAnIndex(flow, evidence))
    return partitionVerdicts(flow, evidence, at, 'possible').map((verdict) => ({ ...verdict, strength: 'possible' }))
  if (use >= 0.8) return verdictsFor('provisioned', flow, evidence, at, 'likely')
  // With half the capacity unused for minutes the burst reserve is full: only one partition can have been over its limit.
  if (use <= 0.5 && flow.times.length >= 3) return partitionVerdicts(flow, evidence, at, 'likely')
  return [
    ...verdictsFor('keyRange', flow, evidence, at, 'possible'),
    ...verdictsFor('provisioned', flow, evidence, at, 'possible'),
  ]
}

function mayBeAnIndex({ direction, countedBy }: ThrottledFlow, { metrics }: ThrottleEvidence): boolean {
  return !metrics.areIndexesKnown && (countedBy === 'requests' || direction === 'write')
}

/** Where not even the capacity is known, nothing is more than possible. */
function weakened(verdicts: readonly Verdict[], flow: ThrottledFlow): Verdict[] {
  return flow.described === undefined
    ? verdicts.map((verdict) => ({ ...verdict, strength: 'possible' }))
    : [...verdicts]
}

/** Index builds whose own writes are throttled: the build takes longer, callers notice nothing. */
export function throttledBuilds(
  { metrics, table }: ThrottleEvidence,
  at: ThrottleContext,
): readonly (Verdict & { readonly times: readonly number[]; readonly name: string })[] {
  return Object.entries(metrics.indexes)
    .filter(([index]) => at.target.index === undefined || at.target.index === index)
    .flatMap(([index, series]) => {
      const throttled = total(series.buildThrottles)
      const described = valueIfRead(table)?.indexes.find((each) => each.name === index)
      if (throttled === 0) return []
      const isBuilding = described?.backfilling === true || described?.status === 'CREATING'
      const times = timesAbove(series.buildThrottles, 0)
      const build: Verdict & { times: readonly number[]; name: string } = {
        id: 'ddb-gsi-backfill',
        name: `The build of index ${index} of ${at.target.id}`,
        strength: isBuilding ? 'proven' : 'likely',
        because: `it writes more than the index's write capacity${described?.provisioned?.write === undefined ? '' : ` of ${amount(described.provisioned.write)} units/s`} takes`,
        times,
        facts: [
          at.fact(
            'metrics',
            `Throttled writes of the build of index ${index}`,
            amount(throttled),
            times[0],
            metricAspect('OnlineIndexThrottleEvents', 'Sum', { index }),
          ),
          ...(described === undefined
            ? []
            : [
                at.fact(
                  'table',
                  `Index ${index}`,
                  `${described.status}${described.backfilling ? ', backfilling' : ''}`,
                ),
              ]),
        ],
        ...(described?.provisioned?.write !== undefined && {
          fix: raise(emptyFlow(index, described.provisioned.write), at.target),
        }),
      }
      return [build]
    })
}

function emptyFlow(index: string, capacity: number): ThrottledFlow {
  const none = { points: [] }
  const series = {
    throttles: none,
    provisioned: none,
    keyRange: none,
    account: none,
    onDemandMaximum: none,
    consumed: none,
    capacity: none,
  }
  const reasons = { provisioned: 0, keyRange: 0, account: 0, onDemandMaximum: 0 }
  return {
    index,
    direction: 'write',
    series,
    countedBy: 'events',
    throttles: none,
    events: 0,
    times: [],
    minutes: 0,
    reasons,
    capacity,
  }
}

/** How few were refused, as a reader needs it to judge whether it matters. */
export function shareWords(share: number): string {
  return `${percent(share)} of the requests in those minutes`
}
