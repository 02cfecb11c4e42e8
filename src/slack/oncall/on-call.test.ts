import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../config/config.ts'
import { informing } from '../../entry/information.ts'
import { blockFaults } from '../../report/slack-limits.ts'
import { channel } from '../app-in-test.ts'
import { type IncidentInTest, startIncident } from '../incidents/incident-in-test.ts'
import { onCallActionIds } from './action-ids.ts'

const [ada, miguel, priya] = ['U0ADA00000', 'U0MIGUEL00', 'U0PRIYA000'] as const
/** The shift ends five hours after the tests begin: Monday, 09:00 in Berlin. */
const shiftMinutes = 5 * 60
const filled = {
  name: { value: 'Orders' },
  channel: { value: channel },
  members: { value: [ada, miguel, priya] },
  shift: { value: '1 weeks' },
  start: { value: '2026-11-16' },
  time: { value: '09:00' },
  zone: { value: 'Europe/Berlin' },
  group: { value: 'S0ONCALL00' },
}

let test: IncidentInTest
beforeEach(async () => {
  test = await startIncident(
    { onCall: { handoff: { escalateTo: [priya] } } },
    { informWith: (shelf) => informing(loadConfig({}), { shelf, clock: () => test.now }) },
  )
})
afterEach(async () => {
  expect(test.app.logged).toEqual([])
  await test.app.close()
})

const control = () => test.app.slack.control
const typed = (text: string, user: string = ada) =>
  control()
    .typeCommand(text, { user, channel })
    .then(() => test.app.server.idle())
const whispered = (user: string = ada) => JSON.stringify(control().ephemerals(user))
const posts = () =>
  control()
    .messages(channel)
    .map((message) => `${message.text} ${JSON.stringify(message.blocks)}`)

async function rotation(changes: Partial<typeof filled> = {}): Promise<void> {
  await typed('/aws oncall edit')
  await control().submitView({ ...filled, ...changes }, { user: ada })
  await test.app.server.idle()
}

/** The handoff's message in the channel. */
function handoffMessage() {
  const found = control()
    .messages(channel)
    .filter(({ text }) => text.startsWith('Handoff of'))
  const message = found.at(-1)
  if (message === undefined) throw new Error('there is no handoff')
  return message
}
async function press(actionId: string, user: string): Promise<void> {
  await control().click({ place: handoffMessage(), actionId, user })
  await test.app.server.idle()
}

describe('a rotation in Slack', () => {
  it('is made in a form, shown to everybody, and followed by its user group', async () => {
    await rotation()
    expect(whispered()).toContain('Saved: *Orders*')
    await typed('/aws oncall')
    const shown = posts().at(-1) ?? ''
    expect(shown).toContain(`"user_id":"${ada}"`)
    expect(shown.indexOf(ada)).toBeLessThan(shown.indexOf(miguel))
    await test.pass(shiftMinutes + 1)
    expect(control().calls('usergroups.users.update').at(-1)?.arguments).toMatchObject({
      usergroup: 'S0ONCALL00',
      users: miguel,
    })
  })

  it('comes again with what was wrong, and what was filled in', async () => {
    await rotation({ zone: { value: 'Berlin' } })
    expect(JSON.stringify(control().view(ada))).toContain('Give an IANA time zone')
    expect(JSON.stringify(control().view(ada))).toContain('"initial_value":"Orders"')
    expect(
      blockFaults(
        [...(control().view(ada)?.blocks ?? [])].filter(({ type }) => type === 'section'),
        'view',
      ),
    ).toEqual([])
  })

  it('has swaps that are asked for and accepted', async () => {
    await rotation()
    await typed('/aws oncall swap')
    const next = Date.parse('2026-11-30T08:00:00Z')
    const mine = { value: `${Date.parse('2026-11-16T08:00:00Z')} ${Date.parse('2026-11-23T08:00:00Z')}` }
    await control().submitView(
      { mine, who: { value: miguel }, theirs: { value: `${Date.parse('2026-11-23T08:00:00Z')} ${next}` } },
      { user: ada },
    )
    await test.app.server.idle()
    const asked = await control().waitForMessage(({ text }) => text.includes('asks <@'))
    await control().click({ place: asked, actionId: onCallActionIds.swapAccept, user: miguel })
    await test.app.server.idle()
    await typed('/aws oncall')
    expect(posts().at(-1)).toContain('swapped with')
  })

  it('takes absences and overrides in words, and gives a calendar', async () => {
    await rotation()
    await typed('/aws oncall away 2026-11-23..2026-11-24', miguel)
    expect(whispered(miguel)).toContain('stands in')
    await typed('/aws oncall override @priya 2026-11-23T04:00..2026-11-23T05:00')
    await typed('/aws oncall away some day')
    expect(whispered()).toContain('From when to when?')
    await typed('/aws oncall ical')
    expect(whispered()).toContain('BEGIN:VCALENDAR')
    expect(whispered()).toContain('Priya Raman on call')
    await typed('/aws oncall')
    expect(posts().at(-1)).toContain('set by hand')
  })

  it('is not there until somebody makes it, which is said', async () => {
    await typed('/aws oncall')
    expect(posts().at(-1)).toContain('No rotation yet')
    await typed('/aws handoff')
    expect(whispered()).toContain('This channel has no rotation')
  })
})

