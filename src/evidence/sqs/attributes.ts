import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { type Citation, defineProbe } from '../probe.ts'

/** A queue's attributes; counts are approximate and lag by a minute. */
export interface QueueAttributes {
  readonly arn: string
  readonly visible: number
  readonly notVisible: number
  readonly delayed: number
  readonly visibilityTimeoutSeconds: number
  readonly delaySeconds: number
  readonly retentionSeconds: number
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number }
  readonly isFifo: boolean
  /** The customer's or AWS's own key; absent with SQS-managed or no encryption. */
  readonly kmsKeyId?: string
  /** Absent when the queue has no policy. */
  readonly policy?: readonly PolicyStatement[]
  /** Epoch milliseconds. */
  readonly createdAt?: number
  readonly lastModifiedAt?: number
}

/** Reads a queue's attributes; never a message. */
export const queueAttributes = defineProbe<QueueAttributes, Queue>({
  id: 'sqs.attributes',
  actions: ['sqs:GetQueueAttributes'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(SQSClient, target.region)
      .send(new GetQueueAttributesCommand({ QueueUrl: target.url, AttributeNames: ['All'] }))
    return attributesOf(response.Attributes ?? {}, target)
  },
  cite: (target) => citeAttributes(target),
})

/** Shows the same attributes again. */
export function citeAttributes(queue: Queue): Citation {
  return {
    source: `sqs:GetQueueAttributes QueueUrl=${queue.url}`,
    account: queue.account,
    region: queue.region,
    link: queueLink(queue),
    cli: `aws sqs get-queue-attributes --queue-url ${shellWord(queue.url)} --attribute-names All --region ${queue.region}`,
  }
}

/** The queue's page in the console. */
export function queueLink(queue: Queue): string {
  return consoleLink(queue, 'sqs/v3', `/queues/${encodeURIComponent(queue.url)}`)
}

/** Reads SQS's strings; what is not said takes SQS's own default. */
export function attributesOf(
  given: Readonly<Record<string, string>>,
  queue: Pick<Queue, 'arn' | 'name'>,
): QueueAttributes {
  const number = (name: string, otherwise: number): number => {
    const value = Number(given[name])
    return given[name] === undefined || given[name] === '' || Number.isNaN(value) ? otherwise : value
  }
  const redrive = redriveOf(given.RedrivePolicy)
  const policy = policyOf(given.Policy)
  return {
    arn: given.QueueArn ?? queue.arn,
    visible: number('ApproximateNumberOfMessages', 0),
    notVisible: number('ApproximateNumberOfMessagesNotVisible', 0),
    delayed: number('ApproximateNumberOfMessagesDelayed', 0),
    visibilityTimeoutSeconds: number('VisibilityTimeout', 30),
    delaySeconds: number('DelaySeconds', 0),
    retentionSeconds: number('MessageRetentionPeriod', 345_600),
    isFifo: given.FifoQueue === 'true' || queue.name.endsWith('.fifo'),
    ...(redrive !== undefined && { redrive }),
    ...(given.KmsMasterKeyId !== undefined && given.KmsMasterKeyId !== '' && { kmsKeyId: given.KmsMasterKeyId }),
    ...(policy !== undefined && { policy }),
    ...(given.CreatedTimestamp !== undefined && { createdAt: number('CreatedTimestamp', 0) * 1000 }),
    ...(given.LastModifiedTimestamp !== undefined && { lastModifiedAt: number('LastModifiedTimestamp', 0) * 1000 }),
  }
}

function redriveOf(text: string | undefined): QueueAttributes['redrive'] {
  if (text === undefined || text === '') return undefined
  const parsed = JSON.parse(text) as { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown }
  if (typeof parsed.deadLetterTargetArn !== 'string' || parsed.deadLetterTargetArn === '') return undefined
  return { deadLetterArn: parsed.deadLetterTargetArn, maxReceiveCount: Number(parsed.maxReceiveCount ?? 10) }
}

function policyOf(text: string | undefined): readonly PolicyStatement[] | undefined {
  return text === undefined || text === '' ? undefined : statementsOf(text)
}
