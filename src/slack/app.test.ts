import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { loadConfig } from '../config/config.ts'
import { type RunningServer, startServer } from '../entry/server.ts'
import type { Answer, Ask, Progress, Question } from '../intake/question.ts'
import { foundReport, healthyReport } from '../report/example-reports.ts'
import { blockFaults } from '../report/slack-limits.ts'

const signingSecret = 'a-signing-secret-of-the-test'
const bot = { botToken: 'xoxb-test', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }
const channel = 'C0INCIDENT'
const report = (from = foundReport): Answer => ({ kind: 'report', report: from })

let slack: RunningSlack
let server: RunningServer
let ask: Ask
const asked: Question[] = []
const logged: string[] = []

beforeEach(async () => {
  asked.length = 0
  logged.length = 0
  ask = async () => report()
  slack = await startSlack({
    signingSecret,
    botToken: bot.botToken,
    retryDelaysMs: [],
    commands: [{ command: '/aws', description: 'Ask', shouldEscape: true }],
    shortcuts: [{ callbackId: 'diagnose_message', name: 'Diagnose this' }],
  })
  server = await startServer({
    config: loadConfig({ alarmChannel: channel }),
    ask: async (question, onProgress) => {
      asked.push(question)
      return await ask(question, onProgress)
    },
    bot,
    signingSecret,
    log: { info: () => undefined, error: (message, fields) => logged.push(`${message} ${String(fields?.error)}`) },
    clientOptions: { slackApiUrl: slack.apiUrl },
  })
  slack.setRequestUrl(server.url)
})

afterEach(async () => {
  const refused = slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await server.close()
  await slack.close()
  expect(refused).toEqual([])
})

async function typed(text: string): Promise<void> {
  expect(await slack.control.typeCommand(text)).toBe('ok')
  await server.idle()
}

function shown(): string {
  return JSON.stringify(slack.control.messages(channel))
}

function whispered(): string {
  return JSON.stringify(slack.control.ephemerals())
}

function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`${items.length} items where one was expected`)
  return item
}

