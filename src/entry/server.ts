import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SocketModeReceiver } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Config } from '../config/config.ts'
import type { AnswerEvent } from '../incidents/diagnose.ts'
import type { IncidentShelf } from '../incidents/information/shelf.ts'
import type { IncidentRecords } from '../incidents/records.ts'
import { availableVerbs } from '../intake/verbs.ts'
import type { Ask } from '../report/answer.ts'
import { answerAlarm, type LookUpAlarms, type LookUpAlarmTags } from '../report/ask-alarm.ts'
import type { Inform } from '../report/information/command.ts'
import { isWatched } from '../slack/access.ts'
import { makeApp } from '../slack/app.ts'
import { makeDirectory } from '../slack/directory.ts'
import { type Log, lineLog } from '../slack/log.ts'
import { takeAwsEvent } from '../slack/news.ts'
import { makeQueueReceiver } from '../slack/queue-receiver.ts'
import { sendOnceOptions, webClientOptions } from '../slack/web-client-fetch.ts'
import { type Answers, inMemoryAnswers } from '../store/answers.ts'
import { dynamoForwarding } from '../store/forwarding.ts'
import { inMemoryOnce, type Once } from '../store/once.ts'
import { answering, lookingUpAlarms, lookingUpAlarmTags, projectConfig } from './answering.ts'
import { makeIncidentDesk } from './incident-desk.ts'
import { informing } from './information.ts'
import { makeIngress } from './ingress/handler.ts'
import { keepSigningSecrets } from './ingress/signing-secrets.ts'
import { makeLocalOutbox } from './local-outbox.ts'
import { makeLocalTimers } from './local-timers.ts'
import { makeLoopback } from './loopback.ts'
import { readBody } from './read-body.ts'
import { notingForwarding, surroundingsOf } from './surroundings.ts'
import { verbActions } from './verb-actions.ts'
import { makeWorker } from './worker/handler.ts'

/** The app’s identity in a workspace. */
export interface Bot {
  readonly botToken: string
  readonly botId: string
  readonly botUserId: string
}

export interface LocalOptions {
  readonly config: Config
  readonly ask: Ask
  /** Answers the verbs that show something; reads real accounts when left out. */
  readonly inform?: Inform
  /** The same, with the incidents that are kept in the table. */
  readonly informWith?: (shelf: IncidentShelf) => Inform
  readonly bot: Bot
  readonly log: Log
  /** Where Slack's API is, when it is not Slack. */
  readonly clientOptions?: WebClientOptions
  readonly answers?: Answers
  readonly once?: Once
  readonly available?: readonly string[]
  /** Answers an alarm event; composite alarms are looked up in AWS when left out. */
  readonly answerEvent?: AnswerEvent
  /** Looks alarms up by name; in AWS when left out. */
  readonly lookUpAlarms?: LookUpAlarms
  /** Looks up an alarm's tags; in AWS when left out. */
  readonly lookUpTags?: LookUpAlarmTags
  /** Where incidents are kept. Without a table alarms are only logged. */
  readonly table?: { readonly client: DynamoDBClient; readonly name: string }
  /** Epoch milliseconds; the sandbox moves it on. */
  readonly clock?: () => number
  /** How long changes of a card are gathered before it is edited. */
  readonly coalesceMs?: number
  /** Waits between posts, in milliseconds: Slack takes about one a second. */
  readonly pause?: (ms: number) => Promise<void>
}

export interface ServerOptions extends LocalOptions {
  readonly signingSecret: string
  /** 0, the default, takes any free port. Only ever on 127.0.0.1. */
  readonly port?: number
}

export interface RunningServer {
  /** What Slack's request URL is set to. */
  readonly url: string
  /** The handler of the work queue. */
  readonly worker: (event: SQSEvent) => Promise<SQSBatchResponse>
  /** Hands in an EventBridge alarm event, as its rule would. */
  readonly alarm: (event: object) => Promise<void>
  /** Resolves when every request taken so far is answered, and every card shows it. */
  readonly idle: () => Promise<void>
  /** Does what has become due since the clock was moved on. */
  readonly runDue: () => Promise<void>
  readonly records?: IncidentRecords
  readonly close: () => Promise<void>
}

/** Serves the ingress and the worker of Lambda in one process, with a queue in memory between them. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { signingSecret, log, port = 0, clock = Date.now } = options
  const { worker, idle: sent, timers, records } = localWorker(options)
  const loopback = makeLoopback(worker, (error) => log.error('a request was given up', { error }))
  const idle = async (): Promise<void> => {
    await loopback.idle()
    await sent()
  }
  const ingress = makeIngress({
    secrets: keepSigningSecrets(async () => [signingSecret], clock),
    enqueue: loopback.enqueue,
    clock,
    log: ({ outcome, ...fields }) => (outcome === 'queued' ? undefined : log.info(`request: ${outcome}`, fields)),
  })
  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) =>
        ingress({
          headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
          body: body.toString('base64'),
          isBase64Encoded: true,
          httpMethod: request.method ?? 'GET',
        }),
      )
      .then(({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body))
      .catch(() => response.writeHead(413).end())
  })
  await listen(server, port)
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${bound}/slack/events`,
    worker,
    alarm: (event) => loopback.enqueue(event),
    idle,
    runDue: async () => await timers?.run(),
    ...(records === undefined ? {} : { records }),
    close: async () => {
      timers?.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await idle()
    },
  }
}

/** Connects to a workspace by Socket Mode, which needs no public address. Resolves when connected. */
export async function startSocketMode(
  options: LocalOptions & { readonly appToken: string },
): Promise<{ readonly close: () => Promise<void> }> {
  const receiver = new SocketModeReceiver({ appToken: options.appToken })
  makeApp({ ...partsOf(options), receiver, authorize: async () => options.bot })
  await receiver.start()
  return {
    close: async () => {
      await receiver.stop()
    },
  }
}

