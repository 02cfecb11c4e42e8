import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LogLevel, WebClient } from '@slack/web-api'
import type { SQSRecord } from 'aws-lambda'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { loadConfig } from '../../src/config/config.ts'
import { makeIncidentDesk } from '../../src/entry/incident-desk.ts'
import { makeWorker } from '../../src/entry/worker/handler.ts'
import { type IncidentRecords, incidentRecords } from '../../src/incidents/records.ts'
import type { Ask } from '../../src/report/answer.ts'
import { answerAlarm } from '../../src/report/ask-alarm.ts'
import { foundReport } from '../../src/report/example-reports.ts'
import { makeApp } from '../../src/slack/app.ts'
import { makeDirectory } from '../../src/slack/directory.ts'
import { makeQueueReceiver } from '../../src/slack/queue-receiver.ts'
import { makeFetch, sendOnceOptions, webClientOptions } from '../../src/slack/web-client-fetch.ts'
import { dynamoAnswers } from '../../src/store/answers.ts'
import { dynamoHistories } from '../../src/store/histories.ts'
import { dynamoOnce } from '../../src/store/once.ts'
import { type Death, type Life, startLife } from './dying.ts'

/** As the deployed queues are set. */
const mostReceives = { work: 3, outbox: 10 }
/** Longer than any lease, as the visibility timeout of the work queue is. */
const redeliveryMs = 360_000
const readsOfAnAnswer = 5

export const channel = 'C0INCIDENT'
const bot = { botToken: 'xoxb-faults', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }

interface Queued {
  readonly id: string
  readonly queue: 'work' | 'outbox'
  readonly body: object
  receives: number
}

/** The worker's functions between a table, a Slack and queues that outlive its deaths. */
export interface Scene {
  readonly slack: RunningSlack
  readonly records: IncidentRecords
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Works a message off, and all that comes of it, through the deaths and failures of workers. */
  readonly deliver: (body: object, id: string) => Promise<void>
  /** Messages that ended in a dead letter queue. */
  readonly lost: readonly string[]
  readonly errors: readonly string[]
  readonly deaths: () => number
  /** Outgoing calls of all workers. */
  readonly calls: () => number
  readonly close: () => Promise<void>
}

export interface SceneOptions {
  /** Of the first worker; those after it live. */
  readonly death?: Death
  /** Every message is handed to the worker twice. */
  readonly isDoubled?: boolean
  /** Makes a call fail: the service it goes to and how many have gone there. */
  readonly spoil?: (service: Service, count: number) => Spoiled | undefined
}
/** What a call fails with, and whether it was carried out all the same. */
export interface Spoiled {
  readonly error: Error
  readonly isCarriedOut?: true
}
export type Service = 'store' | 'slack' | 'queue' | 'aws'

/** Starts a scene of its own. Answers are the example's, after a few reads; the rest is the product's own. */
export async function startScene({ death, isDoubled = false, spoil }: SceneOptions = {}): Promise<Scene> {
  const [slack, table] = await Promise.all([startSlack({ signingSecret: 's', botToken: bot.botToken }), startTable()])
  let now = Date.now()
  const waiting: Queued[] = []
  const lost: string[] = []
  const errors: string[] = []
  const gone = new Map<Service, number>()
  let deaths = 0
  let calls = 0
  let sent = 0
  let life = startLife(death ?? { at: Number.POSITIVE_INFINITY, when: 'before' })

  const through =
    (of: Life) =>
    async <T>(service: Service, call: () => Promise<T>): Promise<T> =>
      await of.pass(async () => {
        const count = (gone.get(service) ?? 0) + 1
        gone.set(service, count)
        const fault = spoil?.(service, count)
        if (fault === undefined) return await call()
        if (fault.isCarriedOut) await call()
        throw fault.error
      })
  const begin = (of: Life) =>
    makeParts({
      slack,
      table,
      clock: () => now,
      out: through(of),
      send: (queue, body) => void waiting.push({ id: `sent-${++sent}`, queue, body, receives: 0 }),
      onError: (words) => errors.push(words),
    })
  let parts = begin(life)

  const handle = async (message: Queued): Promise<'done' | 'failed' | 'dead'> => {
    message.receives += 1
    const work = parts.worker({ Records: [recordOf(message)] })
    const done = work.then(({ batchItemFailures }) => (batchItemFailures.length === 0 ? 'done' : 'failed'))
    return await Promise.race([done, life.death])
  }
  return {
    slack,
    // Read past the lives of workers, which may be over.
    records: incidentRecords(dynamoHistories({ client: table.client, table: table.table, kind: 'incident' })),
    now: () => now,
    lost,
    errors,
    deaths: () => deaths,
    calls: () => calls + life.calls(),
    deliver: async (body, id) => {
      waiting.push({ id, queue: 'work', body, receives: 0 })
      if (isDoubled) waiting.push({ id: `${id}-again`, queue: 'work', body, receives: 0 })
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
        const outcome = await handle(message)
        if (outcome === 'done') {
          // SQS delivers at least once.
          if (isDoubled && message.receives === 1) waiting.push(message)
          continue
        }
        now += redeliveryMs
        if (outcome === 'dead') {
          deaths += 1
          calls += life.calls()
          life = startLife({ at: Number.POSITIVE_INFINITY, when: 'before' })
          parts = begin(life)
        }
        if (message.receives < mostReceives[message.queue]) waiting.push(message)
        else lost.push(message.id)
      }
    },
    close: async () => {
      await slack.close()
      await table.close()
    },
  }
}

