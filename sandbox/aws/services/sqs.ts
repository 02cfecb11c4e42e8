import { createHash, randomUUID } from 'node:crypto'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Queue } from '../world/data.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { pageOf, tokenAs } from './paging.ts'

type Sqs = typeof import('@aws-sdk/client-sqs')

interface SentMessage {
  readonly id: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  receipt: string | undefined
}

export const sqs: Handlers<Sqs> = {
  GetQueueUrl(call, input) {
    const place =
      call.placesOfAccount.find(
        ({ account, region }) => region === call.region && account === (input.QueueOwnerAWSAccountId ?? call.account),
      ) ?? call.place
    return { QueueUrl: queueUrl(place, findQueue(place, input.QueueName).name) }
  },

  ListQueues({ place }, input) {
    const all = place.queues.filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''))
    const { page, next } = pageOf(all, input.NextToken, input.MaxResults ?? 1000)
    return { QueueUrls: page.map(({ name }) => queueUrl(place, name)), ...tokenAs('NextToken', next) }
  },

  GetQueueAttributes(call, input) {
    const queue = findQueue(call.place, input.QueueUrl)
    const wanted: readonly string[] = input.AttributeNames ?? []
    const all = attributesOf(call, queue)
    if (wanted.length === 0) return {}
    return {
      Attributes: Object.fromEntries(
        Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)),
      ),
    }
  },

  ListDeadLetterSourceQueues({ place }, input) {
    const queue = findQueue(place, input.QueueUrl)
    const sources = place.queues.filter(
      ({ deadLetter }) => deadLetter !== undefined && queueArn(place, deadLetter.queue) === queueArn(place, queue.name),
    )
    return { queueUrls: sources.map(({ name }) => queueUrl(place, name)) }
  },

  ListQueueTags: ({ place }, input) => ({ Tags: findQueue(place, input.QueueUrl).tags ?? {} }),

  ListMessageMoveTasks({ place }, input) {
    const queue = place.queues.find(({ name }) => queueArn(place, name) === input.SourceArn)
    if (queue === undefined)
      throw new AwsError(
        'ResourceNotFoundException',
        "The resource that you specified for the SourceArn parameter doesn't exist.",
        { status: 404 },
      )
    return { Results: queue.moveTasks }
  },

  SendMessage(call, input) {
    const { id, md5 } = send(call, input.QueueUrl, input.MessageBody ?? '', input.MessageGroupId)
    return { MessageId: id, MD5OfMessageBody: md5 }
  },

  SendMessageBatch(call, input) {
    return {
      Successful: (input.Entries ?? []).map((entry) => {
        const { id, md5 } = send(call, input.QueueUrl, entry.MessageBody ?? '', entry.MessageGroupId)
        return { Id: entry.Id, MessageId: id, MD5OfMessageBody: md5 }
      }),
      Failed: [],
    }
  },

  ReceiveMessage(call, input) {
    const waiting = sentTo(call, findQueue(call.place, input.QueueUrl))
      .filter(({ receipt }) => receipt === undefined)
      .slice(0, input.MaxNumberOfMessages ?? 1)
    if (waiting.length === 0) return {}
    return {
      Messages: waiting.map((message) => {
        message.receipt = randomUUID()
        return {
          MessageId: message.id,
          ReceiptHandle: message.receipt,
          Body: message.body,
          MD5OfBody: md5Of(message.body),
          Attributes: { ...message.attributes, ApproximateReceiveCount: '1' },
        }
      }),
    }
  },

  DeleteMessage(call, input) {
    const messages = sentTo(call, findQueue(call.place, input.QueueUrl))
    const index = messages.findIndex(({ receipt }) => receipt === input.ReceiptHandle)
    if (index >= 0) messages.splice(index, 1)
    return {}
  },
}

export function queueUrl({ account, region }: Pick<Place, 'account' | 'region'>, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`
}

export function queueArn({ account, region }: Pick<Place, 'account' | 'region'>, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:sqs:${region}:${account}:${nameOrArn}`
}

function findQueue(place: Place, nameOrUrl: string | undefined): Queue {
  const name = nameOrUrl?.split('/').at(-1)
  const queue = place.queues.find((candidate) => candidate.name === name)
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return queue
}

function attributesOf({ place, clock }: Call, queue: Queue): Record<string, string> {
  const seconds = String(Math.floor(clock.at(queue.created).getTime() / 1000))
  const isFifo = queue.name.endsWith('.fifo')
  return {
    QueueArn: queueArn(place, queue.name),
    ApproximateNumberOfMessages: String(queue.messages),
    ApproximateNumberOfMessagesNotVisible: String(queue.inFlight),
    ApproximateNumberOfMessagesDelayed: String(queue.delayed),
    CreatedTimestamp: seconds,
    LastModifiedTimestamp: seconds,
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MaximumMessageSize: String(queue.maximumMessageBytes),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    DelaySeconds: String(queue.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.waitSeconds),
    ...(queue.deadLetter === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queueArn(place, queue.deadLetter.queue),
            maxReceiveCount: queue.deadLetter.maxReceiveCount,
          }),
        }),
    ...(queue.redriveAllow === undefined ? {} : { RedriveAllowPolicy: JSON.stringify(queue.redriveAllow) }),
    ...(queue.policy === undefined ? {} : { Policy: policyText(queue.policy) }),
    ...(queue.kmsKeyId === undefined
      ? { SqsManagedSseEnabled: String(queue.sqsManagedEncryption) }
      : { KmsMasterKeyId: queue.kmsKeyId, KmsDataKeyReusePeriodSeconds: '300' }),
    ...(isFifo
      ? { FifoQueue: 'true', ContentBasedDeduplication: String(queue.contentBasedDeduplication ?? false) }
      : {}),
  }
}

function send(
  call: Call,
  url: string | undefined,
  body: string,
  group: string | undefined,
): { id: string; md5: string } {
  const id = randomUUID()
  sentTo(call, findQueue(call.place, url)).push({
    id,
    body,
    attributes: { SentTimestamp: String(call.clock.now()), ...(group === undefined ? {} : { MessageGroupId: group }) },
    receipt: undefined,
  })
  return { id, md5: md5Of(body) }
}

function sentTo({ memory, place }: Call, queue: Queue): SentMessage[] {
  const key = `sqs ${queueArn(place, queue.name)}`
  const known = memory.get(key) as SentMessage[] | undefined
  const messages = known ?? []
  memory.set(key, messages)
  return messages
}

function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
