import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../sandbox/slack/chromium.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'

const keepsPictures = process.env.FIRSTLOOK_PICTURES === '1'
const answerMs = 15_000
const dayMs = 24 * 3600_000

let browser: Browser
let pictures: string
let looks: string
let sandbox: Sandbox
let page: Page
let faults: string[]

beforeAll(async () => {
  browser = await launchChromium()
  pictures = keepsPictures
    ? join(import.meta.dirname, '../../docs/pictures')
    : await mkdtemp(join(tmpdir(), 'firstlook-handoff-'))
  await mkdir(pictures, { recursive: true })
  looks = process.env.FIRSTLOOK_LOOKS ?? (await mkdtemp(join(tmpdir(), 'firstlook-looks-')))
  await mkdir(looks, { recursive: true })
})

beforeEach(async () => {
  faults = []
  sandbox = await startSandbox({
    log: { info: () => undefined, error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`) },
  })
  page = await browser.newPage({
    viewport: { width: 1440, height: 1280 },
    deviceScaleFactor: keepsPictures ? 1.5 : 1,
    colorScheme: 'light',
  })
  page.setDefaultTimeout(answerMs)
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  await page.goto(sandbox.slack.url)
  await page.getByRole('main').waitFor()
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

const channel = () => page.getByRole('main')
const thread = () => page.getByRole('complementary', { name: 'Thread' })
const composer = () => page.getByRole('combobox', { name: 'Message #incidents' })
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

/** The page as it stands, light and dark, wide and as narrow as a phone; only ever looked at. */
async function picture(name: string): Promise<void> {
  const wide = page.viewportSize()
  for (const [theme, other] of [
    ['light', 'dark'],
    ['dark', 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: join(looks, `${name}-${theme}.png`) })
    await page.setViewportSize({ width: 420, height: 1000 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.screenshot({ path: join(looks, `${name}-narrow-${theme}.png`) })
    if (wide !== null) await page.setViewportSize(wide)
    await page.emulateMedia({ colorScheme: other })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Types key by key, as a person does, and sends. */
async function type(line: string): Promise<void> {
  await composer().focus()
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

async function articleWith(text: string | RegExp): Promise<Locator> {
  const found = channel().getByRole('article').filter({ hasText: text }).last()
  await found.waitFor()
  return found
}

/** What a person reads. */
async function words(of: Locator): Promise<string> {
  return (await of.allInnerTexts()).join('\n')
}

async function become(name: string): Promise<void> {
  // Until the page is that person's, a click still goes to the one before.
  await channel().evaluate((main) => main.setAttribute('data-before', ''))
  await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: name })
  await page.locator('main:not([data-before])').waitFor()
}

/** The words under a heading of App Home, up to the next one. */
async function homeSection(title: string): Promise<string> {
  const all = await words(channel())
  const after = all.split(`\n${title}\n`)[1] ?? ''
  return after.split(/\n(?:My open incidents|Snoozed|On call|Last handoff|Accounts|Channels)\n/)[0] ?? ''
}

async function openHome(): Promise<void> {
  await page.getByRole('button', { name: /^Firstlook/ }).click()
  await page.getByRole('tab', { name: 'Home' }).click()
  await channel().getByRole('heading', { name: 'My open incidents' }).waitFor()
}

/** Ada, then Miguel, then Priya, a week each; Ada's week began two days ago. Filled in with keys alone but for the date. */
async function makeRotation(): Promise<void> {
  await type('/aws oncall edit')
  const form = page.getByRole('dialog', { name: 'On-call rotation' })
  await form.waitFor()
  expect(await focused()).toBe('Name')
  await form.getByRole('textbox', { name: 'Name' }).fill('Orders')
  await form.getByRole('button', { name: /^People, in the order of their turns/ }).focus()
  for (const key of ['Enter', 'ArrowDown', 'Enter', 'ArrowDown', 'Enter', 'Escape']) await page.keyboard.press(key)
  expect(await focused()).toBe('People, in the order of their turns: Ada Okafor, Miguel Santos, Priya Raman')
  await form.getByLabel('The first person’s first day').fill(dateOf(Date.now() - 2 * dayMs))
  await form.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('Enter')
  await form.waitFor({ state: 'detached' })
  expect(await focused()).toBe('Message #incidents')
  await articleWith(/Saved: Orders for #incidents/)
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** An alarm fires, and Ada acknowledges it. */
async function takeIncident(): Promise<void> {
  await page.getByRole('button', { name: 'orders-api-5xx: Fire' }).click()
  const card = await articleWith(/Writes to orders-table were throttled/)
  await card.getByRole('button', { name: 'Ack', exact: true }).click()
  await articleWith(/Acknowledged by @Ada Okafor/)
}

/** The handoff's message in the channel, whole. */
async function handOver(): Promise<Locator> {
  await type('/aws handoff')
  await articleWith('The handoff of Orders stands in this channel, with 1 open.')
  return await articleWith('Waits for @Miguel Santos to accept.')
}

describe('a handoff', () => {
  it('goes from a rotation and an incident to the person who accepts it, whose App Home changes', async () => {
    await makeRotation()
    await type('/aws oncall')
    const onCall = await words(await articleWith(/On call/))
    expect(onCall.indexOf('Ada Okafor')).toBeGreaterThan(-1)
    expect(onCall.indexOf('Miguel Santos')).toBeGreaterThan(onCall.indexOf('Ada Okafor'))

    await takeIncident()
    await type('/aws note the load test runs until noon')
    await articleWith('Noted. The handoff of Orders tells it.')
    const handoff = await handOver()
    const told = await words(handoff)
    expect(told).toContain('@Ada Okafor → @Miguel Santos')
    expect(told).toContain('1 open, 0 closed in the shift.')
    expect(told).toContain('Next: Raise the write capacity of orders-table')
    expect(told).toContain('Done when the alarm is OK')
    expect(told).not.toMatch(/\d:\d\d:\d\d/)
    await handoff.getByRole('button', { name: /^\d+ repl/ }).click()
    await thread().getByText('the load test runs until noon').waitFor()

    await page.getByRole('note').hover()
    await page.screenshot({ path: join(pictures, 'handoff-light.png') })
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    await page.getByRole('note').hover()
    await page.screenshot({ path: join(pictures, 'handoff-dark.png') })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

    await become('Miguel Santos')
    await openHome()
    expect(await homeSection('My open incidents')).toContain('None is yours.')
    expect(await homeSection('Last handoff')).toContain('Waits for @Miguel Santos to accept.')
    await channel().getByRole('button', { name: 'Accept', exact: true }).focus()
    await page.keyboard.press('Enter')
    await channel().getByRole('link', { name: 'orders-api-5xx' }).waitFor()
    expect(await homeSection('My open incidents')).toContain('Acknowledged: orders-api-5xx')
    expect(await homeSection('Last handoff')).toContain('@Miguel Santos accepted 1 item')
    expect(await channel().getByRole('button', { name: 'Accept', exact: true }).count()).toBe(0)

    await page.getByRole('button', { name: /^incidents/ }).click()
    const taken = await articleWith(/Miguel Santos accepted 1 item/)
    expect(await taken.getByRole('button', { name: /Accept|Decline/ }).count()).toBe(0)
    const card = await articleWith(/Acknowledged by @Ada Okafor/)
    await card.getByText('@Miguel Santos').waitFor()
  })

  it('is accepted by the person it waits for, and by nobody else', async () => {
    await makeRotation()
    await takeIncident()
    await handOver()
    await become('Priya Raman')
    const offered = await articleWith('Waits for @Miguel Santos to accept.')
    await offered.getByRole('button', { name: 'Accept', exact: true }).click()
    const refusal = await articleWith('Only visible to you')
    expect(await words(refusal)).toContain('@Miguel Santos')
    expect(await offered.getByRole('button', { name: 'Accept', exact: true }).count()).toBe(1)

    await become('Miguel Santos')
    await offered.getByRole('button', { name: 'Decline…' }).click()
    const form = page.getByRole('dialog', { name: 'Decline' })
    await form.getByRole('textbox', { name: 'Why' }).fill('I am ill')
    await form.getByRole('button', { name: 'Decline', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await articleWith(/@Miguel Santos declined: “I am ill”/)

    await become('Priya Raman')
    await (await articleWith(/“I am ill”/)).getByRole('button', { name: 'Accept', exact: true }).click()
    await articleWith(/@Priya Raman accepted 1 item/)
  })

  it('has a channel whose settings are edited in App Home, with keys alone', async () => {
    await type('/aws doctor')
    await articleWith(/One account and region/)
    await openHome()
    expect(await homeSection('Accounts')).toMatch(/123456789012 eu-west-1: .+, looked at today/)
    await channel().getByRole('button', { name: 'Edit…' }).first().focus()
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog', { name: 'Channel settings' })
    await form.waitFor()
    expect(await focused()).toMatch(/^Channel/)
    expect(await words(form)).toContain('Now in')
    await form.getByRole('radio', { name: /^Short/ }).focus()
    await page.keyboard.press('Space')
    await form.getByRole('textbox', { name: 'Time zone of the quiet hours' }).fill('Berlin')
    await picture('channel-settings')
    await form.getByRole('button', { name: 'Save' }).focus()
    await page.keyboard.press('Enter')
    await form.getByText('give an IANA time zone, for example Europe/Berlin').waitFor()
    await form.getByRole('textbox', { name: 'Time zone of the quiet hours' }).fill('Europe/Berlin')
    await form.getByRole('button', { name: 'Save' }).focus()
    await page.keyboard.press('Enter')
    await form.waitFor({ state: 'detached' })
    await channel().getByText('Set here by').waitFor()
    const set = await homeSection('Channels')
    expect(set).toContain('@Ada Okafor')
    expect(set).toContain('short: cause, fix and gaps')
    await picture('app-home')
  })

  it('and App Home name every control', async () => {
    await makeRotation()
    await takeIncident()
    await handOver()
    await become('Miguel Santos')
    const nameless = () =>
      page
        .locator('button, input, textarea, select, a')
        .evaluateAll((all) =>
          all
            .filter((one) => !(one.textContent?.trim() || one.getAttribute('aria-label') || one.closest('label')))
            .map((one) => one.outerHTML),
        )
    expect(await nameless()).toEqual([])
    await openHome()
    expect(await nameless()).toEqual([])
    expect(await channel().getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'My open incidents',
      'Snoozed',
      'On call',
      'Last handoff',
      'Accounts',
      'Channels',
    ])
  })
})
