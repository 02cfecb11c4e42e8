import type { Gatherer } from '../../engine/gather.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { webSocketMetrics } from '../../evidence/api-gateway/websocket-metrics.ts'
import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import { type TableMetrics, tableLatencies } from '../../evidence/dynamodb/metrics.ts'
import { eventsOf, summed } from '../../evidence/dynamodb/table-series.ts'
import { balancerMetrics } from '../../evidence/elb/balancer-metrics.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import type { Evidence } from '../../evidence/evidence.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import type { AnyProbe, Probe, Window } from '../../evidence/probe.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import type { Target, TargetKind, TargetOf } from '../../targets/target.ts'

/** `count`: things that happened, which add up. The others are states, of which the highest tells. */
export type MetricUnit = 'count' | 'units' | 'ms' | 's' | 'messages' | 'at once'

/** One metric that matters. */
export interface ToldMetric {
  /** At most twenty characters: it names a line of a chart. */
  readonly label: string
  readonly unit: MetricUnit
  readonly series: Series
  readonly isFailure: boolean
}

export interface MetricKind<K extends TargetKind> {
  readonly probe: AnyProbe
  readonly read: (target: TargetOf<K>, gatherer: Gatherer) => Promise<Evidence<readonly ToldMetric[]>>
  /** The console's page of the metric that tells most. */
  readonly link: (target: TargetOf<K>, window: Window) => string | undefined
}

/** What is shown of each kind of resource, what fails first. */
export const metricKinds = {
  function: kind<'function', Parameters<typeof seriesOf>[0]>(functionMetrics, (metrics) => {
    const series = seriesOf(metrics)
    return [
      failures('Errors', series.errors),
      failures('Throttles', series.throttles),
      counted('Invocations', series.invocations),
      state('Duration p50', 'ms', series.durationP50),
      state('Duration p99', 'ms', series.durationP99),
      state('Concurrency', 'at once', series.concurrentExecutions),
    ]
  }),
  'rest-api': kind(restMetrics, apiMetrics),
  'http-api': kind(httpMetrics, apiMetrics),
  'websocket-api': kind(webSocketMetrics, (metrics) => [
    failures('Integration errors', metrics.integrationErrors),
    failures('Execution errors', metrics.executionErrors),
    failures('Client errors', metrics.clientErrors),
    counted('Connects', metrics.connects),
    counted('Messages', metrics.messages),
  ]),
  table: kind<'table', TableMetrics>(tableLatencies, (metrics, { index }) => {
    const flow = (index === undefined ? undefined : metrics.indexes[index]) ?? metrics.table
    const operations = Object.values(metrics.operations)
    return [
      failures('Throttled reads', eventsOf(flow.read)),
      failures('Throttled writes', eventsOf(flow.write)),
      failures('System errors', summed(operations.map(({ systemErrors }) => systemErrors ?? noData))),
      { label: 'Read units', unit: 'units', series: flow.read.consumed, isFailure: false },
      { label: 'Write units', unit: 'units', series: flow.write.consumed, isFailure: false },
      state('Slowest p99', 'ms', highestOf(operations.map(({ latencyP99 }) => latencyP99 ?? noData))),
    ]
  }),
  queue: kind(queueMetrics, (metrics) => [
    state('Oldest message', 's', metrics.ageOfOldest),
    state('Waiting', 'messages', metrics.visible),
    state('In flight', 'messages', metrics.notVisible),
    counted('Sent', metrics.sent),
    counted('Received', metrics.received),
    counted('Deleted', metrics.deleted),
  ]),
  'event-rule': kind(ruleMetrics, (metrics) => [
    failures('Failed invocations', metrics.failed),
    failures('To dead letters', metrics.sentToDeadLetter),
    failures('Throttled', metrics.throttled),
    counted('Matched events', metrics.matched),
    counted('Invocations', metrics.invocations),
    counted('Retries', metrics.retries),
  ]),
  'load-balancer': kind(balancerMetrics, (metrics) => [
    failures('Own 5XX', metrics.elb5xx),
    failures('Target 5XX', metrics.target5xx),
    failures('Connection errors', metrics.connectionErrors),
    failures('Function errors', metrics.lambdaUserErrors),
    counted('Target 4XX', metrics.target4xx),
    counted('Requests', metrics.requests),
  ]),
} as const

export type MeasuredKind = keyof typeof metricKinds
export const measuredKinds = Object.keys(metricKinds) as readonly MeasuredKind[]

/** What the metrics of a kind are called for a target whose kind is only known when it runs. */
export function metricKindOf(kind: MeasuredKind): MetricKind<MeasuredKind> {
  return metricKinds[kind] as unknown as MetricKind<MeasuredKind>
}

function kind<K extends TargetKind, T>(
  probe: Probe<T, TargetOf<K>>,
  tell: (metrics: T, target: TargetOf<K>) => readonly ToldMetric[],
): MetricKind<K> {
  return {
    probe: probe as unknown as AnyProbe,
    async read(target, gatherer) {
      const evidence = await gatherer.evidence(probe, target as TargetOf<K> & Target)
      return evidence.status === 'ok' ? { status: 'ok', value: tell(evidence.value, target) } : evidence
    },
    link: (target, window) => probe.cite(target, window).link,
  }
}

function apiMetrics(metrics: {
  readonly failures5xx: Series
  readonly failures4xx: Series
  readonly requests: Series
  readonly latencyP50: Series
  readonly latencyMaximum: Series
  readonly integrationLatencyMaximum: Series
}): ToldMetric[] {
  return [
    failures('5XX', metrics.failures5xx),
    failures('4XX', metrics.failures4xx),
    counted('Requests', metrics.requests),
    state('Latency p50', 'ms', metrics.latencyP50),
    state('Latency highest', 'ms', metrics.latencyMaximum),
    state('Integration highest', 'ms', metrics.integrationLatencyMaximum),
  ]
}

function failures(label: string, series: Series): ToldMetric {
  return { label, unit: 'count', series, isFailure: true }
}

function counted(label: string, series: Series): ToldMetric {
  return { label, unit: 'count', series, isFailure: false }
}

function state(label: string, unit: MetricUnit, series: Series): ToldMetric {
  return { label, unit, series, isFailure: false }
}

/** The highest of several series in each period. */
function highestOf(all: readonly Series[]): Series {
  const byTime = new Map<number, number>()
  for (const { points } of all)
    for (const { at, value } of points) byTime.set(at, Math.max(value, byTime.get(at) ?? value))
  return { points: [...byTime].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at) }
}
