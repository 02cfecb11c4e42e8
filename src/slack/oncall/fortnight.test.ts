import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../../sandbox/table.ts'
import { alarmEvent } from '../../incidents/desk-in-test.ts'
import type { Handoff, HandoffEntry } from '../../incidents/handoff/handoff.ts'
import { handoffRecords } from '../../incidents/handoff/handoff-records.ts'
import { ownerOf } from '../../incidents/handoff/owner.ts'
import type { Incident } from '../../incidents/incident.ts'
import type { Rotation, RotationEntry } from '../../incidents/oncall/rotation.ts'
import { rotationRecords } from '../../incidents/oncall/rotation-records.ts'
import { shiftAt, shiftsBetween } from '../../incidents/oncall/shifts.ts'
import { foundReport } from '../../report/example-reports.ts'
import { dynamoHistories } from '../../store/histories.ts'
import { type AppInTest, reported, startAppInTest } from '../app-in-test.ts'
import { incidentActionIds } from '../incidents/action-ids.ts'
import { onCallActionIds } from './action-ids.ts'

/** A fortnight in which Berlin's clock is put back, on Sunday 25 October. */
const berlin = (iso: string) => DateTime.fromISO(iso, { zone: 'Europe/Berlin' }).toMillis()
const begins = berlin('2026-10-19T07:00')
const ends = berlin('2026-11-02T10:00')
const hour = 3600_000
const step = hour
const incidents = 60
const [ada, miguel, priya] = ['U0ADA00000', 'U0MIGUEL00', 'U0PRIYA000'] as const
const channels = ['C0INCIDENT', 'C0ORDERS00'] as const

let now = begins
let app: AppInTest
let table: LocalTable
beforeAll(async () => {
  table = await startTable()
  const routes = [{ name: 'orders', match: { alarmNames: ['orders-*'] }, channel: channels[1] }]
  app = await startAppInTest(
    { alarms: { routes, unacknowledged: { mostReminders: 0 } } },
    { clock: () => now, pause: async () => undefined, table: { client: table.client, name: table.table } },
  )
  app.answer = async ({ name }) => {
    const [cause] = foundReport.causes
    if (cause === undefined) throw new Error('the report has a cause')
    const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
    return reported({ ...foundReport, causes: [{ ...cause, resource: { ...cause.resource, name, arn } }] })
  }
})
afterAll(async () => {
  await app.close()
  await table.close()
})

const of = () => ({ client: table.client, table: table.table })
const rotations = () => rotationRecords(dynamoHistories<Rotation, RotationEntry>({ ...of(), kind: 'rotation' }))
const handoffsOf = async (rotation: Rotation): Promise<readonly Handoff[]> =>
  (await handoffRecords(dynamoHistories<Handoff, HandoffEntry>({ ...of(), kind: 'handoff' })).list(rotation.id)).records
const allOpen = async (): Promise<readonly Incident[]> => (await app.server.records?.listOpen())?.records ?? []

async function makeRotation(channel: string, shift: string, members: readonly string[]): Promise<void> {
  await app.slack.control.typeCommand('/aws oncall edit', { user: ada, channel })
  await app.server.idle()
  await app.slack.control.submitView(
    {
      name: { value: `Rotation of ${channel}` },
      channel: { value: channel },
      members: { value: members },
      shift: { value: shift },
      start: { value: '2026-10-12' },
      time: { value: '09:00' },
      zone: { value: 'Europe/Berlin' },
    },
    { user: ada },
  )
  await app.server.idle()
}

async function press(place: { channel: string; ts: string }, actionId: string, user: string): Promise<void> {
  await app.slack.control.click({ place, actionId, user })
  await app.server.idle()
}

