import type { ScalingActivity } from '../../evidence/autoscaling/activities.ts'
import { scalableDimension, scalableResource } from '../../evidence/autoscaling/scalable-dimension.ts'
import type { ScalableTarget } from '../../evidence/autoscaling/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { cutAtWord } from '../lambda/words.ts'
import { amount, clockTime } from './amount.ts'
import { raise, unitsNeeded } from './raise-capacity.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import { fullness, provisionedAt, type ThrottledFlow } from './throttled-flow.ts'
import { during, type Verdict } from './verdict.ts'

const minuteMs = 60_000
/** Target tracking acts when the load stays above its target for two minutes, and the change itself takes a few more. */
const reactionMinutes = 6
const longMinutes = 15

/** Why auto scaling did not give a flow the capacity it needed; undefined where nothing of the table is scaled, or that could not be read. */
export function scalingVerdict(
  flow: ThrottledFlow,
  evidence: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict | undefined {
  const targets = valueIfRead(evidence.targets)
  if (targets === undefined || valueIfRead(evidence.table)?.billing !== 'PROVISIONED') return undefined
  const resourceId = scalableResource(at.target.id, flow.index)
  const dimension = scalableDimension(flow.direction, flow.index)
  const target = targets.find((each) => each.resourceId === resourceId && each.dimension === dimension)
  if (target === undefined) return targets.length === 0 ? undefined : missing(flow, targets, at, strength)

  const limits = at.fact(
    'targets',
    'Auto scaling',
    `${amount(target.minimum)} to ${amount(target.maximum)} ${flow.direction} units/s`,
    undefined,
    resourceId,
  )
  if (isAtMaximum(flow, target)) return atMaximum(flow, target, limits, at, strength)
  const own = (valueIfRead(evidence.activities) ?? []).filter(
    (each) => each.resourceId === resourceId && (each.dimension === '' || each.dimension === dimension),
  )
  return tempered(
    strength,
    blocked(flow, target, own, evidence, limits, at) ?? late(flow, target, own, evidence, limits, at),
  )
}

function tempered(strength: Strength, verdict: Verdict): Verdict {
  return strength === 'possible' ? { ...verdict, strength } : verdict
}

function missing(
  flow: ThrottledFlow,
  targets: readonly ScalableTarget[],
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  const scaled = targets.map((each) => `${each.resourceId} ${each.dimension.split(':')[2] ?? ''}`).join(', ')
  const resourceId = scalableResource(at.target.id, flow.index)
  const wanted = Math.max(10, Math.ceil((flow.consumed ?? 0) * 4))
  const target = `--service-namespace dynamodb --resource-id ${resourceId} --scalable-dimension ${scalableDimension(flow.direction, flow.index)} --region ${at.target.region}`
  return {
    id: 'ddb-autoscaling-missing',
    strength,
    because: `they are left out of auto scaling, which covers other capacity of the table, and stay at ${flow.capacity === undefined ? 'their fixed capacity' : `${amount(flow.capacity)} units/s`}`,
    facts: [
      at.fact('targets', 'Under auto scaling', `${scaled}; not ${resourceId} ${flow.direction}`, undefined, resourceId),
    ],
    // Left out of what the table has, an index simply has too little.
    ...(flow.index !== undefined && {
      alsoKnownAs: [flow.direction === 'write' ? 'ddb-gsi-provisioned-low' : 'ddb-gsi-read-throttle'],
    }),
    fix: {
      cli: [
        `aws application-autoscaling register-scalable-target ${target} --min-capacity ${Math.max(1, Math.ceil(flow.capacity ?? 5))} --max-capacity ${wanted}`,
        `aws application-autoscaling put-scaling-policy ${target} --policy-name ${flow.direction}-target --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration '{"TargetValue":70,"PredefinedMetricSpecification":{"PredefinedMetricType":"DynamoDB${flow.direction === 'read' ? 'Read' : 'Write'}CapacityUtilization"}}'`,
      ].join('\n'),
    },
  }
}

/** At least half of the throttles fell while the capacity could not be raised any further. */
function isAtMaximum(flow: ThrottledFlow, target: ScalableTarget): boolean {
  const atTop = flow.times.filter(
    (time) => (provisionedAt(flow.series, flow.described, flow.direction, time) ?? 0) >= target.maximum,
  )
  return target.maximum > 0 && flow.events > 0 && during(flow.throttles, atTop) >= flow.events / 2
}

function atMaximum(
  flow: ThrottledFlow,
  target: ScalableTarget,
  limits: Fact,
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  const wanted = Math.max(target.maximum * 2, Math.ceil((flow.consumed ?? 0) * 2))
  return {
    id: 'ddb-autoscaling-max',
    strength,
    because: `auto scaling stands at its maximum of ${amount(target.maximum)} units/s`,
    facts: [
      limits,
      ...(flow.capacity === undefined
        ? []
        : [at.fact('table', 'Provisioned', `${amount(flow.capacity)} units/s, the maximum`)]),
    ],
    fix: {
      now: `Raise the maximum of auto scaling from ${amount(target.maximum)} to ${amount(wanted)} units/s.`,
      cli: `aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id ${target.resourceId} --scalable-dimension ${target.dimension} --max-capacity ${wanted} --region ${at.target.region}`,
    },
  }
}

/** Auto scaling could have raised the capacity and did not. */
function blocked(
  flow: ThrottledFlow,
  target: ScalableTarget,
  own: readonly ScalingActivity[],
  { activities, policies }: ThrottleEvidence,
  limits: Fact,
  at: ThrottleContext,
): Verdict | undefined {
  const shared = { id: 'ddb-autoscaling-blocked', strength: 'likely', fix: raise(flow, at.target) } as const
  const first = flow.times[0] ?? 0
  const last = flow.times.at(-1) ?? first
  if (target.isScalingOutSuspended)
    return {
      ...shared,
      because: 'scaling out is suspended',
      facts: [limits, at.fact('targets', 'Scaling out', 'suspended', undefined, target.resourceId)],
    }

  // A raise that failed leaves the capacity too small; a cut that failed cannot.
  const failed = own.findLast(
    (each) =>
      each.status === 'Failed' &&
      each.at >= first - 30 * minuteMs &&
      each.at <= last + 10 * minuteMs &&
      (each.capacity === undefined || each.capacity > (flow.capacity ?? 0)),
  )
  if (failed !== undefined)
    return {
      ...shared,
      because: `auto scaling failed to raise their capacity: ${failed.statusMessage === '' ? 'no reason given' : cutAtWord(failed.statusMessage, 200)}`,
      facts: [
        limits,
        at.fact(
          'activities',
          'Scaling activity',
          `Failed: ${cutAtWord(failed.statusMessage, 300)}`,
          failed.at,
          target.resourceId,
        ),
      ],
    }
  if (raises(flow, own).length > 0 || roseAfter(flow, first) !== undefined) return undefined

  const ownPolicies = valueIfRead(policies)?.filter(
    (each) => each.resourceId === target.resourceId && each.dimension === target.dimension,
  )
  // An empty list of alarms proves nothing: the policy goes on naming alarms that somebody deleted.
  if (ownPolicies !== undefined && ownPolicies.length === 0)
    return {
      ...shared,
      because: `auto scaling has no scaling policy that would raise it, so it stayed at ${flow.capacity === undefined ? 'the same capacity' : `${amount(flow.capacity)} units/s`}`,
      facts: [limits, at.fact('policies', 'Scaling policies', 'none for this capacity', undefined, target.resourceId)],
    }
  const aim = ownPolicies?.find((each) => each.targetPercent !== undefined)?.targetPercent ?? 70
  const isLong = last - first >= longMinutes * minuteMs && flow.times.length >= longMinutes / 2
  if (activities.status !== 'ok' || !isLong || (fullness(flow) ?? 0) * 100 < aim) return undefined
  return {
    ...shared,
    because: `auto scaling did not act although the load stayed above its target for ${amount((last - first) / minuteMs)} minutes`,
    facts: [
      limits,
      at.fact('activities', 'Scaling activities', 'none that raised the capacity', undefined, target.resourceId),
    ],
  }
}

function late(
  flow: ThrottledFlow,
  target: ScalableTarget,
  own: readonly ScalingActivity[],
  { activities, metrics }: ThrottleEvidence,
  limits: Fact,
  at: ThrottleContext,
): Verdict {
  const first = flow.times[0] ?? 0
  const least = Math.min(unitsNeeded(flow), target.maximum)
  const raised = raises(flow, own)[0]
  const rose = roseAfter(flow, first)
  const isShort = flow.times.length * metrics.periodSeconds <= reactionMinutes * 60
  const shown =
    raised !== undefined
      ? [
          at.fact(
            'activities',
            'Capacity raised',
            `${raised.capacity === undefined ? raised.status : `to ${amount(raised.capacity)} units/s`}, after the first throttle at ${clockTime(first)}`,
            raised.at,
            raised.resourceId,
          ),
        ]
      : rose !== undefined
        ? [
            at.fact(
              'metrics',
              'Provisioned capacity rose',
              `from ${amount(rose.from)} to ${amount(rose.to)} units/s`,
              rose.at,
              `${flow.direction === 'read' ? 'ProvisionedReadCapacityUnits' : 'ProvisionedWriteCapacityUnits'} Maximum${flow.index === undefined ? '' : ` index:${flow.index}`}`,
            ),
          ]
        : []
  return {
    id: 'ddb-autoscaling-lag',
    strength: shown.length > 0 || (isShort && activities.status === 'ok') ? 'likely' : 'possible',
    because:
      shown.length > 0
        ? 'the load rose faster than auto scaling raised the capacity'
        : 'the load rose for so short a time that auto scaling had not raised the capacity',
    facts: [limits, ...shown],
    ...(least > target.minimum && {
      fix: {
        now: `Raise the minimum of auto scaling from ${amount(target.minimum)} to ${amount(least)} units/s, which is billed by the hour.`,
        cli: `aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id ${target.resourceId} --scalable-dimension ${target.dimension} --min-capacity ${least} --region ${at.target.region}`,
      },
    }),
  }
}

/** Raises that began around the throttles, oldest first; a cut sets less than was there. */
function raises(flow: ThrottledFlow, own: readonly ScalingActivity[]): ScalingActivity[] {
  const first = flow.times[0] ?? 0
  const last = flow.times.at(-1) ?? first
  const before = Math.min(
    provisionedAt(flow.series, flow.described, flow.direction, first) ?? Number.POSITIVE_INFINITY,
    flow.capacity ?? Number.POSITIVE_INFINITY,
  )
  return own.filter(
    (each) =>
      /^(Successful|InProgress|Pending)$/.test(each.status) &&
      each.at >= first - 5 * minuteMs &&
      each.at <= last + 30 * minuteMs &&
      (each.capacity === undefined || before === Number.POSITIVE_INFINITY || each.capacity >= before),
  )
}

function roseAfter({ series }: ThrottledFlow, first: number): { at: number; from: number; to: number } | undefined {
  const before = series.capacity.points.findLast((point) => point.at <= first) ?? series.capacity.points[0]
  const after =
    before === undefined
      ? undefined
      : series.capacity.points.find((point) => point.at > first && point.value > before.value)
  return before === undefined || after === undefined ? undefined : { at: after.at, from: before.value, to: after.value }
}
