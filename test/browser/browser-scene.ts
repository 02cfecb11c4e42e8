import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from '../../sandbox/slack/chromium.ts'
import type { SlackControl } from '../../sandbox/slack/control.ts'

/** How long, in milliseconds, a page is waited for. */
export const answerMs = 15_000
const keepsPictures = process.env.FIRSTLOOK_PICTURES === '1'

interface Served {
  readonly slack: { readonly url: string; readonly control: Pick<SlackControl, 'refusals'> }
  readonly close: () => Promise<void>
}

/** What a test in a browser has at hand; everything is made anew for each test, but for the browser and the folders. */
export interface BrowserScene<S extends Served> {
  readonly served: S
  readonly page: Page
  /** Where pictures of the docs go: a folder nobody keeps, unless `FIRSTLOOK_PICTURES=1`. */
  readonly pictures: string
  /** Where pictures go that are only ever looked at: `FIRSTLOOK_LOOKS`, or a folder nobody keeps. */
  readonly looks: string
  /** Everything that fails a test by having happened. */
  readonly faults: string[]
  /** Opens the page anew, closing the one before. */
  readonly open: (options?: BrowserContextOptions) => Promise<void>
}

/** What the sandbox logs to: an error is a fault. */
export interface FaultLog {
  readonly info: () => void
  readonly error: (message: string, fields?: Record<string, unknown>) => void
}

/**
 * Registers the hooks of a file whose tests run in a browser. After each, errors of the app, errors of the page, requests to elsewhere and
 * calls that Slack refuses fail the test.
 */
export function browserScene<S extends Served>(start: (log: FaultLog) => Promise<S>): BrowserScene<S> {
  let browser: Browser
  let page: Page | undefined
  let served: S
  let faults: string[] = []
  let pictures = ''
  let looks = ''

  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    await page?.close()
    page = await browser.newPage({
      viewport: { width: 1440, height: 1280 },
      deviceScaleFactor: keepsPictures ? 1.5 : 1,
      colorScheme: 'light',
      ...options,
    })
    page.setDefaultTimeout(answerMs)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
    page.on('request', (request) => {
      if (!request.url().startsWith(served.slack.url)) faults.push(`the page asked for ${request.url()}`)
    })
    await page.goto(served.slack.url)
    await page.getByRole('main').waitFor()
  }

  beforeAll(async () => {
    browser = await launchChromium()
    pictures = keepsPictures ? join(import.meta.dirname, '../../docs/pictures') : await folder('pictures')
    looks = process.env.FIRSTLOOK_LOOKS ?? (await folder('looks'))
    for (const each of [pictures, looks]) await mkdir(each, { recursive: true })
  })
  beforeEach(async () => {
    faults = []
    served = await start({
      info: () => undefined,
      error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`),
    })
  })
  afterEach(async () => {
    await page?.close()
    page = undefined
    const refused = served.slack.control.refusals().map(({ method, error }) => `${method}: ${error}`)
    await served.close()
    expect({ faults, refused }).toEqual({ faults: [], refused: [] })
  })
  afterAll(async () => {
    await browser.close()
  })

  return {
    get served() {
      return served
    },
    get page() {
      if (page === undefined) throw new Error('no page is open')
      return page
    },
    get pictures() {
      return pictures
    },
    get looks() {
      return looks
    },
    get faults() {
      return faults
    },
    open,
  }
}

/** What a person reads there at this moment. */
export async function words(of: Locator): Promise<string> {
  return (await of.allInnerTexts()).join('\n')
}

/** Waits until a person reads all of this there. */
export async function reads(of: Locator, ...all: readonly (string | RegExp)[]): Promise<void> {
  for (const each of all) await expect.poll(() => words(of), { timeout: answerMs }).toMatch(each)
}

/** Waits until there are so many. */
export async function counts(of: Locator, many: number): Promise<void> {
  await expect.poll(() => of.count(), { timeout: answerMs }).toBe(many)
}

/** Fails where the page is wider than its window, or something in a message ends outside of it. */
export async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  const cutOff = await page
    .locator('article *')
    .evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 300)),
    )
  expect(cutOff).toEqual([])
}

/** Fails where a control has no name that a screen reader could say. */
export async function namesEveryControl(page: Page): Promise<void> {
  const nameless = await page
    .locator('button, input, textarea, select, a')
    .evaluateAll((all) =>
      all
        .filter((one) => !(one.textContent?.trim() || one.getAttribute('aria-label') || one.closest('label')))
        .map((one) => one.outerHTML),
    )
  expect(nameless).toEqual([])
}

async function folder(name: string): Promise<string> {
  return await mkdtemp(join(tmpdir(), `firstlook-${name}-`))
}
