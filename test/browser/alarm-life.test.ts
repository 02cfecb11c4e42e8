import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../sandbox/slack/chromium.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'

const keepsPictures = process.env.FIRSTLOOK_PICTURES === '1'
const answerMs = 15_000
const stormMs = 45_000
const wide = { width: 1440, height: 1280 }
const phone = { width: 390, height: 844 }

let browser: Browser
let pictures: string
let glances: string
let sandbox: Sandbox
let page: Page
let faults: string[]

beforeAll(async () => {
  browser = await launchChromium()
  glances = await mkdtemp(join(tmpdir(), 'firstlook-alarm-'))
  pictures = keepsPictures ? join(import.meta.dirname, '../../docs/pictures') : glances
  await mkdir(pictures, { recursive: true })
})

beforeEach(async () => {
  faults = []
  sandbox = await startSandbox({
    pause: async () => undefined,
    log: { info: () => undefined, error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`) },
  })
})

afterEach(async () => {
  await page.close()
  const refused = sandbox.slack.control.refusals().map(({ method, error }) => `${method}: ${error}`)
  await sandbox.close()
  expect({ faults, refused }).toEqual({ faults: [], refused: [] })
})

afterAll(async () => {
  await browser.close()
})

async function open(viewport: typeof wide, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: keepsPictures ? 1.5 : 1 })
  page.setDefaultTimeout(answerMs)
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  await page.goto(sandbox.slack.url)
  await page.getByRole('main').waitFor()
}

const channel = () => page.getByRole('main')
const thread = () => page.getByRole('complementary', { name: 'Thread' })
const palette = () => page.getByRole('complementary', { name: 'Set off an incident' })

/** The alarm's card in the channel, once it says this. */
async function card(words: string | RegExp, alarm = 'orders-errors', timeout = answerMs): Promise<Locator> {
  const found = channel().getByRole('article').filter({ hasText: alarm }).filter({ hasText: words })
  await found.waitFor({ timeout })
  return found
}

/** Presses a button of the palette, which a thread or a phone may have put away. */
async function control(name: string): Promise<void> {
  if (!(await palette().isVisible()))
    await channel().getByRole('button', { name: 'Set off an incident' }).first().click()
  const done = page.waitForResponse((response) => response.url().includes('/ui/control'), { timeout: stormMs })
  await palette().getByRole('button', { name, exact: true }).click()
  expect((await done).ok()).toBe(true)
}

async function openThread(): Promise<void> {
  await (await card('orders-errors')).getByRole('button', { name: /^\d+ repl/ }).click()
  await thread().getByText('Evidence', { exact: true }).first().waitFor()
}

async function words(of: Locator): Promise<string> {
  return (await of.allInnerTexts()).join('\n')
}

async function glance(name: string): Promise<void> {
  await page.screenshot({ path: join(glances, `${name}.png`) })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  const cutOff = await page
    .locator('article *')
    .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length)
  expect(cutOff).toBe(0)
}

async function snooze(hours: string, why: string): Promise<void> {
  await (await card('Acknowledged')).getByRole('button', { name: 'Snooze…' }).click()
  const form = page.getByRole('dialog', { name: 'Snooze' })
  await form.getByRole('button', { name: /How long/ }).click()
  await form.getByRole('option', { name: hours }).click()
  await form.getByRole('button', { name: 'Snooze', exact: true }).click()
  await form.getByRole('alert').waitFor()
  await form.getByRole('textbox', { name: 'Why' }).fill(why)
  await glance(`snooze-${page.viewportSize()?.width}`)
  await form.getByRole('button', { name: 'Snooze', exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

async function exported(): Promise<Locator> {
  const now = await card(/Firing again/)
  await now.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Export' }).click()
  const told = page.getByRole('article').filter({ hasText: 'Only visible to you' }).filter({ hasText: 'Timeline' })
  await told.last().waitFor()
  return told.last()
}

describe('an alarm', () => {
  it('lives in one card: fires, is acknowledged, snoozed, looked at again, OK, fires again, and is exported', async () => {
    await open(wide)
    await control('orders-errors: Fire')
    const fired = await card(/Writes to orders-table were throttled/)
    expect(await words(fired)).toMatch(/Firing\s+orders-errors\s+@orders-oncall/)
    await glance('fired')

    await fired.getByRole('button', { name: 'Ack', exact: true }).focus()
    await page.keyboard.press('Enter')
    await card(/Acknowledged by @Ada Okafor/)
    await openThread()
    await thread().getByText('Ada Okafor acknowledged it').waitFor()

    await snooze('1 hour', 'The load test runs until noon')
    await card(/Snoozed until .* by @Ada Okafor/)
    await thread().getByText('The load test runs until noon').waitFor()
    await control('Move the clock on: +1 h')
    await openThread()
    await thread().getByText('The snooze is over').waitFor()

    await (await card(/Acknowledged/)).getByRole('button', { name: 'Re-check' }).click()
    await thread()
      .getByText(/looked again\. Still there: Writes to orders-table/)
      .waitFor()

    await control('The fault: It stops by itself')
    await card(/OK since .* Looking whether the cause is gone/)
    for (const _ of ['soon after an OK', 'failures from before it', 'are still in sight'])
      await control('Move the clock on: +5 min')
    await card(/Only quiet/)
    await openThread()
    await thread().getByText('Only quiet: nothing fails now').waitFor()
    await glance('recovered')

    await control('orders-errors: Fire')
    await card(/Firing again/)
    expect(await channel().getByRole('article').filter({ hasText: 'orders-errors' }).count()).toBe(1)
    const markdown = await words(await exported())
    for (const words of ['orders-errors', 'Ada Okafor', 'The load test runs until noon', 'ddb-provisioned-low'])
      expect(markdown).toContain(words)
    await glance('exported')
  })

  it('looks as it should in both themes, with its thread beside it', async () => {
    await open(wide)
    await control('orders-errors: Fire')
    await (await card(/Writes to/)).getByRole('button', { name: 'Ack', exact: true }).click()
    await card(/Acknowledged by/)
    await openThread()
    for (const theme of ['light', 'dark']) {
      await page.getByRole('note').hover()
      await page.screenshot({ path: join(pictures, `alarm-${theme}.png`) })
      if (theme === 'light') await page.getByRole('button', { name: 'Use the dark theme' }).click()
    }
  })

  it('is handled on a telephone', async () => {
    await open(phone, 'dark')
    await control('orders-errors: Fire')
    await palette().waitFor({ state: 'hidden' })
    const fired = await card(/Writes to orders-table were throttled/)
    await glance('phone-fired')
    await fired.getByRole('button', { name: 'Ack', exact: true }).click()
    await snooze('4 hours', 'Known')
    await card(/Snoozed until/)
    await glance('phone-snoozed')
    await openThread()
    await glance('phone-thread')
  })
})

describe('a storm', () => {
  it('is one card over many, and each alarm is counted once', async () => {
    await open(wide)
    await palette()
      .getByRole('button', { name: /Everything at once/ })
      .click()
    await control('40 alarms: Fire all')
    await sandbox.app.idle()
    const over = await card(/40 alarms in 12 incidents of one account/, 'Many alarms in 123456789012', stormMs)
    const told = await words(over)
    for (const cause of ['ddb-provisioned-low on orders-table', 'lambda-import-module on 6', 'lambda-oom on 5'])
      expect(told).toContain(cause)
    expect(told).toMatch(/firing, 18 alarms: ddb-provisioned-low on orders-table/)
    expect(told).toContain('… and 6 more, each with its own card')
    const cards = await channel().getByRole('article').allInnerTexts()
    expect(cards.filter((each) => each.includes('Many alarms in 123456789012'))).toHaveLength(1)
    await glance('storm')
  }, 180_000)
})
