import { lastPoint, type Series, total, within } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { type FunctionMetrics, type FunctionSeries, functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { from, optional } from '../../evidence/probe.ts'
import { type QueueAttributes, queueAttributes } from '../../evidence/sqs/attributes.ts'
import { type QueueMapping, type QueueMappings, queueMappings } from '../../evidence/sqs/mappings.ts'
import { type QueueMetrics, queueMetrics } from '../../evidence/sqs/metrics.ts'
import type { LambdaFunction, Queue, QueueToFunction } from '../../targets/target.ts'
import { type Backlog, backlogOf } from './backlog.ts'

export const queueOf = (edge: QueueToFunction): Queue => edge.queue
export const consumerOf = (edge: QueueToFunction): LambdaFunction => edge.function

/** What every cause between a queue and its function looks at. */
export const consumptionNeeds = {
  mappings: from(queueMappings, queueOf),
  attributes: from(queueAttributes, queueOf),
  queueMetrics: optional(from(queueMetrics, queueOf)),
  functionMetrics: optional(from(functionMetrics, consumerOf)),
}

interface ConsumptionEvidence {
  readonly mappings: QueueMappings
  readonly attributes: QueueAttributes
  readonly queueMetrics: Evidence<QueueMetrics>
  readonly functionMetrics: Evidence<FunctionMetrics>
}

/** One mapping at work: what the queue gave, what the function made of it. */
export interface Consumption {
  /** Undefined when the mapping is gone since it was found. */
  readonly mapping: QueueMapping | undefined
  readonly others: readonly QueueMapping[]
  readonly attributes: QueueAttributes
  readonly backlog: Backlog
  /** Undefined where the metrics could not be read. */
  readonly queue: QueueMetrics | undefined
  readonly function: FunctionSeries | undefined
  /** Totals of the window; undefined where nothing was read, zero where Lambda reports nothing. */
  readonly invocations: number | undefined
  readonly errors: number | undefined
  readonly throttles: number | undefined
  /** Received in the newest ten minutes that the metrics tell of; undefined without any. */
  readonly receivedLately: number | undefined
  readonly deletedLately: number | undefined
}

/** What counts as lately. */
export const latelyMs = 10 * 60_000

export function consumptionOf(
  evidence: ConsumptionEvidence,
  at: { readonly target: QueueToFunction; readonly window: { readonly to: number } },
): Consumption {
  const queue = valueIfRead(evidence.queueMetrics)
  const metrics = valueIfRead(evidence.functionMetrics)
  const series = metrics === undefined ? undefined : seriesOf(metrics)
  const { arn } = at.target.function
  const lately = (name: 'received' | 'deleted'): number | undefined => {
    if (queue === undefined || queue[name].points.length === 0) return undefined
    const last = Math.max(...Object.values(queue).map((each: Series) => lastPoint(each)?.at ?? 0))
    return total(within(queue[name], last - latelyMs, Number.MAX_SAFE_INTEGER))
  }
  return {
    mapping: evidence.mappings.mappings.find((each) => sameFunction(each.functionArn, arn)),
    others: evidence.mappings.mappings.filter((each) => !sameFunction(each.functionArn, arn)),
    attributes: evidence.attributes,
    backlog: backlogOf(evidence.attributes, queue, at.window.to),
    queue,
    function: series,
    invocations: series === undefined ? undefined : total(series.invocations),
    errors: series === undefined ? undefined : total(series.errors),
    throttles: series === undefined ? undefined : total(series.throttles),
    receivedLately: lately('received'),
    deletedLately: lately('deleted'),
  }
}

export function sameFunction(one: string, other: string): boolean {
  return one.replace(/:\$LATEST$/, '') === other.replace(/:\$LATEST$/, '')
}

/** Share of invocations that failed; undefined without invocations. */
export function errorShare({ errors, invocations }: Consumption): number | undefined {
  return errors === undefined || invocations === undefined || invocations === 0
    ? undefined
    : Math.min(1, errors / invocations)
}

/** Starts of the minutes in which a series was above zero. */
export function minutesOf(series: Series | undefined): number[] {
  return series?.points.filter((point) => point.value > 0).map((point) => point.at) ?? []
}

/** `arn:…:function:name:live` as a target beside the queue; undefined when it is no function's ARN. */
export function consumerByArn(arn: string, queue: Queue): LambdaFunction | undefined {
  const [, partition = queue.partition, , region = queue.region, account = queue.account, , name, qualifier] =
    arn.split(':')
  if (name === undefined || name === '') return undefined
  const isPlain = qualifier === undefined || qualifier === '$LATEST'
  return {
    kind: 'function',
    id: name,
    name: isPlain ? name : `${name}:${qualifier}`,
    arn: isPlain ? arn.replace(/:\$LATEST$/, '') : arn,
    account,
    region,
    partition,
    ...(isPlain ? {} : { qualifier }),
  }
}
