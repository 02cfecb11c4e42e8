import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { hasMetrics, queueMetrics } from '../../evidence/sqs/metrics.ts'
import { defineCause } from '../cause.ts'

export const sqsInactiveMetrics = defineCause({
  id: 'sqs-inactive-metrics',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'The queue has been idle for hours, so SQS reports no metrics for it: no data is neither zero nor an outage.',
  fix: () => ({
    now: 'Nothing to mend on the queue. If messages are expected, look at what should send them.',
    prevent: 'Let alarms on the queue treat missing data as not breaching, and alarm on the producer for silence.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  known: 'confirmed',
  needs: { attributes: queueAttributes, metrics: queueMetrics },
  diagnose({ attributes, metrics }, at) {
    const { visible, notVisible, delayed } = attributes
    if (hasMetrics(metrics)) return { clear: `${at.target.name} reports metrics.` }
    if (visible + notVisible + delayed > 0) return { clear: `${at.target.name} is not idle: messages are in it.` }
    return {
      strength: 'possible',
      standsAlone: true,
      summary: `${at.target.name} is empty and has no metrics in the window: it has been idle for six hours or more, which is neither an outage nor a proof of health.`,
      facts: [
        at.fact('metrics', 'Data points in the window', 'none', undefined, 'NumberOfMessagesSent'),
        at.fact('attributes', 'Messages in the queue', '0 visible, 0 in flight, 0 delayed'),
      ],
    }
  },
})
