import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/start.ts'
import { answerMs, browserScene, counts, fits, reads } from './browser-scene.ts'

const stormMs = 60_000
const phone = { width: 390, height: 844 }

const scene = browserScene((log) => startSandbox({ pause: async () => undefined, log }))

const channel = () => scene.page.getByRole('main')
const thread = () => scene.page.getByRole('complementary', { name: 'Thread' })
const palette = () => scene.page.getByRole('complementary', { name: 'Set off an incident' })

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
  const done = scene.page.waitForResponse((response) => response.url().includes('/ui/control'), { timeout: stormMs })
  await palette().getByRole('button', { name, exact: true }).click()
  expect((await done).ok()).toBe(true)
}

async function openThread(): Promise<void> {
  await (await card('orders-errors')).getByRole('button', { name: /^\d+ repl/ }).click()
  await thread().getByText('Evidence', { exact: true }).first().waitFor()
}

async function glance(name: string): Promise<void> {
  await scene.page.screenshot({ path: join(scene.looks, `${name}.png`) })
  await fits(scene.page)
}

async function snooze(hours: string, why: string): Promise<void> {
  await (await card('Acknowledged')).getByRole('button', { name: 'Snooze…' }).click()
  const form = scene.page.getByRole('dialog', { name: 'Snooze' })
  await form.getByRole('button', { name: /How long/ }).click()
  await form.getByRole('option', { name: hours }).click()
  await form.getByRole('button', { name: 'Snooze', exact: true }).click()
  await form.getByRole('alert').waitFor()
  await form.getByRole('textbox', { name: 'Why' }).fill(why)
  await glance(`snooze-${scene.page.viewportSize()?.width}`)
  await form.getByRole('button', { name: 'Snooze', exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

async function exported(): Promise<Locator> {
  const now = await card(/Firing again/)
  await now.getByRole('button', { name: 'More actions' }).click()
  await scene.page.getByRole('menuitem', { name: 'Export' }).click()
  const told = scene.page
    .getByRole('article')
    .filter({ hasText: 'Only visible to you' })
    .filter({ hasText: 'Timeline' })
  await told.last().waitFor()
  return told.last()
}

describe('an alarm', () => {
  it('lives in one card: fires, is acknowledged, snoozed, looked at again, OK, fires again, and is exported', async () => {
    await scene.open()
    await control('orders-errors: Fire')
    const fired = await card(/Writes to orders-table were throttled/)
    await reads(fired, /Firing\s+orders-errors\s+@orders-oncall/)
    await glance('fired')

    await fired.getByRole('button', { name: 'Ack', exact: true }).focus()
    await scene.page.keyboard.press('Enter')
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
    await counts(channel().getByRole('article').filter({ hasText: 'orders-errors' }), 1)
    await reads(
      await exported(),
      ...['orders-errors', 'Ada Okafor', 'The load test runs until noon', 'ddb-provisioned-low'],
    )
    await glance('exported')
  })

  it('looks as it should in both themes, with its thread beside it', async () => {
    await scene.open()
    await control('orders-errors: Fire')
    await (await card(/Writes to/)).getByRole('button', { name: 'Ack', exact: true }).click()
    await card(/Acknowledged by/)
    await openThread()
    for (const theme of ['light', 'dark']) {
      await scene.page.getByRole('note').hover()
      await scene.page.screenshot({ path: join(scene.pictures, `alarm-${theme}.png`) })
      if (theme === 'light') await scene.page.getByRole('button', { name: 'Use the dark theme' }).click()
    }
  })

  it('is handled on a telephone', async () => {
    await scene.open({ viewport: phone, colorScheme: 'dark' })
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
    await scene.open()
    await palette()
      .getByRole('button', { name: /Everything at once/ })
      .click()
    await control('40 alarms: Fire all')
    await scene.served.app.idle()
    const over = await card(/40 alarms in 12 incidents of one account/, 'Many alarms in 123456789012', stormMs)
    await reads(
      over,
      ...['ddb-provisioned-low on orders-table', 'lambda-import-module on 6', 'lambda-oom on 5'],
      /firing, 18 alarms: ddb-provisioned-low on orders-table/,
      '… and 6 more, each with its own card',
    )
    await counts(channel().getByRole('article').filter({ hasText: 'Many alarms in 123456789012' }), 1)
    await glance('storm')
  }, 180_000)
})
