import { highest, type Series, total, within } from '../../evidence/cloudwatch/series.ts'
import { natGateways } from '../../evidence/ec2/nat-gateways.ts'
import { networkAcls } from '../../evidence/ec2/network-acls.ts'
import { securityGroups } from '../../evidence/ec2/security-groups.ts'
import { subnetRoutes } from '../../evidence/ec2/subnet-routes.ts'
import { vpcEndpoints } from '../../evidence/ec2/vpc-endpoints.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { calledTables } from '../../evidence/lambda/called-tables.ts'
import { type FunctionConfiguration, functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { type Failure, timesOf } from '../../evidence/lambda/failure.ts'
import { type FunctionFailures, functionFailures } from '../../evidence/lambda/failures.ts'
import { type FunctionMetrics, type FunctionSeries, functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { timeoutTails } from '../../evidence/lambda/timeout-tails.ts'
import { from, optional, type Values } from '../../evidence/probe.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { lastWordsOf, type Reading } from './last-words.ts'

const ofFunction = (target: FunctionTimeouts) => target.function

export const timeoutNeeds = {
  configuration: optional(from(functionConfiguration, ofFunction)),
  metrics: optional(from(functionMetrics, ofFunction)),
  failures: optional(from(functionFailures, ofFunction)),
  tails: optional(timeoutTails),
  tables: optional(from(calledTables, ofFunction)),
  routes: optional(subnetRoutes),
  endpoints: optional(vpcEndpoints),
  groups: optional(securityGroups),
  acls: optional(networkAcls),
  nats: optional(natGateways),
}

export type TimeoutNeeds = typeof timeoutNeeds
export type TimeoutEvidence = Values<TimeoutNeeds>

/** What the evidence says of the slow invocations, in numbers. */
export interface TimeoutPicture {
  readonly configuration?: FunctionConfiguration
  readonly series?: FunctionSeries
  readonly timeouts: readonly Failure[]
  /** The function's own limit was reached; otherwise only its caller's. */
  readonly isOwnLimit: boolean
  /** Milliseconds of the limit that was reached, or of the slowest invocation. */
  readonly limitMs?: number
  /** Epoch milliseconds of the failures, ends and starts. */
  readonly times: readonly number[]
  readonly onset?: number
  /** Of the invocations from the first to the last failure. */
  readonly failedShare?: number
  /** `continuous`: the work takes from little to all of the time; `split`: it is quick or never ends. */
  readonly shape?: 'continuous' | 'split'
  readonly words: readonly Reading[]
}

/**
 * Minutes in which the metrics alone show the limit: the slowest invocation took all of it and something failed.
 *
 * Only where the log does not tell what failed then: beside failures of another kind a long invocation proves nothing.
 */
export function timeoutMinutes(
  metrics: FunctionMetrics | undefined,
  limitMs: number | undefined,
  search: FunctionFailures | undefined,
): number[] {
  const isTold = search?.state === 'searched' && search.complete && search.failures.length > 0
  if (metrics === undefined || limitMs === undefined || isTold) return []
  const { errors, durationMaximum } = seriesOf(metrics)
  const failing = new Set(errors.points.filter((point) => point.value > 0).map((point) => point.at))
  return durationMaximum.points
    .filter((point) => point.value >= 0.995 * limitMs && failing.has(point.at))
    .map((point) => point.at)
}

export function pictureOf(evidence: TimeoutEvidence): TimeoutPicture {
  const configuration = valueIfRead(evidence.configuration)
  const metrics = valueIfRead(evidence.metrics)
  const series = metrics === undefined ? undefined : seriesOf(metrics)
  const timeouts = (valueIfRead(evidence.failures)?.failures ?? []).filter((failure) => failure.kind === 'timeout')
  const ownLimitMs = configuration === undefined ? timeouts.at(-1)?.timeoutSeconds : configuration.timeoutSeconds
  const byMetrics = timeoutMinutes(
    metrics,
    configuration === undefined ? undefined : configuration.timeoutSeconds * 1000,
    valueIfRead(evidence.failures),
  )
  const isOwnLimit = timeouts.length > 0 || byMetrics.length > 0
  const slowest = series === undefined ? undefined : highest(series.durationMaximum)
  const limitMs = isOwnLimit && ownLimitMs !== undefined ? ownLimitMs * 1000 : slowest
  const slowMinutes =
    series === undefined || limitMs === undefined
      ? []
      : series.durationMaximum.points.filter((point) => point.value >= 0.8 * limitMs).map((point) => point.at)
  const times = timeouts.length > 0 ? timesOf(timeouts) : byMetrics.length > 0 ? byMetrics : slowMinutes
  const onset = times.length === 0 ? undefined : Math.min(...times)
  const last = times.length === 0 ? undefined : Math.max(...times)
  return {
    ...(configuration !== undefined && { configuration }),
    ...(series !== undefined && { series }),
    timeouts,
    isOwnLimit,
    ...(limitMs !== undefined && { limitMs }),
    times,
    ...(onset !== undefined && { onset }),
    ...given('failedShare', shareBetween(series, onset, last)),
    ...given('shape', shapeOf(series, limitMs)),
    words: (valueIfRead(evidence.tails)?.runs ?? []).map(lastWordsOf),
  }
}

function shareBetween(
  series: FunctionSeries | undefined,
  onset: number | undefined,
  last: number | undefined,
): number | undefined {
  if (series === undefined || onset === undefined || last === undefined) return undefined
  const window = [Math.floor(onset / 60_000) * 60_000, last + 1] as const
  const invocations = total(within(series.invocations, ...window))
  return invocations === 0 ? undefined : Math.min(1, total(within(series.errors, ...window)) / invocations)
}

/** Looks at what lies between the quick and the cut-off invocations: much there means the work itself takes long. */
function shapeOf(series: FunctionSeries | undefined, limitMs: number | undefined): TimeoutPicture['shape'] {
  if (series === undefined || limitMs === undefined || series.durationMaximum.points.length < 3) return undefined
  const between = (points: Series['points'], from: number, to: number): number =>
    points.filter((point) => point.value >= from * limitMs && point.value < to * limitMs).length
  const minutes = series.durationMaximum.points.length
  const nearly = between(series.durationMaximum.points, 0.6, 0.98) + between(series.durationP95.points, 0.6, 0.98)
  const middles = between(series.durationP50.points, 0.45, 0.98)
  if (middles >= Math.max(2, minutes * 0.25) || nearly >= Math.max(3, minutes * 0.3)) return 'continuous'
  const medianMs = median(series.durationP50)
  return medianMs !== undefined && (medianMs < 0.4 * limitMs || medianMs >= 0.98 * limitMs) ? 'split' : undefined
}

function median(series: Series): number | undefined {
  const values = series.points.map((point) => point.value).sort((a, b) => a - b)
  return values[Math.floor((values.length - 1) / 2)]
}

function given<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: T })
}
