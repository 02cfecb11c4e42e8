import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { SQSRecord } from 'aws-lambda'

interface Message {
  readonly id: string
  readonly body: string
  readonly group: string
  readonly sentAt: number
  receives: number
  visibleAt: number
}

/**
 * A queue as SQS keeps one: messages come back when they failed or their worker died, those of one group one at a time and in order, and those
 * of one key within a delay once.
 */
export class SimulatedQueue {
  killed = 0
  readonly #waiting = new Set<Message>()
  readonly #busyGroups = new Set<string>()
  readonly #buckets = new Set<string>()
  readonly #work: (record: SQSRecord) => Promise<boolean>
  readonly #options: {
    readonly concurrency: number
    readonly delayMs: number
    readonly visibilityMs: number
    readonly killAfter: readonly number[]
  }
  #running = 0
  #started = 0

  constructor(
    work: (record: SQSRecord) => Promise<boolean>,
    options: { concurrency: number; delayMs: number; visibilityMs: number; killAfter: readonly number[] },
  ) {
    this.#work = work
    this.#options = options
  }

  send(body: object, { group, key }: { readonly group?: string; readonly key?: string }): void {
    const now = Date.now()
    if (key !== undefined) {
      const bucket = `${key} ${Math.floor(now / 3000)}`
      if (this.#buckets.has(bucket)) return
      this.#buckets.add(bucket)
    }
    const id = randomUUID()
    const visibleAt = now + this.#options.delayMs
    this.#waiting.add({ id, body: JSON.stringify(body), group: group ?? id, sentAt: now, receives: 0, visibleAt })
    this.#take()
  }

  delay(id: string, seconds: number): void {
    for (const message of this.#waiting) if (message.id === id) message.visibleAt = Date.now() + seconds * 1000
  }

  async idle(): Promise<void> {
    while (this.#waiting.size > 0 || this.#running > 0) {
      await wait(20)
      this.#take()
    }
  }

  #take(): void {
    const blocked = new Set(this.#busyGroups)
    for (const message of this.#waiting) {
      if (this.#running >= this.#options.concurrency) return
      if (blocked.has(message.group)) continue
      if (message.visibleAt > Date.now()) {
        // A group keeps its order: what comes after a message that is not to be seen yet waits with it.
        blocked.add(message.group)
        continue
      }
      blocked.add(message.group)
      void this.#run(message)
    }
  }

  async #run(message: Message): Promise<void> {
    this.#running++
    this.#started++
    message.receives++
    message.visibleAt = Date.now() + this.#options.visibilityMs
    this.#busyGroups.add(message.group)
    const isKilled = this.#options.killAfter.includes(this.#started)
    const done = this.#work(recordOf(message))
    // A worker that dies has done some of its work and reports nothing.
    const isDone = isKilled ? await wait(0, false) : await done.catch(() => false)
    if (isKilled) {
      this.killed++
      void done.catch(() => undefined)
    }
    if (isDone) this.#waiting.delete(message)
    else if (!isKilled && message.visibleAt - Date.now() > 1000) message.visibleAt = Date.now() + 1000
    this.#running--
    this.#busyGroups.delete(message.group)
    this.#take()
  }
}

function recordOf({ id, body, sentAt, receives }: Message): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'bench',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:bench',
    awsRegion: 'eu-west-1',
  }
}
