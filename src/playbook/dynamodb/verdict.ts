import { type Series, total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect, type TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import {
  flowMetric,
  type Operation,
  readOperations,
  type ThrottleReason,
  throttleReasons,
  writeOperations,
} from '../../evidence/dynamodb/table-series.ts'
import type { Table } from '../../targets/target.ts'
import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { amount, percent } from './amount.ts'
import type { ThrottleContext } from './throttle-needs.ts'
import type { ThrottledFlow } from './throttled-flow.ts'

/** What one throttled flow is throttled for, by the id of its cause. */
export interface Verdict {
  readonly id: string
  readonly strength: Strength
  /** The end of a sentence that begins with what was throttled. */
  readonly because: string
  readonly facts: readonly Fact[]
  readonly fix?: Fix
  /** Other ids that mean just this. */
  readonly alsoKnownAs?: readonly string[]
}

/** `Writes to orders` or `Reads of index by-status of orders`. */
export function nameOf({ index, direction }: Pick<ThrottledFlow, 'index' | 'direction'>, target: Table): string {
  const verb = direction === 'read' ? 'Reads of' : 'Writes to'
  return index === undefined ? `${verb} ${target.id}` : `${verb} index ${index} of ${target.id}`
}

const reasonWords: Readonly<Record<ThrottleReason, string>> = {
  provisioned: 'provisioned throughput exceeded',
  keyRange: 'the limit of one partition exceeded',
  account: 'a limit of the account exceeded',
  onDemandMaximum: 'the on-demand maximum exceeded',
}

/** How much was throttled, for what, and what was consumed meanwhile. */
export function throttleFacts(
  flow: ThrottledFlow,
  { metrics }: { readonly metrics: TableMetrics },
  at: ThrottleContext,
): Fact[] {
  const first = flow.times[0]
  const name = nameOf(flow, at.target)
  const reasons = throttleReasons.filter((reason) => flow.reasons[reason] > 0)
  const counted =
    flow.countedBy === 'requests'
      ? at.fact(
          'metrics',
          'Throttled requests',
          `${amount(flow.events)} in ${amount(flow.minutes)} ${flow.minutes === 1 ? 'minute' : 'minutes'}; not counted by table and index`,
          first,
          metricAspect('ThrottledRequests', 'Sum', { operation: mostRefused(flow, metrics) ?? 'PutItem' }),
        )
      : at.fact(
          'metrics',
          `${name}, throttled`,
          `${amount(flow.events)} in ${amount(flow.minutes)} ${flow.minutes === 1 ? 'minute' : 'minutes'}${reasons.length === 0 ? '; CloudWatch gives no reason' : ''}`,
          first,
          metricAspect(flowMetric(flow.direction, 'throttles'), 'Sum', { index: flow.index }),
        )
  return [
    ...reasons.map((reason) =>
      at.fact(
        'metrics',
        `${name}: ${reasonWords[reason]}`,
        `${amount(flow.reasons[reason])} throttled`,
        first,
        metricAspect(flowMetric(flow.direction, reason), 'Sum', { index: flow.index }),
      ),
    ),
    counted,
    ...(flow.consumed === undefined
      ? []
      : [
          at.fact(
            'metrics',
            'Consumed in the busiest throttled minute',
            `${amount(flow.consumed)} units/s on average${flow.capacity === undefined ? '' : ` of ${amount(flow.capacity)} provisioned`}`,
            first,
            metricAspect(flowMetric(flow.direction, 'consumed'), 'Sum', { index: flow.index }),
          ),
        ]),
    ...refusedFact(flow, metrics, at),
  ]
}

function refusedFact(flow: ThrottledFlow, metrics: TableMetrics, at: ThrottleContext): Fact[] {
  const operation = mostRefused(flow, metrics)
  const share = refusedShare(flow, metrics)
  if (operation === undefined || flow.countedBy === 'requests') return []
  const words = `${amount(total(metrics.operations[operation].throttled))} ${total(metrics.operations[operation].throttled) === 1 ? 'request' : 'requests'}${share === undefined ? '' : `; ${percent(share)} of all ${flow.direction} requests in those minutes`}`
  return [
    at.fact(
      'metrics',
      `Throttled ${operation}`,
      words,
      flow.times[0],
      metricAspect('ThrottledRequests', 'Sum', { operation }),
    ),
  ]
}

/** The operation of which the most requests were throttled. */
export function mostRefused(flow: Pick<ThrottledFlow, 'direction'>, metrics: TableMetrics): Operation | undefined {
  return (flow.direction === 'read' ? readOperations : writeOperations)
    .map((operation) => ({ operation, refused: total(metrics.operations[operation].throttled) }))
    .filter((each) => each.refused > 0)
    .sort((a, b) => b.refused - a.refused)[0]?.operation
}

/** Share of requests that were refused in the throttled minutes; undefined where served or refused requests were not counted. */
export function refusedShare(
  flow: Pick<ThrottledFlow, 'direction' | 'times'>,
  metrics: TableMetrics,
): number | undefined {
  const operations = flow.direction === 'read' ? readOperations : writeOperations
  const served = operations.reduce(
    (sum, operation) => sum + during(metrics.operations[operation].succeeded, flow.times),
    0,
  )
  const refused = during(metrics.refused[flow.direction], flow.times)
  return served === 0 || metrics.refused[flow.direction].points.length === 0 ? undefined : refused / (served + refused)
}

/** What a counter came to in some periods. */
export function during(series: Series, times: readonly number[]): number {
  const wanted = new Set(times)
  return series.points.reduce((sum, point) => (wanted.has(point.at) ? sum + point.value : sum), 0)
}
