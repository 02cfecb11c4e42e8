import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../config/config.ts'
import { informing } from '../../entry/information.ts'
import { channel } from '../app-in-test.ts'
import { incidentActionIds } from '../incidents/action-ids.ts'
import { type IncidentInTest, startIncident } from '../incidents/incident-in-test.ts'

const [ada, miguel] = ['U0ADA00000', 'U0MIGUEL00'] as const
const filled = {
  name: { value: 'Orders' },
  channel: { value: channel },
  members: { value: [ada, miguel] },
  shift: { value: '1 weeks' },
  start: { value: '2026-11-16' },
  time: { value: '09:00' },
  zone: { value: 'Europe/Berlin' },
  group: { value: '' },
}

let test: IncidentInTest
beforeEach(async () => {
  test = await startIncident({}, { informWith: (shelf) => informing(loadConfig({}), { shelf, clock: () => test.now }) })
})
afterEach(async () => {
  expect(test.app.logged).toEqual([])
  await test.app.close()
})

const control = () => test.app.slack.control
const typed = async (text: string, user: string = ada): Promise<void> => {
  await control().typeCommand(text, { user, channel })
  await test.app.server.idle()
}
const whispered = (user: string = ada) => control().ephemerals(user).at(-1)?.text ?? ''
const react = async (message: { channel: string; ts: string }, user: string = ada): Promise<void> => {
  await control().react('memo', message, user)
  await test.app.server.idle()
}
async function rotation(): Promise<void> {
  await typed('/aws oncall edit')
  await control().submitView(filled, { user: ada })
  await test.app.server.idle()
}

describe('a 📝 on what somebody said outside an incident’s thread', () => {
  it('makes it a note of the shift, once, which the handoff tells with who said it', async () => {
    await rotation()
    const said = await control().say('the load test runs until noon', { user: miguel, channel })
    await react(said)
    expect(whispered()).toContain('Noted. The handoff of *Orders* tells it.')
    await react(said, miguel)
    expect(whispered(miguel)).toContain('It was noted already.')
    const reply = await control().say('and it is Ben’s', { user: ada, channel, threadTs: said.ts })
    await react(reply)
    await typed('/aws handoff')
    const handoff = control()
      .messages(channel)
      .findLast(({ text }) => text.startsWith('Handoff of'))
    const told = JSON.stringify(control().thread(channel, handoff?.ts ?? ''))
    expect(told.split('the load test runs until noon')).toHaveLength(2)
    expect(told).toContain('and it is Ben’s')
  })

  it('is nothing of ours where no rotation is', async () => {
    const said = await control().say('note this for the offsite', { user: miguel, channel })
    await react(said)
    expect(control().ephemerals(ada)).toEqual([])
    await rotation()
    await react(test.card())
    expect(whispered()).not.toContain('oted')
  })
})

describe('missed', () => {
  it('counts from the start of the asker’s last shift, or from the time that was given', async () => {
    await rotation()
    // The incident is over, unseen, for two days; Ada's shift began a week before it.
    test.now += 60_000
    await test.alarm('OK')
    await test.pass(61)
    test.now += 48 * 3600_000
    await typed('/aws missed private')
    expect(whispered()).toContain('1 incident nobody acknowledged')
    expect(JSON.stringify(control().ephemerals(ada).at(-1))).toContain('when your last shift of Orders began')
    await typed('/aws missed last 24h private')
    expect(whispered()).toContain('Nothing was missed')
    // Miguel's first shift began after the incident was over.
    await typed('/aws missed private', miguel)
    expect(whispered(miguel)).toContain('Nothing was missed')
  })

  it('counts a day for somebody who was never on call', async () => {
    await test.press(incidentActionIds.acknowledge)
    await typed('/aws missed private')
    expect(JSON.stringify(control().ephemerals(ada).at(-1))).not.toContain('your last shift')
  })
})
