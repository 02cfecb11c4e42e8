import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, loadConfig } from '../src/config/config.ts'
import { answering, lookingUpAlarms, lookingUpAlarmTags, projectConfig } from '../src/entry/answering.ts'
import { informing } from '../src/entry/information.ts'
import { identify, type RunningServer, startServer, startSocketMode } from '../src/entry/server.ts'
import type { IncidentShelf } from '../src/incidents/information/shelf.ts'
import { routeOf } from '../src/incidents/route.ts'
import { availableVerbs, offeredVerbs } from '../src/intake/verbs.ts'
import type { Ask } from '../src/report/answer.ts'
import type { Inform } from '../src/report/information/command.ts'
import { type Log, lineLog } from '../src/slack/log.ts'
import { dynamoAnswers } from '../src/store/answers.ts'
import { dynamoOnce } from '../src/store/once.ts'
import { type SimulatedAws, startAws } from './aws/server.ts'
import { scenarios, worldOf } from './scenarios.ts'
import { type RunningSlack, startSlack } from './slack/server.ts'
import { doControl, type PaletteParts, paletteOf } from './stage/palette.ts'
import { makeStage } from './stage/stage.ts'
import { type MovableTime, makeMovableTime } from './stage/time.ts'
import { startTable } from './table.ts'

const simulatedCredentials = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' }
const simulatedRegion = 'eu-west-1'
const readTimeMs = 60
const account = '123456789012'
const stepMs = 60_000

/** The sandbox as it runs. */
export interface Sandbox {
  readonly slack: RunningSlack
  readonly aws: SimulatedAws
  readonly app: RunningServer
  close(): Promise<void>
}

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly log: Log
  /** The project's own when left out; alarms are routed to the sandbox's channels in any case. */
  readonly config?: Config
  /** Waits between posts, in milliseconds. */
  readonly pause?: (ms: number) => Promise<void>
}

/** Where the sandbox's alarms go, and who hears of them. */
const alarmConfig = loadConfig({
  alarmChannel: 'C0INCIDENT',
  alarms: {
    owner: 'U0ADA00000',
    routes: [
      { name: 'queues', match: { alarmNames: ['*-queue-*'] }, channel: 'C0ORDERS00', severity: 'low' },
      { name: 'orders', match: { alarmNames: ['orders-*'] }, channel: 'C0INCIDENT', mention: 'S0ONCALL00' },
    ],
    unacknowledged: { escalateTo: ['U0MIGUEL00'] },
  },
})

/** Starts the local Slack, the simulated account and the real app between them, all on 127.0.0.1. */
export async function startSandbox({ port = 0, log, pause, ...options }: SandboxOptions): Promise<Sandbox> {
  const first = scenarios[0]
  if (first === undefined) throw new Error('the sandbox has no scenario')
  const { alarmChannel, alarms } = alarmConfig
  const config = { ...(options.config ?? projectConfig()), alarmChannel, alarms } as Config
  const time = makeMovableTime()
  const [aws, table] = await Promise.all([startAws({}, { now: time.now }), startTable()])
  const stage = makeStage({ aws, now: time.now, first: first.id, latencyMs: readTimeMs })
  const bot = { botToken: `xoxb-${randomBytes(12).toString('hex')}`, botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }
  const signingSecret = randomBytes(16).toString('hex')
  const slack = await startSlack({
    port,
    now: time.now,
    signingSecret,
    botToken: bot.botToken,
    appName: 'Firstlook',
    teamName: 'Shop',
    commands: [
      {
        command: '/aws',
        description: 'Takes the first look at an AWS incident',
        usageHint: 'why-502 orders-api',
        shouldEscape: true,
        verbs: offeredVerbs(availableVerbs).map(({ name, usage, summary }) => ({
          verb: name,
          usage,
          description: summary,
        })),
      },
    ],
    shortcuts: [{ callbackId: 'diagnose_message', name: 'Diagnose this' }],
    scenarios,
    onScenario: (id) => {
      stage.setOff(id)
      slack.setPalette(paletteOf(parts))
    },
    onControl: async (id) => {
      try {
        return await doControl(id, parts)
      } finally {
        slack.setPalette(paletteOf(parts))
      }
    },
  })
  const ask = simulatedAsk(aws, config, log, time)
  const app = await startServer({
    config,
    ask,
    informWith: (shelf) => simulatedInform(aws, config, time, shelf),
    bot,
    signingSecret,
    log,
    clientOptions: { slackApiUrl: slack.apiUrl },
    answers: dynamoAnswers({ client: table.client, table: table.table, clock: time.now }),
    once: dynamoOnce({ client: table.client, table: table.table, clock: time.now }),
    table: { client: table.client, name: table.table },
    clock: time.now,
    lookUpAlarms: lookingUpAlarms(config, { endpoint: aws.url, credentials: simulatedCredentials, accounts: [] }),
    lookUpTags: lookingUpAlarmTags(config, { endpoint: aws.url, credentials: simulatedCredentials, accounts: [] }),
    ...(pause === undefined ? {} : { pause }),
  })
  const parts: PaletteParts = {
    stage,
    time,
    moveOn: (ms) => moveOn(ms, time, app),
    deliver: async (events) => {
      for (const event of events) await app.alarm(event)
    },
    channelOf: (alarm) => {
      const routed = routeOf({ name: alarm, account, region: simulatedRegion }, config)
      return `#${slack.state.channels.get(routed?.channel ?? '')?.name ?? 'nowhere'}`
    },
  }
  slack.setPalette(paletteOf(parts))
  slack.setRequestUrl(app.url)
  await slack.preparePage()
  return {
    slack,
    aws,
    app,
    close: async () => {
      await app.close()
      await Promise.all([slack.close(), aws.close(), table.close()])
    },
  }
}

