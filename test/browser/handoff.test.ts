import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/start.ts'
import { answerMs, browserScene, counts, fits, namesEveryControl, reads, words } from './browser-scene.ts'

const dayMs = 24 * 3600_000

const scene = browserScene((log) => startSandbox({ log }))
beforeEach(() => scene.open())

const channel = () => scene.page.getByRole('main')
const thread = () => scene.page.getByRole('complementary', { name: 'Thread' })
const composer = () => scene.page.getByRole('combobox', { name: 'Message #incidents' })
const focused = () =>
  scene.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

/** The page as it stands, light and dark, wide and as narrow as a phone; only ever looked at. */
async function picture(name: string): Promise<void> {
  const wide = scene.page.viewportSize()
  for (const [theme, other] of [
    ['light', 'dark'],
    ['dark', 'light'],
  ] as const) {
    await scene.page.emulateMedia({ colorScheme: theme })
    await scene.page.screenshot({ path: join(scene.looks, `${name}-${theme}.png`) })
    await scene.page.setViewportSize({ width: 420, height: 1000 })
    await fits(scene.page)
    await scene.page.screenshot({ path: join(scene.looks, `${name}-narrow-${theme}.png`) })
    if (wide !== null) await scene.page.setViewportSize(wide)
    await scene.page.emulateMedia({ colorScheme: other })
  }
  await scene.page.emulateMedia({ colorScheme: 'light' })
}

/** Types key by key, as a person does, and sends. */
async function type(line: string): Promise<void> {
  await composer().focus()
  await scene.page.keyboard.type(line)
  await scene.page.keyboard.press('Enter')
}

async function articleWith(text: string | RegExp): Promise<Locator> {
  const found = channel().getByRole('article').filter({ hasText: text }).last()
  await found.waitFor()
  return found
}

async function become(name: string): Promise<void> {
  // Until the page is that person's, a click still goes to the one before.
  await channel().evaluate((main) => main.setAttribute('data-before', ''))
  await scene.page.getByRole('combobox', { name: 'You are' }).selectOption({ label: name })
  await scene.page.locator('main:not([data-before])').waitFor()
}

/** The words under a heading of App Home, up to the next one. */
async function homeSection(title: string): Promise<string> {
  const all = await words(channel())
  const after = all.split(`\n${title}\n`)[1] ?? ''
  return after.split(/\n(?:My open incidents|Snoozed|On call|Last handoff|Accounts|Channels)\n/)[0] ?? ''
}

/** Waits until all of this is read under a heading of App Home. */
async function home(title: string, ...all: readonly (string | RegExp)[]): Promise<void> {
  for (const each of all) await expect.poll(() => homeSection(title), { timeout: answerMs }).toMatch(each)
}

async function openHome(): Promise<void> {
  await scene.page.getByRole('button', { name: /^Firstlook/ }).click()
  await scene.page.getByRole('tab', { name: 'Home' }).click()
  await channel().getByRole('heading', { name: 'My open incidents' }).waitFor()
}

