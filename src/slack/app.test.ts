import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Progress } from '../report/answer.ts'
import { type AppInTest, channel, only, reported, signingSecret, startAppInTest } from './app-in-test.ts'

let app: AppInTest

beforeEach(async () => {
  app = await startAppInTest()
})

afterEach(async () => {
  const refused = app.slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await app.close()
  expect(refused).toEqual([])
})

describe('a command', () => {
  it('is answered by a card in the channel and the thread under it, in order', async () => {
    expect(await app.typed('/aws why-502 orders-api last 30m')).toBe('ok')
    expect(only(app.asked)).toMatchObject({ symptom: '502', name: 'orders-api' })
    const card = only(app.slack.control.messages(channel))
    expect(JSON.stringify(card.blocks)).toContain('Cause found')
    expect(JSON.stringify(card.blocks)).toContain('<@U0ADA00000>')
    const [, ...thread] = app.slack.control.thread(channel, card.ts)
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
      'See it yourself',
    ])
    expect(app.slack.control.refusals()).toEqual([])
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
    app.answer = async (_, onProgress) => {
      middle = app.shown()
      onProgress?.(progress)
      return reported()
    }
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    expect(middle).toContain('Looking…')
    expect(app.shown()).not.toContain('Looking…')
    expect(
      app.slack.control.calls('chat.postMessage').filter(({ arguments: args }) => args.thread_ts === undefined),
    ).toHaveLength(1)
  })

  it('without words, or with help, shows the menu to the asker alone; its buttons explain a verb', async () => {
    expect(await app.typed('/aws')).toBe('ok')
    expect(app.shown()).toBe('[]')
    const menu = only(app.slack.control.ephemerals())
    expect(JSON.stringify(menu.blocks)).toContain('why-throttled')
    await app.slack.control.click({ place: { channel, ts: menu.ts }, actionId: 'help_verb:why-502' })
    await app.server.idle()
    expect(app.whispered()).toContain('IAM actions')
    expect(app.whispered()).toContain('Reads')
    expect(app.asked).toEqual([])
  })

  it('that cannot be read is answered by a sentence to the asker alone, with a button for what was meant', async () => {
    expect(await app.typed('/aws why-timout orders-fn')).toBe('ok')
    expect(app.shown()).toBe('[]')
    const sentence = only(app.slack.control.ephemerals())
    expect(sentence.text).toContain('Did you mean `why-timeout`?')
    expect(JSON.stringify(sentence.blocks)).not.toMatch(/"value":"[^"]*timeout/)
    await app.slack.control.click({ place: { channel, ts: sentence.ts }, actionId: 'run_line:0' })
    await app.server.idle()
    expect(only(app.asked)).toMatchObject({ symptom: 'timeout', name: 'orders-fn' })
    expect(app.shown()).toContain('Cause found')
  })

  it('about a name that many things have offers a menu, and the choice is asked', async () => {
    app.answer = async ({ name }) =>
      name === 'orders'
        ? {
            kind: 'choice',
            sentence: 'Which one?',
            options: ['a1', 'b2'].map((id) => ({ label: `orders (${id})`, command: `why-502 ${id}` })),
          }
        : reported()
    expect(await app.typed('/aws why-502 orders')).toBe('ok')
    expect(app.shown()).toBe('[]')
    const menu = only(app.slack.control.ephemerals())
    const value = /"value":"([^"]+:1)"/.exec(JSON.stringify(menu.blocks))?.[1] ?? ''
    await app.slack.control.click({
      place: { channel, ts: menu.ts },
      actionId: 'choice_picked',
      choice: value,
    })
    await app.server.idle()
    expect(app.asked.map(({ name }) => name)).toEqual(['orders', 'b2'])
    expect(app.shown()).toContain('Cause found')
  })

  it('about an unknown name leaves nothing in the channel', async () => {
    app.answer = async () => ({
      kind: 'refused',
      sentence: 'There is no API “orders”.',
      nearMisses: ['orders-api'],
      fault: 'question',
    })
    expect(await app.typed('/aws why-502 orders')).toBe('ok')
    expect(app.shown()).toBe('[]')
    expect(app.whispered()).toContain('There is no API “orders”.')
    expect(app.whispered()).toContain('why-502 orders-api')
  })

  it('that breaks half way says so in its message, once in the log, with one reference', async () => {
    app.answer = async () => {
      throw new Error('boom')
    }
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    const message = only(app.slack.control.messages(channel))
    expect(message.text).toMatch(/could not finish.*reference `[\w-]+`/)
    expect(app.logged).toEqual(['a diagnosis did not finish Error: boom'])
  })

  it('that cannot be shown at all is told to the asker with a reference, and logged once', async () => {
    app.slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'fatal_error' })
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    expect(app.whispered()).toMatch(/could not finish.*reference/)
    expect(app.logged).toHaveLength(1)
    expect(app.asked).toEqual([])
  })

  it('keeps its card when the thread under it cannot be posted', async () => {
    app.answer = async () => {
      app.slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'fatal_error' })
      return reported()
    }
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    expect(app.shown()).toContain('Cause found')
    expect(app.whispered()).toContain('could not finish')
    expect(app.logged).toHaveLength(1)
  })

  it('in private is seen by the asker alone until it is shared', async () => {
    expect(await app.typed('/aws why-502 orders-api private')).toBe('ok')
    expect(app.shown()).toBe('[]')
    const card = app.slack.control
      .ephemerals()
      .find(({ blocks }) => JSON.stringify(blocks).includes('Share in channel'))
    if (card === undefined) throw new Error('no private card')
    await app.slack.control.click({ place: { channel, ts: card.ts }, actionId: 'report_share' })
    await app.server.idle()
    const shared = only(app.slack.control.messages(channel))
    expect(JSON.stringify(shared.blocks)).toContain('Cause found')
    expect(app.slack.control.thread(channel, shared.ts).length).toBeGreaterThan(1)
  })

  it('typed where the app was never invited is answered all the same', async () => {
    app.slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'not_in_channel' })
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    expect(app.whispered()).toContain('Cause found')
    expect(app.whispered()).toContain('/invite')
    expect(app.logged).toEqual([])
  })

  it('waits out a short rate limit and loses nothing', async () => {
    app.slack.control.fault({ method: 'chat.update', kind: 'rate_limited', retryAfterSeconds: 1, times: 1 })
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    expect(app.shown()).toContain('Cause found')
    expect(app.logged).toEqual([])
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
      [1, 2, 3].map(
        async () => (await fetch(app.server.url, { method: 'POST', headers, body: body.toString() })).status,
      ),
    )
    await app.server.idle()
    expect(statuses).toEqual([200, 200, 200])
    expect(app.asked).toHaveLength(1)
  })
})
