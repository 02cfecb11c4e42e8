import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ConfigInput } from '../config/config.ts'
import { type AppInTest, channel, only, startAppInTest } from './app-in-test.ts'

const guest = 'U0GUEST000'
const miguel = 'U0MIGUEL00'
const prod = { id: '123456789012', regions: ['eu-west-1'] }

let app: AppInTest
async function start(config: ConfigInput = {}): Promise<AppInTest> {
  app = await startAppInTest(config)
  return app
}
afterEach(async () => {
  await app.close()
})

/** Makes the test's channel one that another organisation shares. */
function shareChannel(): void {
  const found = app.slack.state.channels.get(channel)
  if (found !== undefined) app.slack.state.channels.set(channel, { ...found, isExtShared: true })
}

const whisperedTo = (user: string): string => JSON.stringify(app.slack.control.ephemerals(user))

/** Everything a person can do to the app, each as the given person. */
const doors: readonly (readonly [string, (user: string) => Promise<unknown>])[] = [
  ['a command', (user) => app.slack.control.typeCommand('/aws why-502 orders-api', { user })],
  ['help', (user) => app.slack.control.typeCommand('/aws help', { user })],
  ['a mention', (user) => app.slack.control.mention('why-502 orders-api', { user })],
  [
    'the shortcut',
    async (user) => {
      const said = await app.slack.control.say('/aws/lambda/orders-handler Task timed out after 3.00 seconds')
      await app.slack.control.shortcut('diagnose_message', { channel, ts: said.ts }, user)
    },
  ],
]

describe.each(doors)('%s', (_, act) => {
  it('of a guest is refused to the guest alone', async () => {
    await start()
    await act(guest)
    await app.server.idle()

    expect(app.asked).toEqual([])
    expect(JSON.stringify(app.slack.control.messages(channel))).not.toMatch(/Looking|Cause found/)
    expect(whisperedTo(guest)).toContain('Guests of the workspace may not ask')
    expect(app.logged).toEqual([])
  })

  it('in a channel shared with another organisation is refused', async () => {
    await start()
    shareChannel()
    await act(miguel)
    await app.server.idle()

    expect(app.asked).toEqual([])
    expect(whisperedTo(miguel)).toContain('shared with another organisation')
  })

  it('is refused politely when the app lacks the scope to tell who asks', async () => {
    await start()
    app.slack.control.fault({ method: 'users.info', kind: 'refused', error: 'missing_scope' })
    await act(miguel)
    await app.server.idle()

    expect(app.asked).toEqual([])
    expect(whisperedTo(miguel)).toContain('lacks the scope `users:read`')
    expect(app.logged).toEqual([])
  })
})

describe('whoever presses is judged, not whoever asked', () => {
  async function press(actionId: string, user: string, choice?: RegExp): Promise<void> {
    const card = only(app.slack.control.messages(channel))
    const value = choice?.exec(JSON.stringify(card.blocks))?.[1]
    await app.slack.control.click({
      place: { channel, ts: card.ts },
      actionId,
      user,
      ...(value !== undefined && { choice: value }),
    })
    await app.server.idle()
  }

  it.each([
    ['report_recheck', undefined],
    ['report_fix_steps', undefined],
    ['report_more', /"value":"(markdown:[^"]+)"/],
  ] as const)('%s', async (actionId, choice) => {
    await start({ accounts: { prod: { ...prod, people: { groups: ['S0ONCALL00'] } } } })
    await app.typed('/aws why-502 orders-api')
    const asked = app.asked.length

    await press(actionId, guest, choice)
    expect(whisperedTo(guest)).toContain('Guests of the workspace')
    await press(actionId, miguel, choice)
    expect(whisperedTo(miguel)).toContain('may ask about `prod`')
    expect(app.asked).toHaveLength(asked)
    expect(whisperedTo(miguel) + whisperedTo(guest)).not.toMatch(/update-alias|Cause found/)
  })

  it('and a re-check is made in the name of who pressed', async () => {
    await start()
    await app.typed('/aws why-502 orders-api')
    await press('report_recheck', miguel)

    expect(app.asked.map(({ asker }) => asker?.user)).toEqual(['U0ADA00000', miguel])
    expect(app.asked[0]?.asker).toEqual({ user: 'U0ADA00000', team: 'T0SANDBOX0', channel, incident: 'why-502' })
  })
})

describe('a sensitive account', () => {
  const sensitive = { accounts: { prod: { ...prod, private: true } } }

  it('is answered to the asker alone, and cannot be shared', async () => {
    await start(sensitive)
    await app.typed('/aws why-502 orders-api')
    expect(app.shown()).toBe('[]')
    const card = app.slack.control.ephemerals().find(({ blocks }) => JSON.stringify(blocks).includes('Cause found'))
    if (card === undefined) throw new Error('no private card')

    await app.slack.control.click({ place: { channel, ts: card.ts }, actionId: 'report_share' })
    await app.server.idle()
    expect(app.shown()).toBe('[]')
    expect(app.whispered()).toContain('are for whoever asks alone')
  })

  it('shows nothing of its alarms in a channel', async () => {
    await start(sensitive)
    await app.server.alarm({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: prod.id,
      region: 'eu-west-1',
      resources: [`arn:aws:cloudwatch:eu-west-1:${prod.id}:alarm:orders-errors`],
      detail: { alarmName: 'orders-errors', state: { value: 'ALARM', timestamp: '2026-11-23T14:25:40.989+0000' } },
    })
    await app.server.idle()
    expect(app.shown()).toBe('[]')
    expect(app.asked).toEqual([])
  })
})

it('every listener runs inside the guard that asks who may act', async () => {
  await start()
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test\.|-in-test/.test(file),
  )
  const counted = files.map((file) => {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8')
    const listeners = source.match(/\bapp\.(?:command|event|message|shortcut|view|action|options|function)\(/g) ?? []
    return { file, listeners: listeners.length, guards: (source.match(/\b(?:guarded|mayAct)\(/g) ?? []).length }
  })

  expect(counted.reduce((sum, { listeners }) => sum + listeners, 0)).toBeGreaterThanOrEqual(9)
  expect(counted.filter(({ listeners, guards }) => listeners > 0 && guards < listeners)).toEqual([])
})
