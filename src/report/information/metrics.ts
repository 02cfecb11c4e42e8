import { periodSeconds } from '../../evidence/cloudwatch/metrics.ts'
import { highest, type Series, total, within } from '../../evidence/cloudwatch/series.ts'
import type { Window } from '../../evidence/probe.ts'
import { lookupsOf } from '../../targets/resolve/thing.ts'
import type { TargetKind } from '../../targets/target.ts'
import { defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { type MeasuredKind, type MetricUnit, measuredKinds, metricKindOf, type ToldMetric } from './metric-kinds.ts'
import { metricsPage } from './metrics-page.ts'
import { findThing, type Gap, gapsOf, gatherIn, notFound, type Took, tookOf, unconnected } from './reading.ts'

/** A metric in a window and in the same time before it. Times are ISO 8601. */
export interface Measured {
  readonly label: string
  readonly unit: MetricUnit
  readonly isFailure: boolean
  /** Sum of what is counted, highest of a state; `null` where CloudWatch has no data: missing is not zero. */
  readonly now: number | null
  readonly before: number | null
  /** The highest period. */
  readonly peak: { readonly at: string; readonly value: number } | null
  /** One for each bucket; `null` without data. */
  readonly buckets: readonly (number | null)[]
}

/** What `metrics --json` prints. */
export interface Metrics {
  readonly target: { readonly kind: TargetKind; readonly name: string; readonly arn: string }
  readonly periodSeconds: number
  /** Starts of the buckets, ISO 8601. */
  readonly bucketStarts: readonly string[]
  readonly bucketSeconds: number
  readonly metrics: readonly Measured[]
  readonly link?: string
  readonly notes: readonly string[]
  readonly gaps: readonly Gap[]
  readonly took: Took
}

const mostBuckets = 20

export const metrics = defineInformation<Metrics>({
  name: 'metrics',
  reads: measuredKinds.map((kind) => metricKindOf(kind).probe),
  lookups: lookupsOf(measuredKinds),
  answer,
  page: metricsPage,
})

async function answer(context: InformationContext): Promise<InformationAnswer<Metrics>> {
  const { request, now } = context
  const connection = await context.connect()
  if (connection.aws === undefined) return unconnected(connection)
  const { aws } = connection
  const found = await findThing<MeasuredKind>(context, measuredKinds, aws, 'one')
  if (found.kind === 'none') return notFound(context, found, aws, ` ${unmeasured}`)
  if (found.kind !== 'found') return found
  const [target] = found.targets
  const { read, link } = metricKindOf(target.kind)
  const { window, before, periodMs } = windowsOf(request.window, now)
  const gatherers = [gatherIn(context, aws, window), gatherIn(context, aws, before)] as const
  const [current, earlier] = await Promise.all(gatherers.map((gatherer) => read(target, gatherer)))
  const problem = gatherers[0].problem()
  if (problem !== undefined) return { kind: 'refused', sentence: problem, nearMisses: [], fault: 'access' }
  const starts = bucketsOf(window, periodMs)
  const told = current?.status === 'ok' ? current.value : []
  const toldBefore = earlier?.status === 'ok' ? earlier.value : []
  const address = link(target, window)
  return {
    kind: 'data',
    data: {
      target: {
        kind: target.kind,
        name: 'stage' in target ? `${target.name}/${target.stage}` : target.name,
        arn: target.arn,
      },
      periodSeconds: periodMs / 1000,
      bucketStarts: starts.map((start) => new Date(start).toISOString()),
      bucketSeconds: Math.round(((starts[1] ?? window.to) - (starts[0] ?? window.from)) / 1000),
      metrics: told.map((metric) =>
        measured(metric, toldBefore.find(({ label }) => label === metric.label)?.series, { window, before }, starts),
      ),
      ...(address !== undefined && { link: address }),
      notes: found.notes,
      gaps: gapsOf(gatherers.flatMap(({ readings }) => [...readings.values()])),
      took: tookOf(aws, context),
    },
  }
}

const unmeasured = 'Metrics are shown of APIs, functions, tables, queues, rules and load balancers.'

/** The window and the same time before it, so that no period counts in both. */
function windowsOf(asked: Window, now: number): { window: Window; before: Window; periodMs: number } {
  const periodMs = periodSeconds({ from: asked.from - (asked.to - asked.from), to: asked.from }, now) * 1000
  const from = Math.floor(asked.from / periodMs) * periodMs
  const lengthMs = Math.ceil((asked.to - from) / periodMs) * periodMs
  return { window: { from, to: asked.to }, before: { from: from - lengthMs, to: from }, periodMs }
}

function measured(
  { label, unit, isFailure, series }: ToldMetric,
  earlier: Series | undefined,
  { window, before }: { readonly window: Window; readonly before: Window },
  starts: readonly number[],
): Measured {
  const isSum = unit === 'count' || unit === 'units'
  const value = (points: Series): number | null =>
    points.points.length === 0 ? null : isSum ? total(points) : (highest(points) ?? null)
  const current = within(series, window.from, window.to)
  const top = current.points.reduce<Series['points'][number] | undefined>(
    (best, point) => (best === undefined || point.value > best.value ? point : best),
    undefined,
  )
  return {
    label,
    unit,
    isFailure,
    now: value(current),
    before: earlier === undefined ? null : value(within(earlier, before.from, before.to)),
    peak: top === undefined || top.value === 0 ? null : { at: new Date(top.at).toISOString(), value: top.value },
    buckets: starts.map((start, index) => value(within(current, start, starts[index + 1] ?? window.to))),
  }
}

/** Starts of at most twenty equal stretches, each of whole periods. */
function bucketsOf({ from, to }: Window, periodMs: number): number[] {
  const periods = Math.max(1, Math.ceil((to - from) / periodMs))
  const perBucket = Math.ceil(periods / mostBuckets)
  return Array.from({ length: Math.ceil(periods / perBucket) }, (_, index) => from + index * perBucket * periodMs)
}
