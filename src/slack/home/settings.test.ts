import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channel } from '../app-in-test.ts'
import { incidentActionIds } from '../incidents/action-ids.ts'
import { type IncidentInTest, startIncident } from '../incidents/incident-in-test.ts'
import { anyChannel, onCallActionIds } from '../oncall/action-ids.ts'
import { settingChannelAction } from './settings-form.ts'

const [ada, miguel, priya] = ['U0ADA00000', 'U0MIGUEL00', 'U0PRIYA000'] as const
const route = {
  name: 'orders',
  match: { alarmNames: ['orders-*'] },
  channel,
  mention: 'S0ONCALL00',
  quietHours: { from: '12:00', to: '13:00' },
}

let test: IncidentInTest
beforeEach(async () => {
  test = await startIncident({ alarms: { routes: [route] } })
})
afterEach(async () => {
  expect(test.app.logged).toEqual([])
  const refused = test.app.slack.control.refusals().map(({ method, error }) => `${method}: ${error}`)
  await test.app.close()
  expect(refused).toEqual([])
})

const control = () => test.app.slack.control
const home = (user: string = ada) => JSON.stringify(control().home(user)?.blocks)
const form = (user: string = ada) => JSON.stringify(control().view(user)?.blocks)
const shown = (user: string = ada) => control().view(user)

async function open(user: string = ada): Promise<void> {
  await control().openHome(user)
  await test.app.server.idle()
}
async function edit(held: string, user: string = ada): Promise<void> {
  await open(user)
  const view = control().home(user)
  const pressed = view?.blocks.find((block) =>
    JSON.stringify(block).includes(`"action_id":"${onCallActionIds.setting}","value":"${held}"`),
  )
  if (view === undefined || pressed === undefined) throw new Error('there is nothing to press')
  await control().click({
    place: { viewId: view.id },
    actionId: onCallActionIds.setting,
    blockId: String(pressed.block_id),
    user,
  })
  await test.app.server.idle()
}
async function save(choices: Readonly<Record<string, string | readonly string[]>>, user: string = ada): Promise<void> {
  const filled = Object.fromEntries(Object.entries(choices).map(([id, value]) => [`${id}:${channel}`, { value }]))
  await control().submitView(filled, { user })
  await test.app.server.idle()
}
/** The first incident is over; the alarm fires anew in a second one. */
async function fireAnew(): Promise<void> {
  const { id } = await test.incident()
  await test.press(incidentActionIds.more, { choice: `resolve:${id}` })
  await test.submit({ choice: 'right' })
  await test.pass(120)
  await test.alarm('ALARM')
}
const newest = () => control().messages(channel).at(-1)

