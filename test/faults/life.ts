import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LogLevel, WebClient } from '@slack/web-api'
import type { RunningSlack } from '../../sandbox/slack/server.ts'
import type { LocalTable } from '../../sandbox/table.ts'
import { loadConfig } from '../../src/config/config.ts'
import { makeIncidentDesk } from '../../src/entry/incident-desk.ts'
import { makeWorker } from '../../src/entry/worker/handler.ts'
import type { ChildAlarm } from '../../src/evidence/cloudwatch/alarms.ts'
import type { Due } from '../../src/incidents/due.ts'
import type { OnCallDue } from '../../src/incidents/oncall/on-call-due.ts'
import type { Ask } from '../../src/report/answer.ts'
import { answerAlarm } from '../../src/report/ask-alarm.ts'
import { foundReport } from '../../src/report/example-reports.ts'
import { makeApp } from '../../src/slack/app.ts'
import { makeDirectory } from '../../src/slack/directory.ts'
import { makeQueueReceiver } from '../../src/slack/queue-receiver.ts'
import { makeFetch, sendOnceOptions, webClientOptions } from '../../src/slack/web-client-fetch.ts'
import { dynamoAnswers } from '../../src/store/answers.ts'
import { dynamoOnce } from '../../src/store/once.ts'
import type { Service, Spoiled } from './spoiled.ts'

export const channel = 'C0INCIDENT'
export const botToken = 'xoxb-faults'
const bot = { botToken, botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }
const readsOfAnAnswer = 5
/** Instead of four seconds: nothing here takes nearly as long, but what never comes. */
const slackTimeoutMs = 500

/** What one life of a worker is put between. */
export interface PartsOfLife {
  readonly slack: RunningSlack
  readonly table: LocalTable
  readonly clock: () => number
  readonly out: <T>(
    service: Service,
    operation: string,
    call: () => Promise<T>,
    answered?: (fault: Spoiled) => Promise<T>,
  ) => Promise<T>
  readonly send: (queue: 'work' | 'outbox', body: object) => void
  readonly plan: (due: Due | OnCallDue) => void
  readonly lookUp: () => ChildAlarm | undefined
  readonly onError: (words: string) => void
}

/** Everything of one worker process; nothing in it outlives the process. */
export function makeParts({
  slack,
  table: { client: store, table },
  clock,
  out,
  send,
  plan,
  lookUp,
  onError,
}: PartsOfLife) {
  const client: DynamoDBClient = Object.assign(Object.create(store), {
    send: (command: Parameters<DynamoDBClient['send']>[0]) =>
      out('store', command.constructor.name, () => store.send(command)),
  })
  const base = makeFetch({ isKept: false })
  const fetch: typeof base = (url, init) =>
    out(
      'slack',
      new URL(url).pathname.split('/').at(-1) ?? '',
      () => base(url, init),
      (fault) => slackAnswer(fault, init?.signal),
    )
  const clientOptions = { slackApiUrl: slack.apiUrl, fetch, logLevel: LogLevel.ERROR, timeout: slackTimeoutMs }
  const log = { info: () => undefined, error: (words: string, more?: object) => onError(`${words} ${textOf(more)}`) }
  const config = loadConfig({ alarmChannel: channel })
  const answers = dynamoAnswers({ client, table, clock })
  const ask: Ask = async ({ command }, onProgress) => {
    for (let read = 1; read <= readsOfAnAnswer; read += 1) {
      await out('aws', 'read', async () => undefined)
      onProgress?.({ step: '', readsDone: read, readsStarted: readsOfAnAnswer, causesDecided: 0, causesTotal: 0 })
    }
    return { kind: 'report', report: { ...foundReport, command } }
  }
  const parts = { ask, answers, config, log, clock, patienceMs: () => 30_000, directory: makeDirectory(clock) }
  const lookUpAlarms = async () => {
    const found = await out('aws', 'DescribeAlarms', async () => lookUp())
    return found === undefined ? [] : [found]
  }
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
    wake: async ({ id }) =>
      await out('queue', 'SendMessage', async () => send('outbox', { job: 'deliver', incidentId: id })),
    schedule: async (due) => await out('queue', 'CreateSchedule', async () => plan(due)),
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
    isWatched: () => true,
    takeAlarm: incidents.desk.alarm,
    takeEvent: async () => undefined,
    due: incidents.due,
    deliver: incidents.deliver,
    delay: async () => undefined,
  })
  return { worker }
}

/** What Slack says instead of an answer: something else, or nothing until the caller hangs up. */
async function slackAnswer(fault: Spoiled, signal: AbortSignal | null | undefined): Promise<Response> {
  if ('status' in fault) return new Response('{"ok":false}', { status: fault.status, headers: fault.headers ?? {} })
  return await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}

function textOf(fields: object = {}): string {
  return Object.values(fields).map(String).join(' ').slice(0, 300)
}