/** Lets time go by in steps, so that what falls due on the way happens at its own time. */
async function moveOn(ms: number, time: MovableTime, app: RunningServer): Promise<void> {
  await app.idle()
  for (let left = ms; left > 0; left -= stepMs) {
    time.moveOn(Math.min(stepMs, left))
    await app.runDue()
    await app.idle()
  }
}

function simulated(id: string) {
  return { ...worldOf(id), latencyMs: readTimeMs }
}

function simulatedAsk(aws: SimulatedAws, config: Config, log: Log, time: MovableTime): Ask {
  const ask = answering(config, {
    endpoint: aws.url,
    credentials: simulatedCredentials,
    accounts: [],
    clock: time.now,
    onBroken: (id, error) => log.error('a check failed', { id, error }),
  })
  return (question, onProgress) => ask({ ...question, region: question.region ?? simulatedRegion }, onProgress)
}

function simulatedInform(
  aws: SimulatedAws,
  config: Config,
  { now: clock }: MovableTime,
  shelf?: IncidentShelf,
): Inform {
  const kept = shelf === undefined ? {} : { shelf }
  const account = { endpoint: aws.url, credentials: simulatedCredentials, accounts: [], clock }
  const inform = informing(config, { ...account, ...kept })
  return (name, request, asker, onProgress) =>
    inform(name, { ...request, region: request.region ?? simulatedRegion }, asker, onProgress)
}

/** A real workspace by Socket Mode, on the simulated account unless a real one is chosen. */
async function startWorkspace(botToken: string, appToken: string, log: Log): Promise<void> {
  const config = projectConfig()
  const isReal = process.env.FIRSTLOOK_AWS === 'real'
  const aws = isReal ? undefined : await startAws(simulated(scenarios[0]?.id ?? ''))
  const table = await startTable()
  const time = makeMovableTime()
  const ask = aws === undefined ? answering(config) : simulatedAsk(aws, config, log, time)
  const inform = aws === undefined ? informing(config) : simulatedInform(aws, config, time)
  await startSocketMode({
    config,
    ask,
    inform,
    bot: await identify(botToken),
    appToken,
    log,
    answers: dynamoAnswers({ client: table.client, table: table.table, clock: Date.now }),
    once: dynamoOnce({ client: table.client, table: table.table, clock: Date.now }),
  })
  const account = isReal
    ? 'It reads the AWS account of your credentials.'
    : 'It reads a simulated AWS account; FIRSTLOOK_AWS=real reads yours.'
  process.stdout.write(
    `\nFirstlook is connected to your workspace. ${account}\n\n  Type there:  /aws why-502 orders-api\n\n`,
  )
}

async function main(): Promise<void> {
  const environmentFile = join(import.meta.dirname, '../.env')
  if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
  const log = lineLog((line) => process.stderr.write(`${line}\n`))
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, PORT: port } = process.env
  if (botToken !== undefined && appToken !== undefined) return startWorkspace(botToken, appToken, log)
  const sandbox = await startSandbox({ port: Number(port ?? 4502), log }).catch((error: unknown) => {
    // Somebody else has the usual port; any other will do.
    if ((error as { code?: string }).code === 'EADDRINUSE' && port === undefined) return startSandbox({ log })
    throw error
  })
  process.stdout.write(
    `\nFirstlook’s sandbox is running. The AWS account and the Slack in it are simulated; the app is the real one.\n\n` +
      `  Open   ${sandbox.slack.url}\n  Type   ${scenarios[0]?.suggestedCommand ?? '/aws help'}\n\n` +
      `Or ask from a second terminal:\n\n  AWS_ENDPOINT_URL=${sandbox.aws.url} AWS_ACCESS_KEY_ID=simulated AWS_SECRET_ACCESS_KEY=simulated AWS_REGION=eu-west-1 npm run firstlook -- why-502 orders-api\n\nCtrl+C ends it.\n`,
  )
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