/** Asks Slack who a bot token belongs to. */
export async function identify(botToken: string, clientOptions?: WebClientOptions): Promise<Bot> {
  const { bot_id: botId, user_id: botUserId } = await new WebClient(
    botToken,
    webClientOptions(clientOptions),
  ).auth.test()
  if (botId === undefined || botUserId === undefined)
    throw new Error('SLACK_BOT_TOKEN is not the token of a bot: it begins with xoxb-.')
  return { botToken, botId, botUserId }
}

function localWorker(options: LocalOptions) {
  const { bot, log } = options
  const receiver = makeQueueReceiver()
  const parts = partsOf(options)
  const incidents = options.table === undefined ? undefined : localIncidents(options, options.table, parts)
  const told = incidents === undefined ? parts : { ...parts, ...toldOf(incidents, options) }
  makeApp({ ...told, receiver, authorize: async () => bot })
  const nowhere = async (): Promise<void> => log.info('an alarm is kept nowhere: there is no table')
  const worker = makeWorker({
    receiver,
    log,
    once: options.once ?? inMemoryOnce(parts.clock),
    isWatched: (account) => isWatched(account, options.config),
    takeAlarm: incidents?.takeAlarm ?? nowhere,
    takeEvent: incidents?.takeEvent ?? nowhere,
    due: incidents?.due ?? nowhere,
    deliver: incidents?.deliver ?? (async () => 'delivered' as const),
    delay: (_, seconds) => new Promise((resume) => setTimeout(resume, seconds * 1000)),
  })
  return {
    worker,
    idle: incidents?.outbox.idle ?? (async () => undefined),
    timers: incidents?.timers,
    records: incidents?.records,
  }
}

/** What listeners need to know of incidents. */
function toldOf(
  { door, shelf, onCall, surroundings, keeping }: ReturnType<typeof localIncidents>,
  { config, inform, informWith }: LocalOptions,
) {
  return {
    incidents: door,
    onCall,
    inform: keeping(informWith?.(shelf) ?? inform ?? informing(config, { shelf, surroundings })),
  }
}

function localIncidents(
  options: LocalOptions,
  { client, name }: NonNullable<LocalOptions['table']>,
  parts: ReturnType<typeof partsOf>,
) {
  const { bot, clientOptions, config, log, coalesceMs: delayMs = 200 } = options
  const lookUpAlarms = options.lookUpAlarms ?? lookingUpAlarms(config)
  const lookUpTags = options.lookUpTags ?? lookingUpAlarmTags(config)
  const { clock, available } = parts
  const answerEvent: AnswerEvent =
    options.answerEvent ??
    ((event, ask) => answerAlarm(event, ask, { now: clock(), lookUpAlarms, lookUpTags, available }))
  const web = new WebClient(bot.botToken, sendOnceOptions(clientOptions))
  const made = makeIncidentDesk({
    ...parts,
    client,
    table: name,
    web,
    inform: (...asked) => (options.informWith?.(made.shelf) ?? parts.inform)(...asked),
    lookUpAlarms,
    lookUpTags,
    answerEvent,
    wake: (incident) => outbox.wake(incident),
    schedule: (due) => timers.schedule(due),
    ...(options.pause === undefined ? {} : { pause: options.pause }),
  })
  const outbox = makeLocalOutbox({
    deliver: made.deliver,
    delayMs,
    onLost: (incident, error) => log.error('a card was given up', { incident, error }),
  })
  const timers = makeLocalTimers({
    clock,
    onDue: made.due,
    onLost: ({ kind }, error) => log.error('what was due was given up', { kind, error }),
  })
  const takeEvent = (event: unknown, isAgain: boolean) =>
    takeAwsEvent(event, { ...parts, ...made, client: web }, isAgain)
  const forwarding = dynamoForwarding({ client, table: name, clock })
  const takeAlarm = notingForwarding(forwarding, log, made.desk.alarm)
  const surroundings = surroundingsOf({ config, web, client, table: name, forwarding, isQueued: false })
  return { ...made, outbox, timers, takeAlarm, takeEvent, surroundings }
}

function partsOf(options: LocalOptions) {
  const { config, ask, inform, log, clientOptions, answers, available = availableVerbs, clock = Date.now } = options
  return {
    ask,
    inform: inform ?? informing(config),
    answers: answers ?? inMemoryAnswers(),
    config,
    log,
    directory: makeDirectory(Date.now),
    clock,
    available,
    actionsOf: verbActions,
    patienceMs: () => (config.limits.deadlineSeconds + 10) * 1000,
    ...(clientOptions === undefined ? {} : { clientOptions }),
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', ready)
  })
}

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret, PORT: port } = env
  if (botToken === undefined || (appToken === undefined && signingSecret === undefined)) {
    throw new Error(
      'Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP). The app’s page on https://api.slack.com/apps shows them.',
    )
  }
  const config = projectConfig()
  const log = lineLog((line) => process.stderr.write(`${line}\n`))
  const local = { config, ask: answering(config), bot: await identify(botToken), log }
  if (appToken !== undefined) {
    await startSocketMode({ ...local, appToken })
    return log.info('connected to Slack by Socket Mode')
  }
  const { url } = await startServer({ ...local, signingSecret: signingSecret ?? '', port: Number(port ?? 3000) })
  log.info('listening', { url })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.env).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
