import { randomUUID } from 'node:crypto'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Envelope } from '../slack/envelope.ts'

/** A queue in memory that does to the worker what SQS does in Lambda. */
export interface Loopback {
  readonly enqueue: (message: Envelope | object) => Promise<void>
  /** Resolves when nothing is queued or being worked on. */
  readonly idle: () => Promise<void>
}

const deliveries = 3

/** Delivers each message by itself, and again when it failed, three times in all. */
export function makeLoopback(
  worker: (event: SQSEvent) => Promise<SQSBatchResponse>,
  onLost: (error: unknown) => void,
): Loopback {
  const working = new Set<Promise<void>>()
  const deliver = async (body: string, messageId: string): Promise<void> => {
    for (let count = 1; count <= deliveries; count++) {
      const { batchItemFailures } = await worker({ Records: [recordOf(body, messageId, count)] })
      if (batchItemFailures.length === 0) return
    }
    onLost(new Error(`message ${messageId} failed ${deliveries} times and is given up`))
  }
  return {
    enqueue: async (message) => {
      const task = deliver(JSON.stringify(message), randomUUID()).catch(onLost)
      working.add(task)
      void task.finally(() => working.delete(task))
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

function recordOf(body: string, messageId: string, count: number): SQSEvent['Records'][number] {
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: String(count),
      SentTimestamp: '0',
      SenderId: 'loopback',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:local:000000000000:loopback',
    awsRegion: 'local',
  }
}