describe('a command', () => {
  it('is answered by a card in the channel and the thread under it, in order', async () => {
    await typed('/aws why-502 orders-api last 30m')
    expect(only(asked)).toMatchObject({ symptom: '502', name: 'orders-api' })
    const card = only(slack.control.messages(channel))
    expect(JSON.stringify(card.blocks)).toContain('Cause found')
    expect(JSON.stringify(card.blocks)).toContain('<@U0ADA00000>')
    const [, ...thread] = slack.control.thread(channel, card.ts)
    const headings = thread
      .flatMap(({ blocks = [] }) => blocks)
      .flatMap((block) => (block.type === 'header' ? [JSON.stringify(block)] : []))
    expect(headings.map((heading) => /"text":"([^"]+)"/.exec(heading)?.[1])).toEqual([
      'Cause',
      'Evidence',
      'Ruled out (2)',
      'What changed',
      'Fix',
      'Could not be checked (1)',
      'Good to know',
    ])
    expect(slack.control.refusals()).toEqual([])
  })

  it('shows one progress message, which becomes the card', async () => {
    const progress: Progress = {
      step: 'read lambda.configuration',
      readsDone: 3,
      readsStarted: 9,
      causesDecided: 0,
      causesTotal: 40,
    }
    let middle = ''
    ask = async (_, onProgress) => {
      middle = shown()
      onProgress?.(progress)
      return report()
    }
    await typed('/aws why-502 orders-api')
    expect(middle).toContain('Looking…')
    expect(shown()).not.toContain('Looking…')
    expect(
      slack.control.calls('chat.postMessage').filter(({ arguments: args }) => args.thread_ts === undefined),
    ).toHaveLength(1)
  })

  it('without words, or with help, shows the menu to the asker alone; its buttons explain a verb', async () => {
    await typed('/aws')
    expect(shown()).toBe('[]')
    const menu = only(slack.control.ephemerals())
    expect(JSON.stringify(menu.blocks)).toContain('why-throttled')
    await slack.control.click({ place: { channel, ts: menu.ts }, actionId: 'help_verb:why-502' })
    await server.idle()
    expect(whispered()).toContain('IAM actions')
    expect(whispered()).toContain('Reads')
    expect(asked).toEqual([])
  })

  it('that cannot be read is answered by a sentence to the asker alone, with a button for what was meant', async () => {
    await typed('/aws why-timout orders-fn')
    expect(shown()).toBe('[]')
    const sentence = only(slack.control.ephemerals())
    expect(sentence.text).toContain('Did you mean `why-timeout`?')
    expect(JSON.stringify(sentence.blocks)).not.toMatch(/"value":"[^"]*timeout/)
    await slack.control.click({ place: { channel, ts: sentence.ts }, actionId: 'run_line:0' })
    await server.idle()
    expect(only(asked)).toMatchObject({ symptom: 'timeout', name: 'orders-fn' })
    expect(shown()).toContain('Cause found')
  })

  it('about a name that many things have offers a menu, and the choice is asked', async () => {
    ask = async ({ name }) =>
      name === 'orders'
        ? {
            kind: 'choice',
            sentence: 'Which one?',
            options: ['a1', 'b2'].map((id) => ({ label: `orders (${id})`, command: `why-502 ${id}` })),
          }
        : report()
    await typed('/aws why-502 orders')
    expect(shown()).toBe('[]')
    const menu = only(slack.control.ephemerals())
    const value = /"value":"([^"]+:1)"/.exec(JSON.stringify(menu.blocks))?.[1] ?? ''
    await slack.control.click({
      place: { channel, ts: menu.ts },
      actionId: 'choice_picked',
      choice: value,
    })
    await server.idle()
    expect(asked.map(({ name }) => name)).toEqual(['orders', 'b2'])
    expect(shown()).toContain('Cause found')
  })

  it('about an unknown name leaves nothing in the channel', async () => {
    ask = async () => ({
      kind: 'refused',
      sentence: 'There is no API “orders”.',
      nearMisses: ['orders-api'],
      fault: 'question',
    })
    await typed('/aws why-502 orders')
    expect(shown()).toBe('[]')
    expect(whispered()).toContain('There is no API “orders”.')
    expect(whispered()).toContain('why-502 orders-api')
  })

  it('that breaks half way says so in its message, once in the log, with one reference', async () => {
    ask = async () => {
      throw new Error('boom')
    }
    await typed('/aws why-502 orders-api')
    const message = only(slack.control.messages(channel))
    expect(message.text).toMatch(/could not finish.*reference `[\w-]+`/)
    expect(logged).toEqual(['a diagnosis did not finish Error: boom'])
  })

  it('that cannot be shown at all is told to the asker with a reference, and logged once', async () => {
    slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'fatal_error' })
    await typed('/aws why-502 orders-api')
    expect(whispered()).toMatch(/could not finish.*reference/)
    expect(logged).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('keeps its card when the thread under it cannot be posted', async () => {
    ask = async () => {
      slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'fatal_error' })
      return report()
    }
    await typed('/aws why-502 orders-api')
    expect(shown()).toContain('Cause found')
    expect(whispered()).toContain('could not finish')
    expect(logged).toHaveLength(1)
  })

  it('in private is seen by the asker alone until it is shared', async () => {
    await typed('/aws why-502 orders-api private')
    expect(shown()).toBe('[]')
    const card = slack.control.ephemerals().find(({ blocks }) => JSON.stringify(blocks).includes('Share in channel'))
    if (card === undefined) throw new Error('no private card')
    await slack.control.click({ place: { channel, ts: card.ts }, actionId: 'report_share' })
    await server.idle()
    const shared = only(slack.control.messages(channel))
    expect(JSON.stringify(shared.blocks)).toContain('Cause found')
    expect(slack.control.thread(channel, shared.ts).length).toBeGreaterThan(1)
  })

  it('typed where the app was never invited is answered all the same', async () => {
    slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'not_in_channel' })
    await typed('/aws why-502 orders-api')
    expect(whispered()).toContain('Cause found')
    expect(whispered()).toContain('/invite')
    expect(logged).toEqual([])
  })

  it('waits out a short rate limit and loses nothing', async () => {
    slack.control.fault({ method: 'chat.update', kind: 'rate_limited', retryAfterSeconds: 1, times: 1 })
    await typed('/aws why-502 orders-api')
    expect(shown()).toContain('Cause found')
    expect(logged).toEqual([])
  })

  it('delivered twice is answered once', async () => {
    const body = new URLSearchParams({
      command: '/aws',
      text: 'why-502 orders-api',
      channel_id: channel,
      user_id: 'U0ADA00000',
      team_id: 'T1',
      trigger_id: '1.2.3',
    })
    const { createHmac } = await import('node:crypto')
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': signature,
      'x-slack-request-timestamp': timestamp,
    }
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(server.url, { method: 'POST', headers, body: body.toString() })).status),
    )
    await server.idle()
    expect(statuses).toEqual([200, 200, 200])
    expect(asked).toHaveLength(1)
  })
})

