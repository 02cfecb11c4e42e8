import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../sandbox/slack/chromium.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'

const keepsPictures = process.env.FIRSTLOOK_PICTURES === '1'
const answerMs = 15_000

let browser: Browser
let pictures: string
let sandbox: Sandbox
let page: Page
let faults: string[]

beforeAll(async () => {
  browser = await launchChromium()
  pictures = keepsPictures
    ? join(import.meta.dirname, '../../docs/pictures')
    : await mkdtemp(join(tmpdir(), 'firstlook-answer-'))
  await mkdir(pictures, { recursive: true })
})

beforeEach(async () => {
  faults = []
  sandbox = await startSandbox({
    log: { info: () => undefined, error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`) },
  })
  page = await open()
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

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const opened = await browser.newPage({
    viewport: { width: 1440, height: 1280 },
    deviceScaleFactor: keepsPictures ? 1.5 : 1,
    colorScheme: 'light',
    ...options,
  })
  opened.setDefaultTimeout(answerMs)
  opened.on('pageerror', (error) => faults.push(error.message))
  opened.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  opened.on('request', (request) => {
    if (!request.url().startsWith(sandbox.slack.url)) faults.push(`the page asked for ${request.url()}`)
  })
  await opened.goto(sandbox.slack.url)
  await opened.getByRole('main').waitFor()
  return opened
}

const channel = () => page.getByRole('main')
const thread = () => page.getByRole('complementary', { name: 'Thread' })

/** Types key by key, as a person does, and sends. */
async function type(line: string): Promise<void> {
  const composer = page.getByRole('combobox', { name: 'Message #incidents' })
  await composer.focus()
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

/** The newest card that says `state`, with its thread there. */
async function card(state: RegExp): Promise<Locator> {
  const found = channel().getByRole('article').filter({ hasText: state }).last()
  await found.getByRole('button', { name: /^\d+ repl/ }).waitFor()
  return found
}

async function openThread(of: Locator): Promise<void> {
  await of.getByRole('button', { name: /^\d+ repl/ }).click()
  await thread().getByText('Evidence', { exact: true }).first().waitFor()
}

async function ephemeral(text: string | RegExp): Promise<Locator> {
  const found = page.getByRole('article').filter({ hasText: text }).filter({ hasText: 'Only visible to you' }).last()
  await found.waitFor()
  return found
}

/** What a person reads. */
async function words(of: Locator): Promise<string> {
  return (await of.allInnerTexts()).join('\n')
}

async function overflow(): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

describe('the answer', () => {
  it('is read from the question to the fix: cause, evidence, commands', async () => {
    await type('/aws why-502 orders-api')
    const answer = await card(/ause found/)
    const face = await words(answer)
    expect(face).toContain('why-502 orders-api')
    expect(face).toMatch(/orders-table .*throttled/)
    expect(face).toContain('asked by @Ada Okafor')

    await openThread(answer)
    const told = await words(thread())
    for (const words of [/orders-table/, /throttled/, /5xx responses: \d+ of/i, /How it reached you/, /What changed/])
      expect(told).toMatch(words)
    expect(told).toContain('aws dynamodb update-table --table-name orders-table')
    expect(told).toContain('aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB')
    for (const link of await thread().getByRole('link', { name: 'console' }).all())
      expect(await link.getAttribute('href')).toMatch(/^https:\/\/[a-z0-9-]*\.?console\.aws\.amazon\.com\//)

    await answer.getByRole('button', { name: 'Fix steps' }).click()
    await ephemeral('Commands. Read them before you run them')
    await page.getByRole('note').hover()
    await page.screenshot({ path: join(pictures, 'answer-light.png') })
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    await page.getByRole('note').hover()
    await page.screenshot({ path: join(pictures, 'answer-dark.png') })
    expect(await overflow()).toBeLessThanOrEqual(0)

    await thread()
      .getByRole('button', { name: /Show all \d+ checked causes/ })
      .click()
    expect(await words(await ephemeral('lambda-oom'))).toContain('Every cause that was checked')
  })

  it('is whole on a telephone', async () => {
    await type('/aws why-502 orders-api')
    await card(/ause found/)
    await page.close()
    page = await open({ viewport: { width: 390, height: 844 } })
    await openThread(await card(/ause found/))
    const folder = await mkdtemp(join(tmpdir(), 'firstlook-narrow-'))
    await page.screenshot({ path: join(folder, 'answer-narrow.png') })
    expect(await overflow()).toBeLessThanOrEqual(0)
    const cutOff = await thread()
      .locator('article *')
      .evaluateAll((all) =>
        all
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 300)),
      )
    expect(cutOff).toEqual([])
  })

  it('is asked again and fixed with its buttons', async () => {
    await type('/aws why-502 orders-api')
    const answer = await card(/ause found/)
    await answer.getByRole('button', { name: 'Fix steps' }).click()
    const steps = await words(await ephemeral('Commands. Read them before you run them'))
    expect(steps).toMatch(/Now: /)
    expect(steps).toContain('aws dynamodb update-table --table-name orders-table')

    await openThread(answer)
    const before = await thread().getByRole('button', { name: 'Re-check' }).count()
    await answer.getByRole('button', { name: 'Re-check' }).click()
    const again = thread().getByRole('button', { name: 'Re-check' }).nth(before)
    await again.waitFor()
    expect(await thread().getByText('why-502 orders-api', { exact: true }).count()).toBe(2)
  })

  it('follows the incident that is set off', async () => {
    await page.getByRole('button', { name: /A function dies/ }).click()
    await page.getByRole('button', { name: /Type it/ }).click()
    const composer = page.getByRole('combobox', { name: 'Message #incidents' })
    expect(await composer.inputValue()).toBe('/aws why-errors checkout')
    await composer.press('Enter')
    const answer = await card(/Cause found/)
    expect(await words(answer)).toContain('checkout ran out of memory')
    await openThread(answer)
    expect(await words(thread())).toContain('aws lambda update-function-configuration --function-name checkout')

    await page.getByRole('button', { name: 'Set off an incident' }).click()
    await page.getByRole('button', { name: 'Somebody asks, just in case' }).click()
    await page.getByRole('button', { name: /Type it/ }).click()
    await composer.press('Enter')
    expect(await words(await card(/No failure seen/))).not.toContain('Fix steps')
  })
})

describe('a question', () => {
  it('comes from a message, by its shortcut and a modal', async () => {
    await page.getByRole('button', { name: /A function dies/ }).click()
    await page.getByRole('button', { name: /Type it/ }).waitFor()
    await sandbox.slack.control.say('Baskets are lost, please have a look', { user: 'U0PRIYA000' })
    const message = channel().getByRole('article').filter({ hasText: 'Baskets are lost' })
    await message.hover()
    await message.getByRole('button', { name: 'More message actions' }).click()
    await page.getByRole('menuitem', { name: /Diagnose this/ }).click()
    const modal = page.getByRole('dialog', { name: 'Diagnose this' })
    await modal.getByRole('button', { name: /What is seen/ }).click()
    await modal.getByRole('option', { name: /why-errors/ }).click()
    await modal.getByRole('textbox', { name: /Resource/ }).fill('checkout last 30m')
    await modal.getByRole('button', { name: 'Diagnose', exact: true }).click()
    await modal.waitFor({ state: 'detached' })
    await message.getByRole('button', { name: /^\d+ repl/ }).click()
    await thread().getByText('checkout ran out of memory').first().waitFor()
  })

  it('that is none gets help, a correction or a choice, for the asker alone', async () => {
    await type('/aws help')
    const menu = await ephemeral('Ask what you see')
    await menu.getByRole('button', { name: 'why-502' }).click()
    expect(await words(await ephemeral('IAM actions'))).toMatch(/logs:\s+FilterLogEvents/)

    await type('/aws why-503x orders-api')
    const correction = await ephemeral(/did you mean/i)
    expect(await correction.getByRole('button').allInnerTexts()).not.toEqual([])

    sandbox.aws.setWorld({
      httpApis: ['h1h1h1h1h1', 'h2h2h2h2h2'].map((id) => ({ name: 'twin', id, stages: [{ name: '$default' }] })),
    })
    await type('/aws why-502 twin')
    const choice = await ephemeral(/twin/)
    await choice.getByRole('button', { name: /Choose one/ }).click()
    await page.getByRole('option', { name: /h2h2h2h2h2/ }).click()
    const answer = channel()
      .getByRole('article')
      .filter({ hasText: /h2h2h2h2h2/ })
      .filter({ hasText: 'Re-check' })
    await answer.waitFor()
    expect(sandbox.slack.control.messages().filter(({ text }) => text.startsWith('Looking'))).toEqual([])
  })
})
