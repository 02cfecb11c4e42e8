import { createHmac } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import { worldOf } from '../../sandbox/scenarios.ts'
import { launchChromium } from '../../sandbox/slack/chromium.ts'
import { answering, projectConfig } from '../../src/entry/answering.ts'
import { mostBytes } from '../../src/entry/ingress/handler.ts'
import { type RunningServer, startServer } from '../../src/entry/server.ts'
import {
  bot,
  channel,
  type ForeignMessage,
  isInstalled,
  type LocalSlack,
  makeLocalSlack,
  person,
  signingSecret,
} from './local-slack/start.ts'

const waitMs = 15_000
const faults: string[] = []

let aws: SimulatedAws
let slack: LocalSlack
let app: RunningServer
let browser: Browser

async function startAll(): Promise<void> {
  aws = await startAws(worldOf('memory'))
  slack = await makeLocalSlack()
  const ask = answering(projectConfig(), {
    endpoint: aws.url,
    credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
    accounts: [],
  })
  app = await startServer({
    config: projectConfig(),
    ask: (question, onProgress) => ask({ ...question, region: question.region ?? 'eu-west-1' }, onProgress),
    bot,
    signingSecret,
    log: {
      info: (message, fields) =>
        message === 'request: too large' ? 0 : faults.push(`${message} ${JSON.stringify(fields)}`),
      error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`),
    },
    clientOptions: { slackApiUrl: `${slack.url}/api/` },
  })
  await slack.start(app.url)
  browser = await launchChromium()
}

/** The first message that fits, now or soon. */
async function message(fits: (message: ForeignMessage) => boolean): Promise<ForeignMessage> {
  const look = async (): Promise<ForeignMessage> => {
    const all = await slack.messages()
    const found = all.find(fits)
    if (found === undefined) throw new Error(`no fitting message: ${JSON.stringify(all.map(({ text }) => text))}`)
    return found
  }
  return await vi.waitFor(look, { timeout: waitMs, interval: 50 })
}

async function asked(text: string): Promise<ForeignMessage> {
  await slack.control('command', { channel, user: person, command: '/aws', text })
  return await message((each) => each.thread_ts === undefined && /^Cause found/.test(each.text))
}

/** Presses the button of a message as local-slack's page would. */
async function press({ ts, blocks = [] }: ForeignMessage, actionId: string): Promise<void> {
  const found = blocks
    .flatMap((block) => (Array.isArray(block.elements) ? block.elements.map((element) => ({ block, element })) : []))
    .find(({ element }) => element.action_id === actionId)
  if (found === undefined) throw new Error(`the message has no ${actionId}`)
  const { block, element } = found
  const action = { type: 'button', action_id: actionId, block_id: block.block_id, value: element.value }
  await slack.control('interact', { channel, messageTs: ts, user: person, action })
}

/** A `trigger_id` of local-slack's that the app has not seen: the app refuses the request it came with for its size. */
async function unusedTrigger(): Promise<string> {
  await slack.control('command', { channel, user: person, command: '/aws', text: 'x'.repeat(mostBytes) })
  const record = JSON.stringify(await slack.control('log'))
  const found = [...record.matchAll(/trigger_id(?:=|\\*":\\*")([\w.]+)/g)].at(-1)?.[1]
  if (found === undefined) throw new Error('local-slack has issued no trigger_id')
  return found
}

/** Sends what Slack sends for a message shortcut, which local-slack does not have. */
async function shortcut(on: ForeignMessage): Promise<number> {
  const payload = {
    type: 'message_action',
    callback_id: 'diagnose_message',
    trigger_id: await unusedTrigger(),
    message_ts: on.ts,
    response_url: `${slack.url}/_hooks/response/none`,
    team: { id: 'T01NORTHWIND', domain: 'northwind' },
    user: { id: person, name: 'alice' },
    channel: { id: channel, name: 'incidents' },
    message: on,
    is_enterprise_install: false,
    token: 'none',
    action_ts: on.ts,
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const { status } = await fetch(app.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  })
  return status
}

describe.runIf(isInstalled)('the unmodified app in a Slack that somebody else wrote', () => {
  beforeAll(startAll)

  afterAll(async () => {
    await browser?.close()
    await slack?.close()
    await app?.close()
    await aws?.close()
    expect(faults).toEqual([])
  })

  it('answers a command with a card and its thread', async () => {
    const card = await asked('why-errors checkout')
    expect(card.text).toContain('checkout ran out of memory')
    expect(card.user).toBe(bot.botUserId)
    const fix = await message(({ thread_ts: thread, text }) => thread === card.ts && text.includes('Fix'))
    expect(JSON.stringify(fix.blocks)).toContain('aws lambda update-function-configuration --function-name checkout')
    expect((await slack.messages()).filter(({ text }) => text.startsWith('Looking'))).toEqual([])
  })

  it('tells the asker alone what was asked for alone', async () => {
    await slack.control('command', { channel, user: person, command: '/aws', text: 'help' })
    const help = await message(({ text }) => text.startsWith('What to ask'))
    expect(help).toMatchObject({ subtype: 'ephemeral', ephemeral_to: person })
  })

  it('does what its buttons say', async () => {
    const card = await asked('why-errors checkout')
    await press(card, 'report_fix_steps')
    const steps = await message(({ subtype, text }) => subtype === 'ephemeral' && text.startsWith('Fix'))
    expect(JSON.stringify(steps.blocks)).toContain('aws lambda update-function-configuration')

    await press(card, 'report_recheck')
    await message(({ thread_ts: thread, text }) => thread === card.ts && /^Cause found/.test(text))
  })

  it('asks in a modal, and answers in the thread it was opened from', async () => {
    await slack.control('message', { channel, user: person, text: 'Baskets are lost, please have a look' })
    const said = await message(({ text }) => text.startsWith('Baskets are lost'))
    const page = await browser.newPage()
    await page.goto(slack.url)
    await page.getByText('Baskets are lost').first().waitFor()
    expect(await shortcut(said)).toBe(200)

    const modal = page.locator('.modal')
    await modal.getByText('Diagnose this').waitFor()
    const verb = await modal.locator('option', { hasText: 'why-errors' }).textContent()
    await modal.locator('select').selectOption({ label: verb ?? '' })
    await modal.locator('input').fill('checkout last 30m')
    await modal.getByRole('button', { name: 'Diagnose', exact: true }).click()
    await modal.waitFor({ state: 'detached' })
    const answer = await message(({ thread_ts: thread, text }) => thread === said.ts && /^Cause found/.test(text))
    expect(answer.text).toContain('checkout ran out of memory')
    await page.close()
  })

  // Its page draws no rich_text, so the words of an answer are not looked for there.
  it('is used from its page', async () => {
    await asked('why-errors checkout')
    const page = await browser.newPage()
    await page.goto(slack.url)
    await page.getByText('lambda-oom').first().waitFor()
    const told = page.getByText('only visible to you')
    const before = await told.count()
    await page.getByRole('button', { name: 'Fix steps' }).first().click()
    await told.nth(before).waitFor()
    await page.close()
  })
})

it('local-slack is installed wherever there is one', () => {
  expect(isInstalled).toBe(process.platform === 'linux' && process.arch === 'x64')
})
