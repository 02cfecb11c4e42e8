import type { Queue } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'

/** Metrics of AWS/SQS by minute. A queue that was idle for six hours has none: missing is not zero. */
export interface QueueMetrics {
  /** Seconds. After three receives a message leaves this count, so a poison message can hide from it. */
  readonly ageOfOldest: Series
  readonly visible: Series
  readonly notVisible: Series
  readonly delayed: Series
  /** Moves to a dead-letter queue by SQS itself are not counted as sent. */
  readonly sent: Series
  readonly received: Series
  readonly deleted: Series
  readonly emptyReceives: Series
  /** Bytes. */
  readonly sentSize: Series
}

const wanted = {
  ageOfOldest: ['ApproximateAgeOfOldestMessage', 'Maximum'],
  visible: ['ApproximateNumberOfMessagesVisible', 'Maximum'],
  notVisible: ['ApproximateNumberOfMessagesNotVisible', 'Maximum'],
  delayed: ['ApproximateNumberOfMessagesDelayed', 'Maximum'],
  sent: ['NumberOfMessagesSent', 'Sum'],
  received: ['NumberOfMessagesReceived', 'Sum'],
  deleted: ['NumberOfMessagesDeleted', 'Sum'],
  emptyReceives: ['NumberOfEmptyReceives', 'Sum'],
  sentSize: ['SentMessageSize', 'Average'],
} as const satisfies Record<keyof QueueMetrics, readonly [string, string]>

/** Reads a queue's metrics over the window. */
export const queueMetrics = defineProbe<QueueMetrics, Queue>({
  id: 'sqs.metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (target) => target.arn,
  resource: () => '*',
  fetch: (target, at) =>
    readMetrics(
      at,
      Object.fromEntries(
        Object.entries(wanted).map(([name, [metric, stat]]) => [name, query(target, metric, stat)]),
      ) as Record<keyof QueueMetrics, MetricQuery>,
    ),
  cite(target, window, aspect = 'ApproximateAgeOfOldestMessage') {
    const known = Object.values(wanted).find(([metric]) => metric === aspect)
    return citeMetric(target, query(target, aspect, known?.[1] ?? 'Sum'), window)
  },
})

/** Whether the queue has any metric at all in the window. */
export function hasMetrics(metrics: QueueMetrics): boolean {
  return Object.values(metrics).some((series: Series) => series.points.length > 0)
}

function query(queue: Queue, metric: string, stat: string): MetricQuery {
  return { namespace: 'AWS/SQS', metric, stat, dimensions: { QueueName: queue.name } }
}
