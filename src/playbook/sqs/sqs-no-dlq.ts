import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import type { Queue } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { backlogOf } from './backlog.ts'
import { isDeadLetterQueue } from './dead-letter-name.ts'
import { count, span } from './words.ts'

/** A message that came round for this long would have been dead-lettered by any usual setting. */
const longSeconds = 3_600

export const sqsNoDlq = defineCause({
  id: 'sqs-no-dlq',
  target: 'queue',
  symptoms: ['stuck'],
  cause:
    'The queue has no dead-letter queue, so a message that fails comes back until its retention ends, and is then lost.',
  fix: (queue) => ({
    now: 'Give the queue a dead-letter queue, so that messages that keep failing get out of the way and are kept.',
    proper:
      'Choose maxReceiveCount 5 or more for a queue that Lambda reads, and a retention of 14 days for the dead-letter queue.',
    prevent: 'Make the dead-letter queue part of the construct that makes queues.',
    cli: addDeadLetterQueue(queue),
    iac: 'CloudFormation: `RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 5 }`; CDK: `deadLetterQueue: { queue: dlq, maxReceiveCount: 5 }`; Terraform: `redrive_policy`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  known: 'memory',
  needs: { attributes: queueAttributes, metrics: optional(queueMetrics), sources: optional(deadLetterSources) },
  diagnose({ attributes, metrics, sources }, at) {
    const queue = at.target
    if (attributes.redrive !== undefined) return { clear: `${queue.name} has a dead-letter queue.` }
    if (isDeadLetterQueue(queue, valueIfRead(sources))) return { clear: `${queue.name} is a dead-letter queue itself.` }
    const backlog = backlogOf(attributes, valueIfRead(metrics), at.window.to)
    if (backlog.state === 'unknown') return { inconclusive: 'Whether messages come back could not be read.' }
    if (backlog.repeats === 0 || backlog.state === 'clear')
      return { clear: `${queue.name} has no dead-letter queue, but no messages come back.` }
    // Where little of what is sent gets through it is not a few messages that come round: the consumer itself fails.
    const isConsumers = (backlog.deleted ?? 0) < (backlog.sent ?? backlog.received ?? 0) / 2
    const age = backlog.ageSeconds ?? backlog.highestAgeSeconds ?? 0
    return {
      strength: age >= longSeconds && !isConsumers ? 'likely' : 'possible',
      times: backlog.times,
      summary: `${queue.name} has no dead-letter queue, so messages that fail come back until they are ${span(attributes.retentionSeconds)} old: ${count(backlog.repeats, 'repeat')} in the window, the oldest waits ${span(age)}.`,
      facts: [
        at.fact('attributes', 'Redrive policy', 'none'),
        at.fact('attributes', 'Retention', span(attributes.retentionSeconds)),
        at.fact(
          'metrics',
          'Received and deleted',
          `${backlog.received ?? 0} and ${backlog.deleted ?? 0}`,
          undefined,
          'NumberOfMessagesReceived',
        ),
        at.fact('metrics', 'Oldest message waits', span(age), undefined, 'ApproximateAgeOfOldestMessage'),
      ],
    }
  },
})

/** A queue's name has so many characters at most. */
const longestName = 80

/** A queue of the same kind that keeps for 14 days, and the redrive to it. */
function addDeadLetterQueue({ name, arn, url, region }: Queue): string {
  const isFifo = name.endsWith('.fifo')
  const ending = isFifo ? '-dlq.fifo' : '-dlq'
  const dlq = `${name.replace(/\.fifo$/, '').slice(0, longestName - ending.length)}${ending}`
  const redrive = { deadLetterTargetArn: `${arn.slice(0, arn.lastIndexOf(':'))}:${dlq}`, maxReceiveCount: '5' }
  return [
    `aws sqs create-queue --queue-name ${dlq} --attributes MessageRetentionPeriod=1209600${isFifo ? ',FifoQueue=true' : ''} --region ${region}`,
    `aws sqs set-queue-attributes --queue-url ${url} --attributes ${shellWord(JSON.stringify({ RedrivePolicy: JSON.stringify(redrive) }))} --region ${region}`,
  ].join('\n')
}
