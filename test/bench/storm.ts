import { setTimeout as wait } from 'node:timers/promises'
import { WebClient } from '@slack/web-api'
import type { SQSRecord } from 'aws-lambda'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { startTable } from '../../sandbox/table.ts'
import { loadConfig } from '../../src/config/config.ts'
import { makeIncidentDesk } from '../../src/entry/incident-desk.ts'
import { makeWorker } from '../../src/entry/worker/handler.ts'
import { alarmEvent } from '../../src/incidents/desk-in-test.ts'
import type { Due } from '../../src/incidents/due.ts'
import { alarmCount, type Incident } from '../../src/incidents/incident.ts'
import type { OnCallDue } from '../../src/incidents/oncall/on-call-due.ts'
import { foundReport } from '../../src/report/example-reports.ts'
import type { Report } from '../../src/report/report.ts'
import { sendOnceOptions } from '../../src/slack/web-client-fetch.ts'
import { inMemoryAnswers } from '../../src/store/answers.ts'
import { dynamoOnce, inMemoryOnce } from '../../src/store/once.ts'
import { SimulatedQueue } from './simulated-queue.ts'
import { meterTable } from './table-meter.ts'

export interface StormOptions {
  readonly alarms: number
  readonly seconds: number
  readonly causes: number
  /** How long a diagnosis takes. */
  readonly diagnosisMs: number
  /** After how many messages a worker dies in the middle of one. */
  readonly killAfter: readonly number[]
  /** Whether what was worked on is noted in the table, as deployed; in memory otherwise. */
  readonly isNotedInTable?: boolean
}

export interface StormOutcome {
  readonly alarms: number
  readonly alarmsInIncidents: number
  readonly incidents: number
  readonly parents: number
  readonly cards: number
  readonly messages: number
  readonly doubled: number
  readonly posts: number
  readonly updates: number
  readonly refusals: number
  readonly diagnoses: number
  readonly storeRequests: number
  readonly store: Readonly<Record<'reads' | 'writes' | 'readUnits' | 'writeUnits', number>>
  /** Milliseconds from each alarm's arrival until a worker was through with it. */
  readonly lags: readonly number[]
  /** Messages that workers took, and the seconds they took for them. */
  readonly handled: number
  readonly busySeconds: number
  readonly killed: number
  readonly settledSeconds: number
  readonly peakMegabytes: number
}

const channel = 'C0INCIDENT'
const account = '123456789012'
const workers = 10

/**
 * A storm through the worker's handler, the table and the outbox, against a Slack that takes one post a second, refuses some, and loses
 * answers, with workers that die. Everything is the product's own but the queue and the diagnosis, which names one of so many causes.
 */