interface PartsOfLife {
  readonly slack: RunningSlack
  readonly table: LocalTable
  readonly clock: () => number
  readonly out: <T>(service: Service, call: () => Promise<T>) => Promise<T>
  readonly send: (queue: 'work' | 'outbox', body: object) => void
  readonly onError: (words: string) => void
}

/** Everything of one worker process; nothing in it outlives the process. */
function makeParts({ slack, table: { client: store, table }, clock, out, send, onError }: PartsOfLife) {
  const client: DynamoDBClient = Object.assign(Object.create(store), {
    send: (command: Parameters<DynamoDBClient['send']>[0]) => out('store', () => store.send(command)),
  })
  const base = makeFetch({ isKept: false })
  const fetch: typeof base = (url, init) => out('slack', () => base(url, init))
  const clientOptions = { slackApiUrl: slack.apiUrl, fetch, logLevel: LogLevel.ERROR }
  const log = { info: () => undefined, error: (words: string, more?: object) => onError(`${words} ${textOf(more)}`) }
  const config = loadConfig({ alarmChannel: channel })
  const answers = dynamoAnswers({ client, table, clock })
  const ask: Ask = async ({ command }, onProgress) => {
    for (let read = 1; read <= readsOfAnAnswer; read += 1) {
      await out('aws', async () => undefined)
      onProgress?.({ step: '', readsDone: read, readsStarted: readsOfAnAnswer, causesDecided: 0, causesTotal: 0 })
    }
    return { kind: 'report', report: { ...foundReport, command } }
  }
  const parts = { ask, answers, config, log, clock, patienceMs: () => 30_000, directory: makeDirectory(clock) }
  const lookUpAlarms = async () => []
  const available = ['why-errors', 'why-502']
  const incidents = makeIncidentDesk({
    ...parts,
    client,
    table,
    web: new WebClient(bot.botToken, sendOnceOptions(clientOptions)),
    available,
    lookUpAlarms,
    answerEvent: (event, asking) => answerAlarm(event, asking, { now: clock(), lookUpAlarms, available }),
    pause: async () => undefined,
    wake: async ({ id }) => await out('queue', async () => send('outbox', { job: 'deliver', incidentId: id })),
    schedule: async () => await out('queue', async () => undefined),
  })
  const receiver = makeQueueReceiver()
  makeApp({
    ...parts,
    available,
    receiver,
    inform: async () => ({ kind: 'refused', sentence: '', nearMisses: [], fault: 'question' }),
    clientOptions: webClientOptions(clientOptions),
    authorize: async () => bot,
  })
  const worker = makeWorker({
    receiver,
    log,
    once: dynamoOnce({ client, table, clock }),
    takeAlarm: incidents.desk.alarm,
    takeEvent: async () => undefined,
    due: incidents.due,
    deliver: incidents.deliver,
    delay: async () => undefined,
  })
  return { worker }
}

function textOf(fields: object = {}): string {
  return Object.values(fields).map(String).join(' ').slice(0, 300)
}

function recordOf({ id, body, receives, queue }: Queued): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '0',
      SenderId: 'faults',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
    awsRegion: 'eu-west-1',
  }
}
