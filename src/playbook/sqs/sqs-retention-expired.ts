import { highest, timesAbove } from '../../evidence/cloudwatch/series.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import { defineCause } from '../cause.ts'
import { span } from './words.ts'

const near = 0.9

export const sqsRetentionExpired = defineCause({
  id: 'sqs-retention-expired',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'Messages wait as long as the queue keeps them, and are then deleted unread.',
  fix: (queue) => ({
    now: `Raise the retention of ${queue.name} to 14 days at once; what is already gone can only be sent again.`,
    proper: 'Get the consumer going: retention only buys time.',
    prevent:
      'Keep the retention well above the longest outage to be survived, and that of the dead-letter queue above the source’s: its clock starts at the first send.',
    cli: `aws sqs set-queue-attributes --queue-url ${queue.url} --attributes MessageRetentionPeriod=1209600 --region ${queue.region}`,
    iac: 'CloudFormation: `MessageRetentionPeriod: 1209600`; CDK: `retentionPeriod: Duration.days(14)`; Terraform: `message_retention_seconds = 1209600`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  known: 'memory',
  needs: { attributes: queueAttributes, metrics: queueMetrics },
  diagnose({ attributes, metrics }, at) {
    const queue = at.target
    const age = highest(metrics.ageOfOldest)
    if (age === undefined) return { inconclusive: 'The age of the oldest message is not reported.' }
    if (age < attributes.retentionSeconds * near)
      return {
        clear: `The oldest message waited ${span(age)}, and ${queue.name} keeps messages ${span(attributes.retentionSeconds)}.`,
      }
    return {
      strength: 'likely',
      times: timesAbove(metrics.ageOfOldest, attributes.retentionSeconds * near),
      summary: `The oldest message of ${queue.name} waits ${span(age)}, as long as the queue keeps messages (${span(attributes.retentionSeconds)}): they are being deleted unread.`,
      facts: [
        at.fact('attributes', 'Retention', span(attributes.retentionSeconds)),
        at.fact('metrics', 'Oldest message waits', span(age), undefined, 'ApproximateAgeOfOldestMessage'),
        at.fact('attributes', 'Visible messages', attributes.visible.toLocaleString('en-GB')),
      ],
    }
  },
})
