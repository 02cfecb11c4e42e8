import { type Series, total, within } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { Failure } from '../../evidence/lambda/failure.ts'
import { type FunctionFailures, functionFailures } from '../../evidence/lambda/failures.ts'
import { from, optional } from '../../evidence/probe.ts'
import { deadLetterGrowth } from '../../evidence/sqs/dead-letter-growth.ts'
import { growthOf } from './backlog.ts'
import {
  type Consumption,
  consumerOf,
  consumptionNeeds,
  consumptionOf,
  errorShare,
  minutesOf,
  queueOf,
} from './consumption.ts'

export const failingNeeds = {
  ...consumptionNeeds,
  failures: optional(from(functionFailures, consumerOf)),
  deadLetter: optional(from(deadLetterGrowth, queueOf)),
}

/** How a consumer fails, as far as metrics and log tell. */
export interface FailingBatches {
  readonly seen: Consumption
  /** `reported`: invocations succeed, but hand messages back as failed. */
  readonly kind: 'unknown' | 'none' | 'some' | 'all' | 'reported'
  /** Share of invocations that failed. */
  readonly share: number
  readonly times: readonly number[]
  /** Messages came back, aged or reached the dead-letter queue. */
  readonly comesBack: boolean
  readonly deadLettered: number
  /** How many messages the dead-letter queue took at a time, at most. */
  readonly deadLetterStep: number
  /** Messages to an invocation, on average. */
  readonly perInvocation: number | undefined
  readonly log: FailureLog
}

export interface FailureLog {
  readonly isRead: boolean
  /** Failures of the function's own code against all that the log shows. */
  readonly own: number
  readonly all: number
  /** The error that most failures share, and its part of them. */
  readonly main: Failure | undefined
  readonly mainShare: number
}

/** A share below this is what retries mend. */
const fewErrors = 0.005
const fewThrottles = 0.05
const nearlyAll = 0.8

type FailingEvidence = Parameters<typeof consumptionOf>[0] & {
  readonly failures: Evidence<FunctionFailures>
  readonly deadLetter: Evidence<{ readonly visible: Series } | null>
}

export function failingBatchesOf(evidence: FailingEvidence, at: Parameters<typeof consumptionOf>[1]): FailingBatches {
  const seen = consumptionOf(evidence, at)
  const { backlog, errors, invocations, mapping } = seen
  const { rises, count } = growthOf(valueIfRead(evidence.deadLetter)?.visible)
  const share = shareWhileFailing(seen)
  const comesBack = backlog.repeats > 0 || count > 0 || backlog.state === 'stuck' || backlog.state === 'recovered'
  const received = backlog.received ?? 0
  // What Lambda refuses to run goes back to the queue as well, and so does what ran and was not deleted.
  const isRefused = (seen.throttles ?? 0) > ((seen.throttles ?? 0) + (invocations ?? 0)) * fewThrottles
  const isHandedBack = (backlog.repeats > 0 || count > 0) && mapping?.reportsItemFailures === true && !isRefused
  const log = logOf(valueIfRead(evidence.failures))
  // Lambda counts errors with every invocation, zeros too: a series that is missing is no zero.
  const isUncounted = (invocations ?? 0) > 0 && seen.function?.errors.points.length === 0 && !log.isRead
  const kind =
    errors === undefined || invocations === undefined || isUncounted
      ? 'unknown'
      : errors > 0 && share >= fewErrors
        ? share >= nearlyAll || (backlog.deleted === 0 && received > 0)
          ? 'all'
          : 'some'
        : isHandedBack && received > 0 && invocations > 0
          ? 'reported'
          : 'none'
  return {
    seen,
    kind,
    share,
    times: minutesOf(seen.function?.errors),
    comesBack,
    deadLettered: count,
    deadLetterStep: Math.max(0, ...rises.points.map((point) => point.value)),
    perInvocation:
      invocations === undefined || invocations === 0 || received === 0 ? undefined : received / invocations,
    log,
  }
}

/** Few failures say nothing of when it began. */
const fewMinutes = 3

/** The share of invocations that failed from the first failing minute to the last: what was well before or after is another matter. */
function shareWhileFailing(seen: Consumption): number {
  const times = minutesOf(seen.function?.errors)
  const [first] = times
  const last = times.at(-1)
  if (seen.function === undefined || first === undefined || last === undefined || times.length < fewMinutes)
    return errorShare(seen) ?? 0
  const during = (series: Series): number => total(within(series, first, last + 60_000))
  return Math.min(1, during(seen.function.errors) / Math.max(1, during(seen.function.invocations)))
}

const ownKinds = new Set<Failure['kind']>(['exception', 'unhandled-rejection', 'syntax'])

function logOf(search: FunctionFailures | undefined): FailureLog {
  const failures = search?.failures ?? []
  const groups = [...Map.groupBy(failures, signatureOf).values()].sort((a, b) => b.length - a.length)
  const main = groups[0]
  return {
    isRead: search?.state === 'searched' && (search.complete || failures.length > 0),
    own: failures.filter((failure) => ownKinds.has(failure.kind)).length,
    all: failures.length,
    main: main?.at(-1),
    mainShare: failures.length === 0 ? 0 : (main?.length ?? 0) / failures.length,
  }
}

/** The same error for other values: digits and quoted words are left out. */
function signatureOf({ kind, errorType, message, frame }: Failure): string {
  const words =
    frame ??
    message
      .replace(/(["'`]).*?\1/g, '…')
      .replace(/[\da-f-]{6,}|\d+/gi, '#')
      .slice(0, 80)
  return `${kind} ${errorType ?? ''} ${words}`
}

/** One error of the function's own code, over and over, while other messages go through. */
export function isPoisoned({ kind, comesBack, log }: FailingBatches): boolean {
  return kind === 'some' && comesBack && log.isRead && log.all > 0 && log.own / log.all >= 0.6 && log.mainShare >= 0.6
}

/** How often at most a message that fails by chance would be expected to do so as often as these did. */
const chance = 0.05

/** Whether it is the message that fails and not the moment: by the failure rate of the rest, chance alone would not have failed one so often. */
export function isOfTheMessage(batches: FailingBatches): boolean {
  const { seen, share, deadLettered } = batches
  const { attributes, backlog } = seen
  if (!isPoisoned(batches) || share > 0.5) return false
  const { redrive, visibilityTimeoutSeconds } = attributes
  const byChance =
    (backlog.sent ?? backlog.received ?? 0) * share ** (redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY)
  if (redrive !== undefined && deadLettered > 0 && byChance <= deadLettered * chance) return true
  const rounds = Math.floor((backlog.ageSeconds ?? 0) / Math.max(1, visibilityTimeoutSeconds))
  return (backlog.sent ?? 0) * share ** rounds < chance
}
