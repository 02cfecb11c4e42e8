import { WebAPIRateLimitedError } from '@slack/web-api'
import type { SQSEvent } from 'aws-lambda'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '../../slack/envelope.ts'
import { inMemoryOnce } from '../../store/once.ts'
import { makeWorker } from './handler.ts'

const dispatched: string[] = []
const alarms: unknown[] = []
const logged: string[] = []
const dues: string[] = []
const delays: [string, number][] = []
const deliveries = new Map<string, 'delivered' | 'busy' | Error>()
let failing: ReadonlySet<string> = new Set()
let limited: ReadonlySet<string> = new Set()
let now = 0

function worker() {
  return makeWorker({
    once: inMemoryOnce(() => now),
    log: { info: () => undefined, error: (message) => logged.push(message) },
    receiver: {
      init: () => undefined,
      start: async () => undefined,
      stop: async () => undefined,
      dispatch: async ({ raw }: Envelope) => {
        dispatched.push(raw)
        if (failing.has(raw)) throw new Error('Slack is down')
        if (limited.has(raw)) throw new WebAPIRateLimitedError(7)
      },
    },
    isWatched: (account) => account !== '999999999999',
    takeAlarm: async (event) => {
      alarms.push(event)
    },
    takeEvent: async () => undefined,
    due: async (due) => {
      dues.push(due.kind)
    },
    deliver: async (id) => {
      const outcome = deliveries.get(id) ?? 'delivered'
      if (outcome instanceof Error) throw outcome
      return outcome
    },
    delay: async ({ messageId }, seconds) => {
      delays.push([messageId, seconds])
    },
  })
}

function batch(...bodies: readonly (readonly [messageId: string, body: unknown])[]): SQSEvent {
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
  }
  const rest = {
    receiptHandle: 'r',
    attributes,
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:work',
    awsRegion: 'eu-west-1',
  }
  return {
    Records: bodies.map(([messageId, body]) => ({
      messageId,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...rest,
    })),
  }
}

function command(trigger: string): Envelope {
  return {
    v: 1,
    contentType: 'application/x-www-form-urlencoded',
    raw: `command=%2Faws&trigger_id=${trigger}`,
    receivedAt: 1,
  }
}

function event(id: string, retryNum?: number): Envelope {
  const raw = JSON.stringify({ type: 'event_callback', event_id: id })
  return {
    v: 1,
    contentType: 'application/json',
    raw,
    receivedAt: 1,
    ...(retryNum === undefined ? {} : { retryNum, retryReason: 'http_timeout' }),
  }
}

function alarm(timestamp: string) {
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: '123456789012',
    region: 'eu-west-1',
    detail: { alarmName: 'a', state: { value: 'ALARM', timestamp } },
  }
}

beforeEach(() => {
  dues.length = 0
  delays.length = 0
  deliveries.clear()
  dispatched.length = 0
  alarms.length = 0
  logged.length = 0
  failing = new Set()
  limited = new Set()
  now = 0
})

describe('a batch', () => {
  it('reports only what failed, and keeps the rest done', async () => {
    const handler = worker()
    failing = new Set([command('2').raw])
    const records = batch(
      ['m1', command('1')],
      ['m2', command('2')],
      ['m3', 'not JSON'],
      ['m4', { hello: 1 }],
      ['m5', alarm('2026-11-23T14:25:40Z')],
    )
    const { batchItemFailures } = await handler(records)
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m2', 'm3', 'm4'])
    expect(alarms).toHaveLength(1)
    expect(logged).toHaveLength(3)

    failing = new Set()
    expect(await handler(batch(['m2', command('2')], ['m1', command('1')]))).toEqual({ batchItemFailures: [] })
    expect(dispatched).toEqual([command('1').raw, command('2').raw, command('2').raw])
  })

  it('that fails as a whole is reported record by record, not thrown', async () => {
    expect(await worker()(batch(['m1', 'x'], ['m2', 'y']))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    })
  })
})