/** Ada, then Miguel, then Priya, a week each; Ada's week began two days ago. Filled in with keys alone but for the date. */
async function makeRotation(): Promise<void> {
  await type('/aws oncall edit')
  const form = scene.page.getByRole('dialog', { name: 'On-call rotation' })
  await form.waitFor()
  await expect.poll(focused).toBe('Name')
  await form.getByRole('textbox', { name: 'Name' }).fill('Orders')
  await form.getByRole('button', { name: /^People, in the order of their turns/ }).focus()
  for (const key of ['Enter', 'ArrowDown', 'Enter', 'ArrowDown', 'Enter', 'Escape'])
    await scene.page.keyboard.press(key)
  await expect.poll(focused).toBe('People, in the order of their turns: Ada Okafor, Miguel Santos, Priya Raman')
  await form.getByLabel('The first person’s first day').fill(dateOf(Date.now() - 2 * dayMs))
  await form.getByRole('button', { name: 'Save' }).focus()
  await scene.page.keyboard.press('Enter')
  await form.waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('Message #incidents')
  await articleWith(/Saved: Orders for #incidents/)
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** An alarm fires, and Ada acknowledges it. */
async function takeIncident(): Promise<void> {
  await scene.page.getByRole('button', { name: 'orders-api-5xx: Fire' }).click()
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
    await reads(await articleWith(/On call/), /Ada Okafor.*Miguel Santos/s)

    await takeIncident()
    await type('/aws note the load test runs until noon')
    await articleWith('Noted. The handoff of Orders tells it.')
    const handoff = await handOver()
    await reads(
      handoff,
      ...['@Ada Okafor → @Miguel Santos', '1 open, 0 closed in the shift.'],
      ...['Next: Raise the write capacity of orders-table', 'Done when the alarm is OK'],
    )
    expect(await words(handoff)).not.toMatch(/\d:\d\d:\d\d/)
    await handoff.getByRole('button', { name: /^\d+ repl/ }).click()
    await thread().getByText('the load test runs until noon').waitFor()

    await scene.page.getByRole('note').hover()
    await scene.page.screenshot({ path: join(scene.pictures, 'handoff-light.png') })
    await scene.page.getByRole('button', { name: 'Use the dark theme' }).click()
    await scene.page.getByRole('note').hover()
    await scene.page.screenshot({ path: join(scene.pictures, 'handoff-dark.png') })
    await fits(scene.page)

    await become('Miguel Santos')
    await openHome()
    await home('My open incidents', 'None is yours.')
    await home('Last handoff', 'Waits for @Miguel Santos to accept.')
    await channel().getByRole('button', { name: 'Accept', exact: true }).focus()
    await scene.page.keyboard.press('Enter')
    await channel().getByRole('link', { name: 'orders-api-5xx' }).waitFor()
    await home('My open incidents', 'Acknowledged: orders-api-5xx')
    await home('Last handoff', '@Miguel Santos accepted 1 item')
    await counts(channel().getByRole('button', { name: 'Accept', exact: true }), 0)

    await scene.page.getByRole('button', { name: /^incidents/ }).click()
    const taken = await articleWith(/Miguel Santos accepted 1 item/)
    await counts(taken.getByRole('button', { name: /Accept|Decline/ }), 0)
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
    await reads(await articleWith('Only visible to you'), '@Miguel Santos')
    await counts(offered.getByRole('button', { name: 'Accept', exact: true }), 1)

    await become('Miguel Santos')
    await offered.getByRole('button', { name: 'Decline…' }).click()
    const form = scene.page.getByRole('dialog', { name: 'Decline' })
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
    await home('Accounts', /123456789012 eu-west-1: .+, looked at today/)
    await channel().getByRole('button', { name: 'Edit…' }).first().focus()
    await scene.page.keyboard.press('Enter')
    const form = scene.page.getByRole('dialog', { name: 'Channel settings' })
    await form.waitFor()
    await expect.poll(focused).toMatch(/^Channel/)
    await reads(form, 'Now in')
    await form.getByRole('radio', { name: /^Short/ }).focus()
    await scene.page.keyboard.press('Space')
    await form.getByRole('textbox', { name: 'Time zone of the quiet hours' }).fill('Berlin')
    await picture('channel-settings')
    await form.getByRole('button', { name: 'Save' }).focus()
    await scene.page.keyboard.press('Enter')
    await form.getByText('give an IANA time zone, for example Europe/Berlin').waitFor()
    await form.getByRole('textbox', { name: 'Time zone of the quiet hours' }).fill('Europe/Berlin')
    await form.getByRole('button', { name: 'Save' }).focus()
    await scene.page.keyboard.press('Enter')
    await form.waitFor({ state: 'detached' })
    await channel().getByText('Set here by').waitFor()
    await home('Channels', '@Ada Okafor', 'short: cause, fix and gaps')
    await picture('app-home')
  })

  it('and App Home name every control', async () => {
    await makeRotation()
    await takeIncident()
    await handOver()
    await become('Miguel Santos')
    await namesEveryControl(scene.page)
    await openHome()
    await namesEveryControl(scene.page)
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
