import { highest, within } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { flowMetric } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { amount, percent } from './amount.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import type { ThrottledFlow } from './throttled-flow.ts'
import type { Verdict } from './verdict.ts'

/** Units per second that an on-demand table serves from the start. */
const newTable = { read: 12_000, write: 4_000 } as const
/** On-demand capacity follows a doubled load within this time. */
const growthMs = 30 * 60_000
/** What an on-demand table learnt of its load in less than this is little. */
const dayMs = 24 * 3_600_000
/** Units per second that one partition serves at most. */
const partition = { read: 3_000, write: 1_000 } as const

/** Where one partition's limit was exceeded: a hot key, or an on-demand table that had not grown to the load yet. */
export function partitionVerdicts(
  flow: ThrottledFlow,
  evidence: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict[] {
  const table = valueIfRead(evidence.table)
  const spread =
    flow.index === undefined ? valueIfRead(evidence.keys)?.table : valueIfRead(evidence.keys)?.indexes[flow.index]
  const topShare = spread?.topShare
  const keyFacts =
    topShare === undefined
      ? []
      : [
          at.fact(
            'keys',
            'Most throttled partition key',
            `${percent(topShare)} of the throttles of the top keys`,
            undefined,
            flow.index,
          ),
        ]
  const hot = (hotStrength: Strength): Verdict => hotVerdict(flow, at, hotStrength, keyFacts, topShare)
  if (table?.billing !== 'PAY_PER_REQUEST')
    return [hot(table === undefined && flow.capacity === undefined && strength === 'proven' ? 'likely' : strength)]
  if (topShare !== undefined && topShare >= 0.4) return [hot(strength)]

  const load = loadOf(flow, evidence)
  const ramp = (rampStrength: Strength): Verdict => rampVerdict(flow, evidence, at, rampStrength, load, keyFacts)
  const isAboveWarm = load.demand !== undefined && load.demand >= 0.9 * load.warm
  const isStep = load.demand !== undefined && load.before !== undefined && load.demand >= 2 * load.before
  if (topShare !== undefined && topShare < 0.15 && (isStep || isAboveWarm)) return [ramp(strength)]
  if (isAboveWarm && isStep) return [ramp('likely')]
  const since = Math.max(table.createdAt ?? 0, table.onDemandSince ?? 0)
  if (isAboveWarm && since >= at.window.from - dayMs) return [ramp('likely')]
  if (isAboveWarm && load.before === undefined) return [ramp('possible'), hot('possible')]
  if (isStep && load.demand !== undefined && load.demand >= 0.5 * load.warm) return [ramp('possible'), hot('possible')]
  // A young table may not have grown to its load, and how high that was is not known.
  const mayBeRamp = load.demand === undefined && since >= at.window.from - dayMs
  return [hot(mayBeRamp ? 'possible' : 'likely')]
}

interface Load {
  /** Units per second, served and refused, in the busiest throttled minute. */
  readonly demand: number | undefined
  /** The highest rate before the first throttle, the day before included. */
  readonly before: number | undefined
  /** What is served at once. */
  readonly warm: number
  readonly isWarmKnown: boolean
}

function loadOf(flow: ThrottledFlow, { metrics, earlier }: ThrottleEvidence): Load {
  const period = metrics.periodSeconds
  const first = flow.times[0] ?? 0
  const refusedAt = new Map(flow.throttles.points.map((point) => [point.at, point.value]))
  const demands = flow.series.consumed.points
    .filter((point) => flow.times.includes(point.at))
    .map((point) => (point.value + (refusedAt.get(point.at) ?? 0)) / period)
  const peaks = valueIfRead(earlier)
  const dayBefore = (flow.index === undefined ? peaks?.table : peaks?.indexes[flow.index])?.[flow.direction]
  // A rise may take some minutes before it throttles; its own slope is not what was usual before.
  const inWindow =
    highest(within(flow.series.consumed, 0, first - growthMs)) ??
    (dayBefore === undefined ? highest(within(flow.series.consumed, 0, first)) : undefined)
  const before = [inWindow === undefined ? undefined : inWindow / period, dayBefore].filter(
    (each) => each !== undefined,
  )
  const warm = flow.described?.warm[flow.direction]
  return {
    demand: demands.length === 0 ? undefined : Math.max(...demands),
    before: before.length === 0 ? undefined : Math.max(...before),
    warm: warm ?? newTable[flow.direction],
    isWarmKnown: warm !== undefined,
  }
}

function rampVerdict(
  flow: ThrottledFlow,
  { earlier }: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
  load: Load,
  keyFacts: readonly Fact[],
): Verdict {
  const { target } = at
  const rise = load.before === undefined ? '' : ` from ${amount(load.before)}`
  const wanted = Math.max(load.warm, Math.ceil((load.demand ?? 0) * 1.5))
  const option = `${flow.direction === 'read' ? 'ReadUnitsPerSecond' : 'WriteUnitsPerSecond'}=${wanted}`
  const metric = flowMetric(flow.direction, 'consumed')
  return {
    id: 'ddb-ondemand-rampup',
    strength,
    because: `the load rose${rise} to ${amount(load.demand ?? 0)} units/s, faster than on-demand capacity grows${load.isWarmKnown ? ` (warm throughput ${amount(load.warm)})` : ''}`,
    facts: [
      at.fact(
        'metrics',
        'Demand in the busiest throttled minute',
        `${amount(load.demand ?? 0)} units/s, refused ones included`,
        flow.times[0],
        metricAspect(metric, 'Sum', { index: flow.index }),
      ),
      ...(load.before === undefined
        ? []
        : [
            at.fact(
              earlier.status === 'ok' && earlier.value !== null ? 'earlier' : 'metrics',
              'Highest load before',
              `${amount(load.before)} units/s`,
              undefined,
              earlier.status === 'ok' && earlier.value !== null
                ? `${metric}${flow.index === undefined ? '' : ` ${flow.index}`}`
                : metricAspect(metric, 'Sum', { index: flow.index }),
            ),
          ]),
      ...(load.isWarmKnown
        ? [at.fact('table', 'Warm throughput', `${amount(load.warm)} ${flow.direction} units/s`)]
        : []),
      ...keyFacts,
    ],
    fix: {
      now: `Slow the callers down for half an hour, or pre-warm ${target.id} to ${amount(wanted)} ${flow.direction} units/s (a one-time charge).`,
      cli:
        flow.index === undefined
          ? `aws dynamodb update-table --table-name ${target.id} --warm-throughput ${option} --region ${target.region}`
          : `aws dynamodb update-table --table-name ${target.id} --global-secondary-index-updates '[{"Update":{"IndexName":"${flow.index}","WarmThroughput":{"${option.replace('=', '":')}}}}]' --region ${target.region}`,
    },
  }
}

function hotVerdict(
  flow: ThrottledFlow,
  at: ThrottleContext,
  strength: Strength,
  keyFacts: readonly Fact[],
  topShare: number | undefined,
): Verdict {
  const { target } = at
  const limit = `${amount(partition[flow.direction])} ${flow.direction} units/s`
  const spare =
    flow.consumed !== undefined && flow.capacity !== undefined
      ? `, while ${flow.index === undefined ? 'the whole table' : 'the whole index'} used ${amount(flow.consumed)} of ${amount(flow.capacity)} units/s`
      : ''
  const key =
    topShare === undefined ? 'one partition' : `one partition key, which takes ${percent(topShare)} of the throttles,`
  const because = `the load falls on ${key} beyond its ${limit}${spare}`
  const insights = `aws dynamodb update-contributor-insights --table-name ${target.id}${flow.index === undefined ? '' : ` --index-name ${flow.index}`} --contributor-insights-action ENABLE --region ${target.region}`
  const shared = { strength, facts: keyFacts, because }
  const cli = topShare === undefined ? { cli: insights } : {}
  if (flow.index !== undefined && flow.direction === 'write')
    return {
      ...shared,
      id: 'ddb-gsi-hot-write-backpressure',
      because: `${because}; DynamoDB refuses the writes to the table for it`,
      fix: {
        now: `Slow down the writes that share one value of the key of index ${flow.index}.`,
        proper: `Give index ${flow.index} a partition key with more values, shard it with a suffix, or leave the attribute out of items that need not be in it (a sparse index).`,
        ...cli,
      },
    }
  if (flow.index !== undefined)
    return {
      ...shared,
      id: 'ddb-gsi-read-throttle',
      fix: {
        now: `Cache the query on index ${flow.index} that repeats one key.`,
        proper: `Spread the partition key of index ${flow.index} over more values; more capacity does not help one key.`,
        ...cli,
      },
    }
  return {
    ...shared,
    id: flow.direction === 'read' ? 'ddb-hot-partition-read' : 'ddb-hot-partition-write',
    ...(topShare === undefined && { fix: cli }),
  }
}