describe('what is delivered again', () => {
  it('by Slack, under another message, is done once', async () => {
    const handler = worker()
    await handler(batch(['m1', event('Ev1')], ['m2', event('Ev1', 1)]))
    await handler(batch(['m3', event('Ev1', 2)]))
    expect(dispatched).toEqual([event('Ev1').raw])
  })

  it('by Slack with no id of its own is known by its bytes', async () => {
    const handler = worker()
    const nameless = { ...command('1'), raw: 'command=%2Faws&text=why-cost' }
    const other = { ...command('1'), raw: 'command=%2Faws&text=why-slow' }
    await handler(batch(['m1', nameless], ['m2', nameless], ['m3', other]))
    await handler(batch(['m4', nameless]))

    expect(dispatched).toEqual([nameless.raw, other.raw])
  })

  it('from an account that is not watched is dropped, and takes no other’s place', async () => {
    const handler = worker()
    const change = alarm('2026-11-23T14:25:40Z')
    await handler(batch(['m1', { ...change, account: '999999999999' }]))
    expect(alarms).toEqual([])
    await handler(batch(['m2', change]))

    expect(alarms).toEqual([change])
  })

  it('by EventBridge is answered once for each change of state', async () => {
    const handler = worker()
    await handler(batch(['m1', alarm('2026-11-23T14:25:40Z')], ['m2', alarm('2026-11-23T14:25:40Z')]))
    await handler(batch(['m3', alarm('2026-11-23T15:25:40Z')]))
    expect(alarms).toHaveLength(2)
  })

  it('by SQS while it is still being worked on, is left in the queue', async () => {
    const once = inMemoryOnce(() => now)
    await once.claim('slack 9', 'm1')
    const handler = makeWorker({
      once,
      log: { info: () => undefined, error: () => undefined },
      receiver: {
        init: () => undefined,
        start: async () => undefined,
        stop: async () => undefined,
        dispatch: async () => undefined,
      },
      isWatched: () => true,
      takeAlarm: async () => undefined,
      takeEvent: async () => undefined,
      due: async () => undefined,
      deliver: async () => 'delivered',
      delay: async () => undefined,
    })
    expect((await handler(batch(['m1', command('9')]))).batchItemFailures).toHaveLength(1)
  })

  it('different things a person did are all done', async () => {
    await worker()(batch(['m1', command('1')], ['m2', command('2')], ['m3', event('Ev1')], ['m4', event('Ev2')]))
    expect(dispatched).toHaveLength(4)
  })
})

describe('work that Firstlook sends itself', () => {
  it('is done: what is due, and cards to be brought up to date', async () => {
    const due = { kind: 'close', incidentId: 'i-1', at: 1, since: 0 }
    const jobs = batch(['m1', { job: 'due', due }], ['m2', { job: 'deliver', incidentId: 'i-1' }])
    expect(await worker()(jobs)).toEqual({ batchItemFailures: [] })
    expect(dues).toEqual(['close'])
  })

  it('comes back when Slack says it may, or when the other sender is through', async () => {
    deliveries.set('limited', new WebAPIRateLimitedError(30))
    deliveries.set('busy', 'busy')
    const jobs = batch(
      ['m1', { job: 'deliver', incidentId: 'limited' }],
      ['m2', { job: 'deliver', incidentId: 'busy' }],
    )
    const { batchItemFailures } = await worker()(jobs)
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m1', 'm2'])
    expect(delays.sort()).toEqual([
      ['m1', 30],
      ['m2', 2],
    ])
  })
})

it('a request whose answer Slack does not take yet comes back when Slack says, and is answered then', async () => {
  const handler = worker()
  limited = new Set([command('1').raw])
  expect((await handler(batch(['m1', command('1')]))).batchItemFailures).toHaveLength(1)
  expect(delays).toEqual([['m1', 7]])

  limited = new Set()
  expect(await handler(batch(['m1', command('1')]))).toEqual({ batchItemFailures: [] })
})
