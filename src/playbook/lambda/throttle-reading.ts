import { highest, type Series, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { lambdaAccount } from '../../evidence/lambda/account.ts'
import { accountConcurrency } from '../../evidence/lambda/account-metrics.ts'
import { reservedConcurrency } from '../../evidence/lambda/concurrency.ts'
import { functionEventSources } from '../../evidence/lambda/event-sources.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { provisionedConcurrency } from '../../evidence/lambda/provisioned.ts'
import { from, optional, type Values } from '../../evidence/probe.ts'
import type { FunctionThrottles } from '../../targets/target.ts'
import type { Strength } from '../cause.ts'

const ofFunction = (target: FunctionThrottles) => target.function

export const throttleNeeds = {
  metrics: from(functionMetrics, ofFunction),
  reserved: optional(from(reservedConcurrency, ofFunction)),
  account: optional(from(lambdaAccount, ofFunction)),
  accountUse: optional(from(accountConcurrency, ofFunction)),
  sources: optional(from(functionEventSources, ofFunction)),
  provisioned: optional(from(provisionedConcurrency, ofFunction)),
}

export type ThrottleEvidence = Values<typeof throttleNeeds>

export type ThrottleCauseId =
  | 'lambda-throttle-reserved'
  | 'lambda-throttle-account'
  | 'lambda-throttle-unreserved-starved'
  | 'lambda-throttle-rps'
  | 'lambda-throttle-scaling-rate'
  | 'lambda-throttle-new-account'
  | 'lambda-throttle-esm'
  | 'lambda-throttle-pc-misc'

/** Why calls were throttled: the limit that was reached, or what could not be read to tell. */
export type ThrottleReading =
  | { readonly ids: readonly ThrottleCauseId[]; readonly strength: Strength; readonly numbers: ThrottleNumbers }
  | { readonly unknown: string; readonly numbers: ThrottleNumbers }

export interface ThrottleNumbers {
  readonly throttled: number
  /** Minutes with throttles, epoch milliseconds. */
  readonly minutes: readonly number[]
  readonly reserved?: number | null
  /** Highest in the throttled minutes and those beside them. */
  readonly concurrency?: number
  readonly accountConcurrency?: number
  readonly unreservedConcurrency?: number
  readonly accountLimit?: number
  readonly unreservedLimit?: number
  /** Most requests in a second, throttled ones included, on the average of a minute. */
  readonly requestsPerSecond: number
  /** Calls made for each that ran, throttled minutes only; retries are among them. */
  readonly demand: number
  readonly provisioned?: number
  readonly queues: readonly { readonly arn: string; readonly uuid: string; readonly maximumConcurrency?: number }[]
}

/** Burst growth that Lambda gives one function: environments for each ten seconds. */
const scalingStep = 1_000
const near = 0.9

/** Compares what ran in the throttled minutes with each limit; exactly one explanation comes out. */
export function readThrottles(evidence: ThrottleEvidence, qualifier: string | undefined): ThrottleReading {
  const numbers = numbersOf(evidence)
  const {
    reserved,
    concurrency,
    accountLimit,
    unreservedLimit,
    accountConcurrency: used,
    unreservedConcurrency: pool,
    requestsPerSecond,
    minutes,
  } = numbers
  if (reserved === undefined) return { unknown: 'The function’s reserved concurrency could not be read.', numbers }
  if (reserved !== null) return { ...ofReserved(numbers, reserved, evidence, qualifier), numbers }
  if (accountLimit === undefined || unreservedLimit === undefined)
    return { unknown: 'The account’s concurrency limits could not be read.', numbers }

  const reached = (value: number | undefined, limit: number): boolean => value !== undefined && value >= near * limit
  const isLow = accountLimit < 1_000
  if (reached(used, accountLimit) || reached(concurrency, accountLimit))
    return {
      ids: [isLow ? 'lambda-throttle-new-account' : 'lambda-throttle-account'],
      strength: isLow ? 'likely' : 'proven',
      numbers,
    }
  if (
    reached(pool, unreservedLimit) ||
    reached(concurrency, unreservedLimit) ||
    (used !== undefined && unreservedLimit < accountLimit * 0.5 && reached(used, unreservedLimit))
  )
    return {
      ids: [unreservedLimit < accountLimit ? 'lambda-throttle-unreserved-starved' : 'lambda-throttle-account'],
      strength: 'proven',
      numbers,
    }
  if (requestsPerSecond >= 10 * accountLimit * 0.8) return { ids: ['lambda-throttle-rps'], strength: 'likely', numbers }
  if (isBurst(evidence.metrics.concurrentExecutions, minutes))
    return { ids: ['lambda-throttle-scaling-rate'], strength: 'likely', numbers }
  if (used === undefined && concurrency === undefined)
    return { unknown: 'The concurrency at the time could not be read.', numbers }
  return {
    unknown: `No limit was reached by the minute’s figures: ${used ?? concurrency ?? 0} executions of ${accountLimit}.`,
    numbers,
  }
}

function ofReserved(
  { concurrency, requestsPerSecond, queues, provisioned }: ThrottleNumbers,
  reserved: number,
  { provisioned: provisionedRead }: ThrottleEvidence,
  qualifier: string | undefined,
): { readonly ids: readonly ThrottleCauseId[]; readonly strength: Strength } | { readonly unknown: string } {
  if (reserved === 0) return { unknown: 'The reserved concurrency is zero, which explains it.' }
  const holders = valueIfRead(provisionedRead) ?? []
  const isElsewhere =
    provisioned !== undefined && provisioned >= reserved && !holders.some((each) => each.qualifier === qualifier)
  if (isElsewhere) return { ids: ['lambda-throttle-pc-misc'], strength: 'likely' }
  const isFull = concurrency !== undefined && concurrency >= near * reserved
  if (!isFull && requestsPerSecond >= 10 * reserved * 0.8) return { ids: ['lambda-throttle-rps'], strength: 'likely' }
  const isUnbounded = queues.some(
    (queue) => queue.maximumConcurrency === undefined || queue.maximumConcurrency > reserved,
  )
  const ids: ThrottleCauseId[] = isUnbounded
    ? ['lambda-throttle-esm', 'lambda-throttle-reserved']
    : ['lambda-throttle-reserved']
  return { ids, strength: isFull ? 'proven' : 'likely' }
}

function numbersOf({
  metrics,
  reserved,
  account,
  accountUse,
  sources,
  provisioned,
}: ThrottleEvidence): ThrottleNumbers {
  const throttles =
    metrics.throttles.points.length > 0 ? metrics.throttles : (metrics.qualified?.throttles ?? metrics.throttles)
  const minutes = throttles.points.filter((point) => point.value > 0).map((point) => point.at)
  const around = (series: Series | undefined): number | undefined =>
    series === undefined
      ? undefined
      : highest({
          points: series.points.filter((point) => minutes.some((minute) => Math.abs(point.at - minute) <= 60_000)),
        })
  const use = valueIfRead(accountUse)
  const limits = valueIfRead(account)
  const requests = metrics.invocations.points.length + throttles.points.length === 0 ? [] : minutes
  const at = (series: Series, minute: number): number => series.points.find((point) => point.at === minute)?.value ?? 0
  const given = <K extends string, T>(name: K, value: T | undefined) =>
    value === undefined ? {} : ({ [name]: value } as { [P in K]: T })
  const allocations = valueIfRead(provisioned)
  const ran = minutes.reduce((sum, minute) => sum + at(metrics.invocations, minute), 0)
  return {
    throttled: total(throttles),
    minutes,
    ...given('reserved', reserved.status === 'ok' ? reserved.value : undefined),
    ...given('concurrency', around(metrics.concurrentExecutions)),
    ...given('accountConcurrency', around(use?.concurrentExecutions)),
    ...given('unreservedConcurrency', around(use?.unreservedConcurrentExecutions)),
    ...given('accountLimit', limits?.concurrencyLimit),
    ...given('unreservedLimit', limits?.unreserved),
    requestsPerSecond:
      Math.max(0, ...requests.map((minute) => at(metrics.invocations, minute) + at(throttles, minute))) / 60,
    demand: 1 + total(throttles) / Math.max(1, ran),
    ...given(
      'provisioned',
      allocations?.reduce((sum, each) => sum + each.requested, 0),
    ),
    queues: (valueIfRead(sources) ?? [])
      .filter((source) => source.state !== 'Disabled' && /:sqs:/.test(source.sourceArn ?? ''))
      .map((source) => ({
        arn: source.sourceArn ?? '',
        uuid: source.uuid,
        ...given('maximumConcurrency', source.maximumConcurrency),
      })),
  }
}

/** Throttles only in the first minutes of bursts, while concurrency climbs by Lambda's step, and none once it has. */
function isBurst(concurrency: Series, minutes: readonly number[]): boolean {
  const bursts: number[][] = []
  for (const minute of minutes) {
    const current = bursts.at(-1)
    if (current === undefined || minute - (current.at(-1) ?? minute) > 60_000) bursts.push([minute])
    else current.push(minute)
  }
  return (
    bursts.length > 0 && bursts.every((burst) => burst.length <= 3 && climb(concurrency, burst) >= scalingStep * 0.8)
  )
}

/** From before a burst to its peak, executions at one time. */
function climb(concurrency: Series, burst: readonly number[]): number {
  const first = burst[0] ?? 0
  const last = burst.at(-1) ?? first
  const before = concurrency.points.findLast((point) => point.at < first)?.value ?? 0
  const during = concurrency.points.filter((point) => point.at >= first && point.at <= last + 120_000)
  return (highest({ points: during }) ?? 0) - before
}
