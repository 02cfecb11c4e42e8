import type { EventRule } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** Metrics of AWS/Events for one rule. EventBridge writes most of them only when they are above zero. */
export interface RuleMetrics {
  readonly matched: Series
  readonly triggered: Series
  readonly invocations: Series
  readonly failed: Series
  readonly attempts: Series
  readonly retries: Series
  readonly throttled: Series
  readonly sentToDeadLetter: Series
  readonly notSentToDeadLetter: Series
  /** Events that were not delivered because they would have run the same rule again. */
  readonly loops: Series
}

/** Metric names differ in case between AWS's own pages: each spelling is asked for. */
const wanted = {
  matched: ['MatchedEvents'],
  triggered: ['TriggeredRules'],
  invocations: ['Invocations'],
  failed: ['FailedInvocations'],
  attempts: ['InvocationAttempts'],
  retries: ['RetryInvocationAttempts'],
  throttled: ['ThrottledRules'],
  sentToDeadLetter: ['InvocationsSentToDlq', 'InvocationsSentToDLQ'],
  notSentToDeadLetter: ['InvocationsFailedToBeSentToDlq', 'InvocationsFailedToBeSentToDLQ'],
  loops: ['DeadLetterInvocations'],
} as const satisfies Record<keyof RuleMetrics, readonly string[]>

const names = Object.keys(wanted) as (keyof RuleMetrics)[]

/** Reads a rule's metrics over the window; on the default bus they stand under the rule's name alone. */
export const ruleMetrics = defineProbe<RuleMetrics, EventRule>({
  id: 'eventbridge.metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const queries = names.flatMap((name) =>
      wanted[name].flatMap((metric) =>
        dimensionsOf(target).map((dimensions, index) => ({
          key: `${name} ${metric} ${index}`,
          query: query(metric, dimensions),
        })),
      ),
    )
    const read = await readMetrics(at, Object.fromEntries(queries.map(({ key, query }) => [key, query])))
    const best = (name: keyof RuleMetrics): Series =>
      queries
        .filter(({ key }) => key.startsWith(`${name} `))
        .map(({ key }) => read[key] ?? noData)
        .reduce((one, other) => (other.points.length > one.points.length ? other : one), noData)
    return Object.fromEntries(names.map((name) => [name, best(name)])) as unknown as RuleMetrics
  },
  cite: (target, window, aspect = 'TriggeredRules') =>
    citeMetric(target, query(aspect, dimensionsOf(target)[0] ?? {}), window),
})

function dimensionsOf(rule: EventRule): readonly Readonly<Record<string, string>>[] {
  const alone = { RuleName: rule.id }
  const withBus = { EventBusName: rule.bus, RuleName: rule.id }
  return rule.bus === 'default' ? [alone, withBus] : [withBus]
}

function query(metric: string, dimensions: Readonly<Record<string, string>>): MetricQuery {
  return { namespace: 'AWS/Events', metric, stat: 'Sum', dimensions }
}
