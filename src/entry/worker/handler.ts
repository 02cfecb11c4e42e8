import { createHash } from 'node:crypto'
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { WebAPIRateLimitedError } from '@slack/web-api'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod'
import type { Due } from '../../incidents/due.ts'
import { type Job, jobSchema } from '../../incidents/job.ts'
import type { OnCallDue } from '../../incidents/oncall/on-call-due.ts'
import { readAlarmEvent } from '../../intake/alarm.ts'
import { readAwsEvent } from '../../intake/aws-event.ts'
import { newsReaders } from '../../intake/aws-news.ts'
import { dedupeKey, envelopeSchema, slackBody } from '../../slack/envelope.ts'
import type { Log } from '../../slack/log.ts'
import type { QueueReceiver } from '../../slack/queue-receiver.ts'
import type { Once } from '../../store/once.ts'

export interface WorkerParts {
  readonly receiver: QueueReceiver
  readonly once: Once
  readonly log: Log
  /** Whether events of an account are taken at all. */
  readonly isWatched: (account: string) => boolean
  /** Takes an alarm's state change to its incident; `reference` names it in the log. */
  readonly takeAlarm: (event: unknown, reference: string) => Promise<void>
  /** Takes any other event of AWS; `isAgain` when it was delivered before. */
  readonly takeEvent: (event: unknown, isAgain: boolean) => Promise<void>
  /** Does what is due about an incident, a rotation or a handoff. */
  readonly due: (due: Due | OnCallDue) => Promise<void>
  /** Brings an incident's card and thread up to date. */
  readonly deliver: (incidentId: string) => Promise<'delivered' | 'busy'>
  /** Lets a record that failed come back after a time of our own choosing. */
  readonly delay: (record: SQSRecord, seconds: number) => Promise<void>
}

const mostBusySeconds = 20
const sentBy = z.object({ account: z.string().optional() })

/**
 * The handler of the work queue: Slack requests go to Bolt, alarms to their incidents, other events to their channel, each once however often it is
 * delivered. A record that failed is reported to SQS by itself, and the others stay done.
 */
export function makeWorker(parts: WorkerParts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const processor = new BatchProcessor(EventType.SQS)
    const work = async (record: SQSRecord): Promise<void> => {
      try {
        await handle(record, parts)
      } catch (error) {
        parts.log.error('a queued request failed and will be delivered again', {
          reference: referenceOf(record),
          error,
        })
        throw error
      }
    }
    return await processPartialResponse(event, work, processor, { throwOnFullBatchFailure: false })
  }
}

async function handle(record: SQSRecord, parts: WorkerParts): Promise<void> {
  const { receiver, once, log, isWatched, takeAlarm, takeEvent } = parts
  const message: unknown = JSON.parse(record.body)
  const job = jobSchema.safeParse(message)
  if (job.success) return await work(job.data, record, parts)
  const reference = referenceOf(record)
  const envelope = envelopeSchema.safeParse(message)
  if (envelope.success) {
    const { retryNum, retryReason, ...required } = envelope.data
    const sent = {
      ...required,
      ...(retryNum === undefined ? {} : { retryNum }),
      ...(retryReason === undefined ? {} : { retryReason }),
    }
    const key = dedupeKey(slackBody(sent)) ?? digestOf(sent.raw)
    const context = { reference, requestId: key, isAgain: isAgainOf(record) }
    const work = () => whenSlackAllows(record, parts, () => receiver.dispatch(sent, context))
    return await workOnce(once, `slack ${key}`, record.messageId, work)
  }
  // Before anything is claimed: accounts share the keys of some events, and a stranger's must not stand for a watched one's.
  const { account } = sentBy.catch({ account: undefined }).parse(message)
  if (account !== undefined && !isWatched(account))
    return log.info('an event of an account that is not watched is dropped', { reference, account })
  const { alarm } = readAlarmEvent(message)
  if (alarm === undefined) {
    const isAgain = isAgainOf(record)
    const reading = readAwsEvent(message, newsReaders)
    if (reading.kind === 'unreadable') throw new Error(reading.sentence)
    const key = reading.kind === 'news' ? reading.news.key : record.messageId
    return await workOnce(once, `event ${key}`, record.messageId, () => takeEvent(message, isAgain))
  }
  await workOnce(once, `alarm ${alarm.key}`, record.messageId, () => takeAlarm(message, reference))
}

async function work(job: Job, record: SQSRecord, parts: WorkerParts): Promise<void> {
  const { due, deliver, delay } = parts
  if (job.job === 'due' || job.job === 'on-call') return await due(job.due)
  if ((await whenSlackAllows(record, parts, () => deliver(job.incidentId))) === 'delivered') return
  // Longer each time: whoever holds the incident lets go within seconds, or has ended without a word and holds it for a minute.
  await delay(record, Math.min(mostBusySeconds, 2 ** Number(record.attributes.ApproximateReceiveCount)))
  throw new Error('another sender is at this incident')
}

/** What Slack refuses for coming too fast comes back when Slack said, not after the queue's own time. */
async function whenSlackAllows<T>(record: SQSRecord, { delay }: WorkerParts, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) await delay(record, error.retryAfter)
    throw error
  }
}

async function workOnce(once: Once, key: string, owner: string, work: () => Promise<void>): Promise<void> {
  const claim = await once.claim(key, owner)
  if (claim === 'done') return
  if (claim === 'busy') throw new Error('an earlier attempt at this message may still be running')
  try {
    await work()
  } catch (error) {
    await once.release(key, owner)
    throw error
  }
  await once.finish(key, owner)
}

/** Names a request that has no id of its own, so that its bytes sent again are the same request. */
function digestOf(raw: string): string {
  return createHash('sha256').update(raw).digest('base64url')
}

function isAgainOf({ attributes }: SQSRecord): boolean {
  return Number(attributes.ApproximateReceiveCount) > 1
}

/** Short enough to be read out, long enough to find the log line. */
function referenceOf({ messageId }: SQSRecord): string {
  return messageId.slice(0, 8)
}
