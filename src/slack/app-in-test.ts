import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { startTable } from '../../sandbox/table.ts'
import { type ConfigInput, loadConfig } from '../config/config.ts'
import { type RunningServer, type ServerOptions, startServer } from '../entry/server.ts'
import type { Question } from '../intake/question.ts'
import type { Answer, Ask } from '../report/answer.ts'
import { foundReport } from '../report/example-reports.ts'
import type { Inform } from '../report/information/command.ts'

/** The channel of the test, and of its alarms. */
export const channel = 'C0INCIDENT'
export const signingSecret = 'a-signing-secret-of-the-test'
const bot = { botToken: 'xoxb-test', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }

export function reported(report = foundReport): Answer {
  return { kind: 'report', report }
}

/** The whole app behind a local Slack, with an `ask` that the test may change. */
export interface AppInTest {
  readonly slack: RunningSlack
  readonly server: RunningServer
  /** What answers; a found cause until it is replaced. */
  answer: Ask
  /** What answers the verbs that show something; a refusal until it is replaced. */
  inform: Inform
  readonly asked: readonly Question[]
  /** What was logged as an error, with the error's text. */
  readonly logged: readonly string[]
  /** Types a command and waits until it is answered; returns what Slack made of it. */
  readonly typed: (text: string) => Promise<string>
  /** What everybody sees in the channel, without replies, as JSON. */
  readonly shown: () => string
  /** What only the asker sees, as JSON. */
  readonly whispered: () => string
  readonly close: () => Promise<void>
}

export async function startAppInTest(config: ConfigInput = {}, more: Partial<ServerOptions> = {}): Promise<AppInTest> {
  const asked: Question[] = []
  const logged: string[] = []
  const table = await startTable()
  const slack = await startSlack({
    signingSecret,
    botToken: bot.botToken,
    retryDelaysMs: [],
    ...(more.clock !== undefined && { now: more.clock }),
    commands: [{ command: '/aws', description: 'Ask', shouldEscape: true }],
    shortcuts: [{ callbackId: 'diagnose_message', name: 'Diagnose this' }],
  })
  const server = await startServer({
    config: loadConfig({ alarmChannel: channel, ...config }),
    ask: async (question, onProgress) => {
      asked.push(question)
      return await app.answer(question, onProgress)
    },
    inform: async (...asked) => await app.inform(...asked),
    bot,
    signingSecret,
    table: { client: table.client, name: table.table },
    coalesceMs: 0,
    lookUpAlarms: async () => [],
    lookUpTags: async () => ({}),
    log: { info: () => undefined, error: (message, fields) => logged.push(`${message} ${String(fields?.error)}`) },
    clientOptions: { slackApiUrl: slack.apiUrl },
    ...more,
  })
  slack.setRequestUrl(server.url)
  const app: AppInTest = {
    slack,
    server,
    answer: async () => reported(),
    inform: async () => ({ kind: 'refused', sentence: 'nothing to show', nearMisses: [], fault: 'question' }),
    asked,
    logged,
    typed: async (text) => {
      const outcome = await slack.control.typeCommand(text)
      await server.idle()
      return outcome
    },
    shown: () => JSON.stringify(slack.control.messages(channel)),
    whispered: () => JSON.stringify(slack.control.ephemerals()),
    close: async () => {
      await server.close()
      await slack.close()
      await table.close()
    },
  }
  return app
}

/** The only item of a list; throws when there are none or more. */
export function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`${items.length} items where one was expected`)
  return item
}
