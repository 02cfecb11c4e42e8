import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import { defineCause } from '../cause.ts'
import { isHeldBack } from './held-back.ts'
import { count, span } from './words.ts'

export const sqsDelayQueue = defineCause({
  id: 'sqs-delay-queue',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'The queue delays every message before a consumer can see it.',
  fix: (queue) => ({
    now: 'Nothing is broken: lower the delay if the messages should not wait.',
    proper: 'Give single messages a delay of their own where only some have to wait (standard queues only).',
    cli: `aws sqs set-queue-attributes --queue-url ${queue.url} --attributes DelaySeconds=0 --region ${queue.region}`,
    iac: 'CloudFormation: `DelaySeconds`; CDK: `deliveryDelay`; Terraform: `delay_seconds`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html',
  known: 'confirmed',
  needs: { attributes: queueAttributes, metrics: optional(queueMetrics) },
  diagnose({ attributes, metrics }, at) {
    const { delaySeconds, delayed, visible } = attributes
    if (delaySeconds === 0) return { clear: `${at.target.name} does not delay messages.` }
    if (!isHeldBack(attributes, valueIfRead(metrics), at.window.to))
      return { clear: `${at.target.name} delays messages ${span(delaySeconds)}, which is not what makes them wait.` }
    return {
      strength: 'likely',
      summary: `${at.target.name} holds every message back for ${span(delaySeconds)}: ${count(delayed, 'message')} are in that delay and ${visible === 0 ? 'none' : visible} wait after it.`,
      facts: [
        at.fact('attributes', 'DelaySeconds', String(delaySeconds)),
        at.fact('attributes', 'Delayed messages', delayed.toLocaleString('en-GB')),
        at.fact('attributes', 'Visible messages', visible.toLocaleString('en-GB')),
      ],
    }
  },
})
