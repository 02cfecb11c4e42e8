import type { RuleToTarget } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** What was published to the topic that a rule sends to, whoever did it. */
export const topicMetrics = defineProbe<{ readonly published: Series }, RuleToTarget>({
  id: 'eventbridge.topic-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.targetArn,
  resource: () => '*',
  fetch: (target, at) => readMetrics(at, { published: query(target.targetArn, 'NumberOfMessagesPublished') }),
  cite: (target, window, aspect = 'NumberOfMessagesPublished') =>
    citeMetric(target, query(target.targetArn, aspect), window),
})

function query(topicArn: string, metric: string): MetricQuery {
  return { namespace: 'AWS/SNS', metric, stat: 'Sum', dimensions: { TopicName: topicArn.split(':').at(-1) ?? '' } }
}