describe('a channel’s setting', () => {
  it('is shown as the configuration has it, and changed in a form whose fields are filled in', async () => {
    await open()
    expect(home()).toContain('<!subteam^S0ONCALL00>')
    expect(home()).toContain('quiet 12:00 to 13:00 UTC unless critical')
    await edit(channel)
    await save({ mention: 'nobody', quiet: 'none', placement: 'channel', verbosity: 'short' })
    expect(shown()).toBeUndefined()
    expect(home()).toContain('mentions nobody, no quiet hours.')
    expect(home()).toContain(`_Set here by <@${ada}>`)
    const told = newest()?.text ?? ''
    expect(told).toContain('changed how alarms are shown here')
    await edit(channel, miguel)
    expect(form(miguel)).toContain('"initial_option":{"text":{"type":"plain_text","text":"Nobody"')
  })

  it('rings nobody by being told', async () => {
    await edit(channel)
    await save({ mention: 'person', person: miguel, zone: 'Europe/Berlin' })
    const told = newest()?.text ?? ''
    expect(told).toContain('*Miguel Santos*')
    expect(told).not.toMatch(/<@|<!(?!date)/)
    expect(home()).toContain(`mentions <@${miguel}>, quiet 12:00 to 13:00 Europe/Berlin`)
  })

  it('decides whom the next alarm mentions, how much is told and where', async () => {
    expect(JSON.stringify(test.card())).toContain('<!subteam^S0ONCALL00>')
    const full = test.lines().length
    await edit(channel)
    await save({ mention: 'person', person: priya, quiet: 'none', placement: 'channel', verbosity: 'short' })
    await fireAnew()
    const card = newest()
    if (card === undefined) throw new Error('there is no card')
    expect(card.text).toContain(`<@${priya}>`)
    const thread = JSON.stringify(control().thread(channel, card.ts))
    expect(thread).not.toContain('"text":"Evidence"}}')
    expect(thread).toContain('Evidence')
    expect(thread).not.toContain('Ruled out')
    expect(control().thread(channel, card.ts).length).toBeLessThanOrEqual(full + 1)
    await control().click({ place: card, actionId: incidentActionIds.acknowledge })
    await test.app.server.idle()
    const broadcast = control()
      .thread(channel, card.ts)
      .filter(({ reply_broadcast: isBroadcast }) => isBroadcast === true)
    expect(broadcast.map(({ text }) => text).join('\n')).toContain('acknowledged it')
    await control().click({ place: card, actionId: incidentActionIds.evidence })
    await test.app.server.idle()
    expect(JSON.stringify(control().thread(channel, card.ts))).toContain('Ruled out')
  })

  it('comes again with a sentence for every field that cannot be', async () => {
    await edit(channel)
    await save({ mention: 'group', group: 'on-call', quiet: 'hours', from: '22:00', zone: 'Berlin', person: miguel })
    for (const words of [
      '*User group*: give its id, for example S0123ABCD',
      '*Quiet hours*: give both ends',
      '*Time zone*: give an IANA time zone',
      '*Person*: somebody is chosen',
    ])
      expect(form()).toContain(words)
    expect(form()).toContain('"initial_value":"Berlin"')
    await save({ mention: 'on-call', group: '', person: '', quiet: 'hours', from: '22:00', to: '06:00', zone: '' })
    expect(home()).toContain('mentions whoever is on call, quiet 22:00 to 06:00 UTC')
  })

  it('that somebody else changed meanwhile is not overwritten unseen', async () => {
    await edit(channel)
    await edit(channel, miguel)
    await save({ mention: 'nobody' }, miguel)
    await save({ mention: 'here' })
    expect(form()).toContain(`<@${miguel}> has changed this channel since you opened the form`)
    expect(home(miguel)).toContain('mentions nobody')
    await save({ mention: 'here' })
    expect(home()).toContain('mentions @here')
  })

  it('goes back to the configuration', async () => {
    await edit(channel)
    await save({ mention: 'nobody', verbosity: 'short' })
    await edit(channel)
    await save({ reset: ['reset'] })
    expect(home()).toContain('<!subteam^S0ONCALL00>')
    expect(home()).toContain(`_Set back to firstlook.config.ts by <@${ada}>`)
    await fireAnew()
    expect(newest()?.text).toContain('<!subteam^S0ONCALL00>')
  })

  it('is found by choosing the channel, also one that no alarm is routed to', async () => {
    await edit(anyChannel)
    expect(form()).not.toContain('placement')
    const view = shown()
    if (view === undefined) throw new Error('there is no form')
    const press = { place: { viewId: view.id }, actionId: settingChannelAction, blockId: 'channel' }
    await control().click({ ...press, choice: 'C0ORDERS00' })
    await test.app.server.idle()
    expect(form()).toContain('No route of the configuration leads here.')
    expect(form()).toContain('"block_id":"placement:C0ORDERS00"')
  })
})

describe('where it is said who may change settings', () => {
  it('nobody else may', async () => {
    await test.app.close()
    test = await startIncident({ alarms: { routes: [route] }, access: { settings: { people: { users: [ada] } } } })
    await edit(channel, miguel)
    expect(shown(miguel)).toBeUndefined()
    const told = control()
      .calls('chat.postMessage')
      .filter(({ arguments: sent }) => sent.channel === miguel)
    expect(JSON.stringify(told.map(({ arguments: sent }) => sent.text))).toContain('access.settings.people')
    await edit(channel)
    expect(form()).toContain('placement')
  })
})
