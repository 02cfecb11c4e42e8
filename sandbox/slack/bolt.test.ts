import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { startSlackWithApp } from './bolt-app.ts'
import type { RunningSlack, SlackOptions } from './server.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })

let slack: RunningSlack
let app: App
let now: number | undefined
const closers: (() => Promise<unknown>)[] = []

async function startBoth(options: Partial<SlackOptions> = {}, appSecret?: string): Promise<void> {
  const running = await startSlackWithApp({ now: () => now ?? Date.now(), ...options }, appSecret)
  slack = running.slack
  app = running.app
  closers.push(running.close)
}

afterEach(async () => {
  now = undefined
  await Promise.all(closers.splice(0).map((close) => close()))
})

describe('a conversation with a real Bolt app', () => {
  it('goes from command to thread, button, modal and submission', async () => {
    await startBoth()
    const channel = 'C0INCIDENT'
    app.command('/aws', async ({ ack, client, command }) => {
      await ack()
      const posted = await client.chat.postMessage({ channel: command.channel_id, text: `Looking at ${command.text}` })
      await client.chat.update({
        channel,
        ts: String(posted.ts),
        text: 'Timeout',
        blocks: [
          section('*Timeout* after 3 s'),
          { type: 'actions', elements: [{ type: 'button', text: plain('Snooze'), action_id: 'snooze', value: 'i-1' }] },
        ],
      })
      await client.chat.postMessage({ channel, thread_ts: String(posted.ts), text: 'Evidence' })
    })
    app.action('snooze', async ({ ack, body, client, action }) => {
      await ack()
      const { trigger_id } = body as { trigger_id: string }
      await client.views.open({
        trigger_id,
        view: {
          type: 'modal',
          callback_id: 'snooze_form',
          private_metadata: (action as { value: string }).value,
          title: plain('Snooze'),
          submit: plain('Snooze'),
          blocks: [
            {
              type: 'input',
              block_id: 'minutes',
              label: plain('Minutes'),
              element: { type: 'number_input', action_id: 'count', is_decimal_allowed: false, max_value: '600' },
            },
          ],
        },
      })
    })
    app.view('snooze_form', async ({ ack, view, client, body }) => {
      const count = view.state.values.minutes?.count?.value
      if (count === '13') return ack({ response_action: 'errors', errors: { minutes: 'Not thirteen.' } })
      await ack()
      await client.chat.postEphemeral({ channel, user: body.user.id, text: `${view.private_metadata} for ${count}` })
    })

    expect(await slack.control.typeCommand('/aws why-502 orders-api')).toBe('ok')
    await slack.control.waitForMessage((message) => message.text === 'Evidence')
    const [root] = slack.control.messages(channel)
    expect(root).toMatchObject({ text: 'Timeout', edited: { user: slack.state.app.botUserId } })
    const thread = slack.control.thread(channel, String(root?.ts))
    expect(thread.map((message) => message.text)).toEqual(['Timeout', 'Evidence'])

    await slack.control.click({ place: { channel, ts: String(root?.ts) }, actionId: 'snooze' })
    expect(await slack.control.waitForView()).toMatchObject({ callback_id: 'snooze_form', private_metadata: 'i-1' })
    expect(await slack.control.submitView()).toMatchObject({ errors: { minutes: expect.stringContaining('required') } })
    expect(await slack.control.submitView({ minutes: { count: '601' } })).toMatchObject({ outcome: 'errors' })
    expect(await slack.control.submitView({ minutes: { count: '13' } })).toEqual({
      outcome: 'errors',
      errors: { minutes: 'Not thirteen.' },
    })
    expect(await slack.control.submitView({ minutes: { count: '30' } })).toEqual({ outcome: 'closed' })
    expect(slack.control.view()).toBeUndefined()
    await slack.control.waitForMessage((message) => message.text === 'i-1 for 30')
    expect(slack.control.refusals()).toEqual([])
  })

  it('replaces and deletes through response_url, five times', async () => {
    await startBoth()
    const statuses: number[] = []
    app.command('/aws', async ({ ack }) =>
      ack({
        response_type: 'ephemeral',
        text: 'Which one?',
        blocks: [
          {
            type: 'actions',
            elements: [
              {
                type: 'static_select',
                action_id: 'pick',
                options: ['orders', 'carts'].map((name) => ({ text: plain(name), value: name })),
              },
            ],
          },
        ],
      }),
    )
    app.action('pick', async ({ ack, respond, action }) => {
      await ack()
      const { selected_option } = action as { selected_option: { value: string } }
      await respond({ replace_original: true, text: `You chose ${selected_option.value}` })
      for (let use = 2; use <= 5; use += 1) await respond({ text: `use ${use}`, response_type: 'in_channel' })
      await respond('use 6').catch((error: { statusCode: number }) => statuses.push(error.statusCode))
    })
    await slack.control.typeCommand('/aws')
    const [asked] = slack.control.ephemerals()
    expect(slack.control.ephemerals('U0MIGUEL00')).toEqual([])
    await slack.control.click({
      place: { channel: 'C0INCIDENT', ts: String(asked?.ts) },
      actionId: 'pick',
      choice: 'carts',
    })
    await slack.control.waitForMessage((message) => message.text === 'use 5')
    await expect.poll(() => statuses).toEqual([404])
    expect(slack.control.ephemerals().map((message) => message.text)).toEqual(['You chose carts'])
  })

  it('hears mentions, direct messages, shortcuts, reactions and the Home tab', async () => {
    await startBoth()
    const heard: string[] = []
    app.event('app_mention', async ({ event, say }) => {
      heard.push(event.text)
      await say({ text: 'yes?', thread_ts: event.ts })
    })
    app.message(async ({ message }) => {
      heard.push(`direct: ${'text' in message ? message.text : ''}`)
    })
    app.event('reaction_added', async ({ event }) => {
      heard.push(`reaction: ${event.reaction}`)
    })
    app.shortcut('diagnose_message', async ({ ack, shortcut }) => {
      await ack()
      heard.push(`shortcut: ${shortcut.type === 'message_action' ? shortcut.message.text : ''}`)
    })
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hello')] } })
    })
    const asked = await slack.control.mention('why-502 orders-api')
    await slack.control.say('hi', { channel: 'D0ADA00000' })
    await slack.control.say('nobody is asked')
    const answer = await slack.control.waitForMessage((message) => message.text === 'yes?')
    expect(answer.thread_ts).toBe(asked.ts)
    await slack.control.react('eyes', answer)
    await slack.control.shortcut('diagnose_message', answer)
    await slack.control.openHome()
    expect(heard).toEqual([
      `<@${slack.state.app.botUserId}> why-502 orders-api`,
      'direct: hi',
      'reaction: eyes',
      'shortcut: yes?',
    ])
    await expect.poll(() => slack.control.home()?.blocks).toMatchObject([{ text: { text: 'Hello' } }])
  })
})

