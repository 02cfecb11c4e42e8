import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const systemPath = '/usr/bin/chromium'

/** Starts a headless Chromium: the one from npm or, where that one lacks libraries, the system's. */
export async function launchChromium(): Promise<Browser> {
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    return await chromium.launch({ executablePath: await packaged.executablePath(), args: flags, headless: true })
  } catch (error) {
    if (!existsSync(systemPath)) throw error
    return chromium.launch({ executablePath: systemPath, args: flags, headless: true })
  }
}