describe('a handoff in Slack', () => {
  it('comes by itself an hour before the shift ends, to the channel and both people, and is accepted once', async () => {
    await rotation()
    await typed('/aws note the load test runs until noon')
    await test.pass(shiftMinutes - 59)
    const message = handoffMessage()
    expect(blockFaults(message.blocks ?? [])).toEqual([])
    expect(message.text).toContain(`Waits for <@${miguel}>`)
    const told = control()
      .calls('chat.postMessage')
      .flatMap(({ arguments: sent }) =>
        String(sent.text).startsWith('Handoff of') && sent.thread_ts === undefined ? [sent.channel] : [],
      )
    expect(told).toEqual([channel, ada, miguel])
    expect(JSON.stringify(control().thread(channel, message.ts))).toContain('the load test runs until noon')

    await press(onCallActionIds.accept, priya)
    expect(whispered(priya)).toContain(`This handoff is for <@${miguel}>`)
    await press(onCallActionIds.accept, miguel)
    expect(handoffMessage().text).toContain(`<@${miguel}> accepted 1 item`)
    expect(JSON.stringify(handoffMessage().blocks)).not.toContain(onCallActionIds.accept)
    expect(await test.incident()).toMatchObject({ owner: miguel })
    expect(JSON.stringify(test.card())).toContain(`<@${miguel}>`)
    await test.pass(120)
    expect(
      control()
        .thread(channel, message.ts)
        .filter(({ text }) => text.includes('your shift has begun')),
    ).toEqual([])
  })

  it('is reminded of and escalated when nobody accepts, and then anybody may', async () => {
    await rotation()
    await test.pass(shiftMinutes - 59)
    await test.pass(59 + 16)
    const replies = () =>
      control()
        .thread(channel, handoffMessage().ts)
        .map(({ text }) => text)
    expect(replies().filter((text) => text.includes(`<@${miguel}>, your shift has begun`))).toHaveLength(1)
    await test.pass(15)
    expect(replies().filter((text) => text.startsWith(`<@${priya}>`))).toHaveLength(1)
    await press(onCallActionIds.accept, priya)
    expect(await test.incident()).toMatchObject({ owner: priya })
  })

  it('is declined with a reason, and is then open to everybody', async () => {
    await rotation()
    await typed('/aws handoff')
    await press(onCallActionIds.decline, miguel)
    await control().submitView({ text: { value: 'ill' } }, { user: miguel })
    await test.app.server.idle()
    expect(handoffMessage().text).toContain('declined: “ill”')
    await press(onCallActionIds.accept, priya)
    expect(handoffMessage().text).toContain(`<@${priya}> accepted`)
  })

  it('decides once when Slack asks for fewer requests', async () => {
    await rotation()
    await typed('/aws handoff')
    const { ts } = handoffMessage()
    const remove = control().fault({ method: 'chat.update', kind: 'rate_limited', retryAfterSeconds: 1 })
    const pressed = press(onCallActionIds.accept, miguel)
    const isRefused = () =>
      control()
        .refusals()
        .some(({ arguments: sent }) => sent.ts === ts)
    while (!isRefused()) await new Promise((resume) => setImmediate(resume))
    expect(await test.incident()).toMatchObject({ owner: miguel })
    remove()
    await pressed
    await test.pass(2)
    expect(handoffMessage().text).toContain(`<@${miguel}> accepted 1 item`)
    expect(
      control()
        .thread(channel, handoffMessage().ts)
        .filter(({ text }) => text.includes('accepted 1 item.')),
    ).toHaveLength(1)
  })
})

describe('a message of a handoff', () => {
  it('is posted once when Slack’s answer to it was lost', async () => {
    await rotation()
    const remove = control().fault({ method: 'chat.postMessage', kind: 'answer_lost', times: 1 })
    await typed('/aws handoff')
    remove()
    await test.pass(2)
    expect(
      control()
        .messages(channel)
        .filter(({ text }) => text.startsWith('Handoff of')),
    ).toHaveLength(1)
    await press(onCallActionIds.accept, miguel)
    expect(handoffMessage().text).toContain(`<@${miguel}> accepted`)
    expect(
      control()
        .messages(channel)
        .filter(({ text }) => text.startsWith('Handoff of')),
    ).toHaveLength(1)
  })
})

describe('App Home', () => {
  it('says what is missing when there is nothing', async () => {
    await control().openHome(miguel)
    await test.app.server.idle()
    const home = JSON.stringify(control().home(miguel))
    for (const words of [
      'None is yours',
      'You have snoozed none',
      'There is no rotation yet',
      'None was offered yet',
      'No account is configured',
    ])
      expect(home).toContain(words)
    expect(blockFaults(control().home(miguel)?.blocks ?? [], 'view')).toEqual([])
  })

  it('shows what is mine, who is on call, and the handoff that waits for me, and changes when I accept it', async () => {
    await rotation()
    await typed('/aws handoff')
    await control().openHome(miguel)
    await test.app.server.idle()
    const before = JSON.stringify(control().home(miguel))
    expect(before).toContain(`<@${ada}> until`)
    expect(before).toContain(onCallActionIds.accept)
    expect(before).toContain('None is yours')
    await press(onCallActionIds.accept, miguel)
    const after = JSON.stringify(control().home(miguel))
    expect(after).not.toContain('None is yours')
    expect(after).not.toContain(onCallActionIds.accept)
    expect(blockFaults(control().home(miguel)?.blocks ?? [], 'view')).toEqual([])
  })
})