it('every open incident has one owner throughout a fortnight, and every handoff names exactly what is open', async () => {
  await makeRotation(channels[0], '1 weeks', [ada, miguel])
  await makeRotation(channels[1], '1 days', [miguel, priya, ada])
  const seen = new Set<string>()
  const expected = new Map<string, readonly string[]>()
  const owners = new Map<string, string>()
  let fired = 0
  let swapped = false
  let accepted = 0
  let unaccepted: Handoff | undefined
  for (; now < ends; now += step) {
    await app.server.runDue()
    await app.server.idle()
    for (const rotation of await rotations().list()) {
      const handoffs = await handoffsOf(rotation)
      const open = (await allOpen()).filter(
        ({ channel, mergedInto }) => channel === rotation.channel && mergedInto === undefined,
      )
      for (const handoff of handoffs.filter(({ id }) => !seen.has(id))) {
        seen.add(handoff.id)
        // What closed in the same hour may have been open when it was offered.
        const certain = open.filter(({ openedAt }) => openedAt < handoff.offeredAt).map(({ id }) => id)
        expect(handoff.items.map(({ id }) => id)).toEqual(expect.arrayContaining(certain))
        const closedNow = handoff.items.filter(({ id }) => !certain.includes(id))
        for (const { id } of closedNow) expect((await app.server.records?.get(id))?.stateSince).toBe(now)
        expected.set(
          handoff.id,
          handoff.items.map(({ id }) => id),
        )
        if (handoff.state !== 'offered') continue
        // One that nobody accepts: the first of the weekly rotation.
        if (unaccepted === undefined && rotation.channel === channels[0]) {
          unaccepted = handoff
          continue
        }
        const message = app.slack.control
          .messages(rotation.channel)
          .findLast(({ text }) => text.startsWith('Handoff of'))
        if (message === undefined) throw new Error('the handoff is shown')
        await press(message, onCallActionIds.accept, handoff.to ?? '')
        accepted++
        for (const { id } of handoff.items) expect((await app.server.records?.get(id))?.owner).toBe(handoff.to)
      }
      const current = await handoffsOf(rotation)
      for (const fresh of (await allOpen()).filter(
        ({ channel, mergedInto }) => channel === rotation.channel && mergedInto === undefined,
      )) {
        const owner = ownerOf(fresh, current, shiftAt(rotation, now).user)
        expect(owner, `${fresh.title} at ${new Date(now).toISOString()}`).toMatch(/^U0/)
        // It changes hands by a press only: whoever owns it is whoever the newest word says.
        if (fresh.owner !== undefined) expect(owner).toBe(fresh.owner)
        owners.set(fresh.id, owner ?? '')
      }
    }
    if (fired < incidents && now - begins >= fired * 5.5 * hour) {
      const name = `${fired % 3 === 0 ? 'orders' : 'shop'}-${fired}`
      await app.server.alarm(alarmEvent(name, `fn-${fired}`, 'ALARM', now))
      await app.server.idle()
      const channel = fired % 3 === 0 ? channels[1] : channels[0]
      const card = app.slack.control.messages(channel).findLast((message) => message.text.includes(name))
      if (card !== undefined && fired % 4 === 1) await press(card, incidentActionIds.acknowledge, priya)
      fired++
    }
    const over = Math.floor((now - begins - 9 * hour) / (5.5 * hour))
    if (over >= 0 && over < fired && over % 2 === 0) {
      const name = `${over % 3 === 0 ? 'orders' : 'shop'}-${over}`
      await app.server.alarm(alarmEvent(name, `fn-${over}`, 'OK', begins + over * 5.5 * hour + 9 * hour))
      await app.server.idle()
    }
    if (!swapped && now >= berlin('2026-10-26T12:00')) {
      swapped = true
      await app.slack.control.typeCommand('/aws oncall swap', { user: priya, channel: channels[1] })
      await app.server.idle()
      const rotation = await rotations().ofChannel(channels[1])
      if (rotation === undefined) throw new Error('the rotation is there')
      const shifts = shiftsBetween(rotation, { from: now, to: now + 6 * 24 * hour }).filter(({ from }) => from > now)
      const mine = shifts.find(({ user }) => user === priya)
      await app.slack.control.submitView(
        { mine: { value: `${mine?.from} ${mine?.to}` }, who: { value: ada } },
        { user: priya },
      )
      await app.server.idle()
      const asked = await app.slack.control.waitForMessage(({ text }) => text.includes('asks <@'))
      await press(asked, onCallActionIds.swapAccept, ada)
    }
  }
  expect(fired).toBe(incidents)
  expect(app.logged).toEqual([])
  expect(accepted).toBeGreaterThan(10)

  const [daily, weekly] = await Promise.all([rotations().ofChannel(channels[1]), rotations().ofChannel(channels[0])])
  if (daily === undefined || weekly === undefined || unaccepted === undefined)
    throw new Error('both rotations are there')
  const days = (await handoffsOf(daily)).toReversed()
  // Every day at nine by Berlin's clock, also on the day that had 25 hours.
  const clock = days.map(({ shift }) => DateTime.fromMillis(shift.to, { zone: 'Europe/Berlin' }).toFormat('HH:mm'))
  expect(new Set(clock)).toEqual(new Set(['09:00']))
  expect(days.map(({ shift }) => (shift.to - shift.from) / hour).filter((length) => length !== 24)).toEqual([25])
  expect(days.every((handoff, index) => index === 0 || handoff.shift.from === days[index - 1]?.shift.to)).toBe(true)
  expect(days.filter(({ why }) => why?.startsWith('Swapped with'))).toHaveLength(1)
  // The one nobody accepted was escalated, and is over since the next was offered; nothing of it was lost on the way.
  const after = (await handoffsOf(weekly)).find(({ id }) => id === unaccepted?.id)
  expect(after?.acceptances).toEqual([])
  expect(after?.escalatedTo).toBeDefined()
  expect(owners.size).toBe(incidents)
}, 240_000)