describe('what Slack refuses', () => {
  it('sends requests an app with another secret turns away', async () => {
    await startBoth({}, 'another-secret')
    expect(await slack.control.typeCommand('/aws help')).toBe('dispatch_failed')
    expect(slack.control.ephemerals()[0]?.text).toBe('/aws failed with the error "dispatch_failed"')
  })

  it('says operation_timeout when the app is slow', async () => {
    await startBoth({ timeoutMs: 50 })
    app.command('/aws', async () => {})
    expect(await slack.control.typeCommand('/aws help')).toBe('operation_timeout')
    expect(slack.control.ephemerals()[0]?.text).toBe('/aws failed with the error "operation_timeout"')
  })

  it('says which commands exist and where', async () => {
    await startBoth()
    expect(await slack.control.typeCommand('/oops now')).toBe('unknown')
    expect(await slack.control.typeCommand('/aws help', { threadTs: '1.2' })).toBe('in_thread')
  })

  it('expires a trigger after three seconds and takes it once', async () => {
    await startBoth()
    const view = { type: 'modal' as const, title: plain('A'), blocks: [section('b')] }
    const errors: unknown[] = []
    app.command('/aws', async ({ ack, client, command: { trigger_id, text } }) => {
      await ack()
      now = Date.now() + (text === 'late' ? 3001 : 0)
      for (let use = 1; use <= 2; use += 1) {
        await client.views.open({ trigger_id, view }).catch((error) => errors.push(error.data.error))
      }
      now = undefined
    })
    await slack.control.typeCommand('/aws late')
    await expect.poll(() => errors).toEqual(['expired_trigger_id', 'expired_trigger_id'])
    await slack.control.typeCommand('/aws twice')
    await expect.poll(() => errors).toEqual(['expired_trigger_id', 'expired_trigger_id', 'exchanged_trigger_id'])
  })
})

describe('events', () => {
  it('come again with retry headers until taken', async () => {
    await startBoth({ retryDelaysMs: [1, 2, 3] })
    const seen: (string | undefined)[][] = []
    const flaky = createServer((request, response) => {
      seen.push(
        [request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']].map((one) => one?.toString()),
      )
      response.writeHead(seen.length < 3 ? 503 : 200).end()
    })
    await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => flaky.close(resolve)))
    slack.setRequestUrl(`http://127.0.0.1:${(flaky.address() as AddressInfo).port}/`)
    const outcome = await slack.control.openHome()
    expect(outcome).toMatchObject({ attempts: 3, accepted: true })
    expect(seen).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ])
  })

  it('stop when the app asks for no retry', async () => {
    await startBoth({ retryDelaysMs: [1, 2, 3] })
    const flaky = createServer((_, response) => response.writeHead(500, { 'x-slack-no-retry': '1' }).end())
    await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => flaky.close(resolve)))
    slack.setRequestUrl(`http://127.0.0.1:${(flaky.address() as AddressInfo).port}/`)
    expect(await slack.control.openHome()).toMatchObject({ attempts: 1, accepted: false })
  })

  it('begin with a challenge the app answers', async () => {
    await startBoth()
    expect(await slack.control.verifyRequestUrl()).toBe(true)
  })
})

describe('the server', () => {
  it('turns other sites and other host names away', async () => {
    await startBoth()
    const foreign = await fetch(`${slack.url}/ui/say`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      body: '{}',
    })
    expect(foreign.status).toBe(403)
    expect((await fetch(slack.url)).headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