export async function storm(options: StormOptions): Promise<StormOutcome> {
  const [slack, table] = await Promise.all([startSlack({ signingSecret: 's', botToken: 'xoxb-storm' }), startTable()])
  spoil(slack)
  const meter = meterTable(table.client)
  const lags: number[] = []
  let busyMs = 0
  let handled = 0
  let diagnoses = 0
  const planned: (Due | OnCallDue)[] = []
  const config = loadConfig({ alarmChannel: channel })
  const answers = inMemoryAnswers(100_000)
  const kept = { client: table.client, table: table.table }
  const made = makeIncidentDesk({
    ...kept,
    web: new WebClient('xoxb-storm', sendOnceOptions({ slackApiUrl: slack.apiUrl })),
    answers,
    config,
    clock: Date.now,
    patienceMs: () => 30_000,
    available: ['why-errors'],
    log: { info: () => undefined, error: () => undefined },
    lookUpAlarms: async () => [],
    schedule: async (due) => void planned.push(due),
    wake: async ({ id, channel: group }) => outbox.send({ job: 'deliver', incidentId: id }, { group, key: id }),
    ask: async ({ name, command }) => {
      diagnoses++
      await wait(options.diagnosisMs)
      return { kind: 'report', report: { ...causeOf(name, options.causes), command } }
    },
    answerEvent: async (event, ask) => {
      const name = functionOf(event)
      const window = { from: Date.now() - 3_600_000, to: Date.now() }
      return await ask({ symptom: 'errors', name, account, region: 'eu-west-1', window, command: `why-errors ${name}` })
    },
  })
  const handler = makeWorker({
    receiver: {
      init: () => undefined,
      start: async () => undefined,
      stop: async () => undefined,
      dispatch: async () => undefined,
    },
    once: options.isNotedInTable === true ? dynamoOnce({ ...kept, clock: Date.now }) : inMemoryOnce(Date.now),
    log: { info: () => undefined, error: () => undefined },
    isWatched: () => true,
    takeAlarm: made.desk.alarm,
    takeEvent: async () => undefined,
    due: made.due,
    deliver: made.deliver,
    delay: async ({ messageId }, seconds) => outbox.delay(messageId, seconds),
  })
  const run = async (record: SQSRecord) => {
    const startedAt = Date.now()
    const { batchItemFailures } = await handler({ Records: [record] })
    const endedAt = Date.now()
    handled += 1
    busyMs += endedAt - startedAt
    if (!record.body.startsWith('{"job"')) lags.push(endedAt - Number(record.attributes.SentTimestamp))
    return batchItemFailures.length === 0
  }
  const intake = new SimulatedQueue(run, {
    concurrency: workers,
    delayMs: 0,
    visibilityMs: 8000,
    killAfter: options.killAfter,
  })
  const outbox = new SimulatedQueue(run, { concurrency: 1, delayMs: 3000, visibilityMs: 3000, killAfter: [] })

  let peakMegabytes = 0
  const sampling = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, process.memoryUsage().rss / 1e6)
  }, 200)
  const started = Date.now()
  for (let index = 0; index < options.alarms; index++) {
    const name = `service-${index % (options.causes * 4)}`
    intake.send(alarmEvent(`alarm-${index}`, name, 'ALARM', Date.now()), {})
    const ahead = started + ((index + 1) * options.seconds * 1000) / options.alarms - Date.now()
    if (ahead > 0) await wait(ahead)
  }
  const lastAt = Date.now()
  await intake.idle()
  await outbox.idle()
  const settledSeconds = (Date.now() - lastAt) / 1000
  clearInterval(sampling)

  const incidents: Incident[] = []
  let next: string | undefined
  do {
    const page = await made.records.listOpen(next === undefined ? {} : { next })
    incidents.push(...page.records)
    next = page.next
  } while (next !== undefined)
  const messages = slack.control.messages(channel)
  const threads = messages.flatMap(({ ts }) => slack.control.thread(channel, ts))
  const keys = threads.map(({ metadata }) => JSON.stringify(metadata))
  const posts = slack.control.calls('chat.postMessage')
  const outcome = {
    alarms: options.alarms,
    alarmsInIncidents: incidents
      .filter(({ kind }) => kind === 'alarm')
      .reduce((sum, each) => sum + alarmCount(each), 0),
    incidents: incidents.filter(({ kind }) => kind === 'alarm').length,
    parents: incidents.filter(({ kind }) => kind === 'account').length,
    cards: messages.length,
    messages: threads.length,
    doubled: keys.length - new Set(keys).size,
    posts: posts.filter(({ error }) => error === undefined).length,
    updates: slack.control.calls('chat.update').filter(({ error }) => error === undefined).length,
    refusals: slack.control.refusals().length,
    diagnoses,
    storeRequests: meter.requests(),
    store: {
      reads: meter.reads(),
      writes: meter.writes(),
      readUnits: meter.readUnits(),
      writeUnits: meter.writeUnits(),
    },
    ...{ lags, handled, busySeconds: busyMs / 1000 },
    killed: intake.killed,
    settledSeconds,
    peakMegabytes,
  }
  await slack.close()
  await table.close()
  return outcome
}

function spoil({ control }: RunningSlack): void {
  control.fault({ method: 'chat.postMessage', kind: 'http_error', status: 503, times: 3 })
  control.fault({ method: 'chat.postMessage', kind: 'answer_lost', times: 3 })
  control.fault({ method: 'chat.update', kind: 'http_error', status: 500, times: 3 })
  control.fault({ method: 'chat.postMessage', kind: 'paced', everyMs: 1000 })
}

function functionOf(event: unknown): string {
  const { detail } = event as { detail: { configuration: { metrics: { metricStat: { metric: Metric } }[] } } }
  return Object.values(detail.configuration.metrics[0]?.metricStat.metric.dimensions ?? {})[0] ?? ''
}

interface Metric {
  readonly dimensions: Record<string, string>
}

/** Four services share each cause: a table behind them. */
function causeOf(name: string, causes: number): Report {
  const [cause] = foundReport.causes
  if (cause === undefined) throw new Error('the example names no cause')
  const table = `table-${Number(name.split('-')[1]) % causes}`
  const arn = `arn:aws:dynamodb:eu-west-1:${account}:table/${table}`
  const resource = { ...cause.resource, name: table, arn }
  return { ...foundReport, causes: [{ ...cause, id: 'ddb-hot-key', aliases: [], resource }] }
}