describe('the buttons of a card', () => {
  async function pressed(actionId: string, choice?: string) {
    await typed('/aws why-502 orders-api')
    const card = only(slack.control.messages(channel))
    const value =
      choice === undefined
        ? undefined
        : (new RegExp(`"value":"(${choice}:[^"]+)"`).exec(JSON.stringify(card.blocks))?.[1] ?? '')
    await slack.control.click({
      place: { channel, ts: card.ts },
      actionId,
      ...(value === undefined ? {} : { choice: value }),
    })
    await server.idle()
    return card
  }

  it('Re-check asks the same again up to now, in the thread', async () => {
    ask = async () => report(asked.length > 1 ? healthyReport : foundReport)
    const card = await pressed('report_recheck')
    const [first, second] = asked
    expect(second).toMatchObject({ name: 'orders-api', symptom: '502' })
    expect((second?.window.to ?? 0) - (second?.window.from ?? 0)).toBe(
      (first?.window.to ?? 0) - (first?.window.from ?? 0),
    )
    expect(slack.control.messages(channel)).toHaveLength(1)
    expect(JSON.stringify(slack.control.thread(channel, card.ts))).toContain('No failure seen')
  })

  it('Fix steps shows the fix to whoever pressed', async () => {
    await pressed('report_fix_steps')
    expect(whispered()).toContain('aws lambda update-alias')
  })

  it('⋯ gives Markdown to copy', async () => {
    await pressed('report_more', 'markdown')
    expect(whispered()).toContain('# Cause found')
  })
})

describe('elsewhere than a command', () => {
  it('a mention asks the same and is answered in its thread', async () => {
    const mention = await slack.control.mention('why-502 orders-api')
    await server.idle()
    expect(only(asked)).toMatchObject({ name: 'orders-api' })
    const thread = slack.control.thread(channel, mention.ts)
    expect(JSON.stringify(thread)).toContain('Cause found')
    expect(slack.control.messages(channel)).toHaveLength(1)
  })

  it('a mention that cannot be read is answered to its writer alone', async () => {
    await slack.control.mention('why-502')
    await server.idle()
    expect(whispered()).toContain('Name an API')
    expect(asked).toEqual([])
  })

  it('Diagnose this asks what a message says outright, around its time, in its thread', async () => {
    const said = await slack.control.say('ALARM: /aws/lambda/orders-handler Task timed out after 3.00 seconds')
    await slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await server.idle()
    expect(only(asked)).toMatchObject({ symptom: 'timeout', name: 'orders-handler' })
    expect(JSON.stringify(slack.control.thread(channel, said.ts))).toContain('Cause found')
  })

  it('Diagnose this asks in a modal what a message does not say', async () => {
    const said = await slack.control.say('checkout is broken again :(')
    await slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await server.idle()
    const view = slack.control.view()
    expect(blockFaults([...(view?.blocks ?? [])], 'view')).toEqual([])
    await slack.control.submitView({ verb: { value: 'why-errors' }, rest: { value: 'checkout-worker last 30m' } })
    await server.idle()
    expect(only(asked)).toMatchObject({ symptom: 'errors', name: 'checkout-worker' })
    expect(JSON.stringify(slack.control.thread(channel, said.ts))).toContain('Cause found')
  })

  it('Diagnose this says how to ask when the modal came too late', async () => {
    slack.control.fault({ method: 'views.open', kind: 'refused', error: 'expired_trigger_id' })
    const said = await slack.control.say('checkout is broken again :(')
    await slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await server.idle()
    expect(whispered()).toContain('Mention me in its thread')
    expect(logged).toEqual([])
  })

  it('an alarm is answered in the channel of the configuration, once', async () => {
    const event = {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '123456789012',
      region: 'eu-west-1',
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors'],
      detail: {
        alarmName: 'orders-errors',
        state: { value: 'ALARM', timestamp: '2026-11-23T14:25:40.989+0000' },
        configuration: {
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } },
              },
            },
          ],
        },
      },
    }
    await server.alarm(event)
    await server.alarm(event)
    await server.alarm({ ...event, detail: { ...event.detail, state: { ...event.detail.state, value: 'OK' } } })
    await server.idle()
    expect(only(asked)).toMatchObject({ symptom: 'errors', name: 'orders', account: '123456789012' })
    expect(JSON.stringify(only(slack.control.messages(channel)).blocks)).toContain('Cause found')
  })
})
