import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { type RunningSlack, type SlackOptions, startSlack } from './server.ts'

export interface SlackWithApp {
  readonly slack: RunningSlack
  /** A real Bolt app with no listeners yet, behind real signed HTTP. */
  readonly app: App
  readonly close: () => Promise<void>
}

/** Starts a Slack and a Bolt app that serve each other; `appSecret` differs only to be refused. */
export async function startSlackWithApp(
  options: Partial<SlackOptions> = {},
  appSecret?: string,
): Promise<SlackWithApp> {
  const signingSecret = options.signingSecret ?? 'a-signing-secret'
  const botToken = options.botToken ?? 'xoxb-sandbox'
  const slack = await startSlack({ ...options, signingSecret, botToken })
  const { botId, botUserId } = slack.state.app
  const receiver = new HTTPReceiver({ signingSecret: appSecret ?? signingSecret, logLevel: LogLevel.ERROR })
  const app = new App({
    receiver,
    authorize: async () => ({ botToken, botId, botUserId }),
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  })
  const server = await receiver.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as AddressInfo
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`)
  return {
    slack,
    app,
    async close() {
      await Promise.all([slack.close(), receiver.stop()])
    },
  }
}
