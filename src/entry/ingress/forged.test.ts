import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SQSEvent } from 'aws-lambda'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '../../slack/envelope.ts'
import { inMemoryOnce } from '../../store/once.ts'
import { makeWorker } from '../worker/handler.ts'
import { createDraw, forgers, form, genuine, now, oversized, secret } from './forged-in-test.ts'
import { makeIngress } from './handler.ts'
import { keepSigningSecrets } from './signing-secrets.ts'

const generated = 100_000
/** What the heap may have grown by: far less than one byte for each byte that was sent. */
const mostGrowthBytes = 24 * 1024 * 1024

let queued: Envelope[] = []
beforeEach(() => {
  queued = []
})

function ingress(onLog: (outcome: string) => void = () => undefined) {
  return makeIngress({
    secrets: keepSigningSecrets(
      async () => [secret],
      () => now,
    ),
    enqueue: async (envelope) => void queued.push(envelope),
    clock: () => now,
    log: ({ outcome }) => onLog(outcome),
  })
}

/** Bytes of the heap once everything that nobody holds is gone. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

describe(`of ${generated.toLocaleString('en')} requests that Slack did not send`, () => {
  it('none is taken, none breaks the handler, and none leaves anything behind', { timeout: 120_000 }, async () => {
    const outcomes = new Map<string, number>()
    const handler = ingress((outcome) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1))
    const draw = createDraw(20_261_123)
    const names = Object.keys(forgers)
    const taken: string[] = []
    const made = new Map<string, number>()
    let heldBefore = 0
    for (let n = 0; n < generated; n += 1) {
      if (n === generated / 10) heldBefore = heldBytes()
      const name = n % 100 === 99 ? 'oversized' : (names[n % names.length] ?? '')
      const event = name === 'oversized' ? oversized[draw(oversized.length)] : forgers[name]?.(draw, n)
      if (event === undefined) throw new Error(`${name} made no request`)
      made.set(name, (made.get(name) ?? 0) + 1)
      const { statusCode } = await handler(event)
      if (![400, 401, 405, 413, 415].includes(statusCode)) taken.push(`${n} ${name}: ${statusCode}`)
    }

    expect(taken).toEqual([])
    expect([...made.keys()].sort()).toEqual([...names, 'oversized'].sort())
    for (const count of made.values()) expect(count).toBeGreaterThanOrEqual(generated / 100)
    expect(outcomes.get('too large')).toBe(made.get('oversized'))
    expect(queued).toEqual([])
    expect([...outcomes.keys()].sort()).toEqual([
      'malformed',
      'not Slack’s content type',
      'not a POST',
      'not signed',
      'too large',
    ])
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(generated)
    expect(heldBytes() - heldBefore).toBeLessThan(mostGrowthBytes)
  })
})

describe('a genuine request that somebody sends again', () => {
  it('within its five minutes is done once, however often it comes', async () => {
    const handler = ingress()
    const done: string[] = []
    const worker = makeWorker({
      once: inMemoryOnce(() => now),
      log: { info: () => undefined, error: () => undefined },
      receiver: {
        init: () => undefined,
        start: async () => undefined,
        stop: async () => undefined,
        dispatch: async ({ raw }) => void done.push(raw),
      },
      isWatched: () => true,
      takeAlarm: async () => undefined,
      takeEvent: async () => undefined,
      due: async () => undefined,
      deliver: async () => 'delivered',
      delay: async () => undefined,
    })
    const requests = Array.from({ length: 40 }, (_, n) => genuine(n, n % 2 === 0 ? form : 'application/json'))
    for (let round = 0; round < 25; round += 1) for (const request of requests) await handler(request)

    expect(queued).toHaveLength(1000)
    const { batchItemFailures } = await worker({ Records: queued.map(recordOf) })
    expect(batchItemFailures).toEqual([])
    expect(done.sort()).toEqual(requests.map(({ body }) => body).sort())
  })

  it('later is refused', async () => {
    const event = genuine(1)
    const late = makeIngress({
      secrets: keepSigningSecrets(
        async () => [secret],
        () => now + 301_000,
      ),
      enqueue: async (envelope) => void queued.push(envelope),
      clock: () => now + 301_000,
      log: () => undefined,
    })
    expect((await late(event)).statusCode).toBe(401)
    expect((await ingress()(event)).statusCode).toBe(200)
    expect(queued).toHaveLength(1)
  })
})

function recordOf(envelope: Envelope, index: number): SQSEvent['Records'][number] {
  return {
    messageId: `message-${index}`,
    body: JSON.stringify(envelope),
    receiptHandle: 'r',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'x',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:work',
    awsRegion: 'eu-west-1',
  }
}
