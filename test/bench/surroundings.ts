import { parentPort } from 'node:worker_threads'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import type { Fault } from '../../sandbox/slack/faults.ts'
import { startSlack } from '../../sandbox/slack/server.ts'
import { startTable } from '../../sandbox/table.ts'

/**
 * Slack, AWS and the table in a thread of their own, so that what they keep is not counted as memory of the worker. Each message in is one of
 * `Wish`, with a number; each message out is the answer to it, with the same number.
 */
export type Wish =
  | { readonly wish: 'connect'; readonly requestUrl: string }
  | { readonly wish: 'type'; readonly text: string }
  | { readonly wish: 'world'; readonly world: DeclaredWorld; readonly now: number }
  | { readonly wish: 'fault'; readonly fault: Fault }
  | { readonly wish: 'tell' }

/** Where everything is. */
export interface Addresses {
  readonly slackApiUrl: string
  readonly awsUrl: string
  readonly tableUrl: string
  readonly table: string
}

/** What Slack holds. */
export interface Held {
  readonly cards: number
  readonly whispers: number
  /** Messages that say the same twice, by what they were posted as. */
  readonly doubled: readonly string[]
  /** Messages that still say that somebody looks. */
  readonly looking: readonly string[]
}

export const channel = 'C0INCIDENT'
export const signingSecret = 'a-signing-secret-of-the-bench'
export const botToken = 'xoxb-bench'

if (parentPort !== null) {
  const port = parentPort
  let now = Date.now()
  const [slack, table, aws] = await Promise.all([
    startSlack({
      ...{ signingSecret, botToken, retryDelaysMs: [] },
      commands: [{ command: '/aws', description: 'Ask', shouldEscape: true }],
    }),
    startTable(),
    startAws({}, { now: () => now }),
  ])
  const endpoint = await table.client.config.endpoint?.()
  if (endpoint === undefined) throw new Error('the table has no address')
  const held = (): Held => {
    const cards = slack.control.messages(channel)
    const all = cards.flatMap(({ ts }) => slack.control.thread(channel, ts))
    const keys = all.flatMap(({ metadata }) => (metadata === undefined ? [] : [JSON.stringify(metadata)]))
    return {
      cards: cards.length,
      whispers: slack.control.ephemerals().length,
      doubled: keys.filter((key, index) => keys.indexOf(key) !== index),
      looking: all.filter(({ text }) => text.startsWith('Looking')).map(({ text }) => text),
    }
  }
  const grant = async (wish: Wish): Promise<unknown> => {
    switch (wish.wish) {
      case 'connect':
        return slack.setRequestUrl(wish.requestUrl)
      case 'type':
        return await slack.control.typeCommand(wish.text, { channel })
      case 'world':
        now = wish.now
        return aws.setWorld(wish.world)
      case 'fault':
        return void slack.control.fault(wish.fault)
      case 'tell':
        return held()
    }
  }
  port.on('message', ({ number, ...wish }: Wish & { readonly number: number }) => {
    void grant(wish).then((answer) => port.postMessage({ number, answer }))
  })
  const addresses: Addresses = {
    slackApiUrl: slack.apiUrl,
    awsUrl: aws.url,
    tableUrl: `http://${endpoint.hostname}:${endpoint.port}`,
    table: table.table,
  }
  port.postMessage({ number: 0, answer: addresses })
}
