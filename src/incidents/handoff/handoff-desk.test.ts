import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anAlarm, opening } from '../arbitrary-event.ts'
import { dyingClient, startOnCall, type TestOnCall } from '../oncall/on-call-in-test.ts'
import type { Handoff } from './handoff.ts'
import { channel, hour, minute, shift, shiftEnd } from './handoff-in-test.ts'
import { ownerOf } from './owner.ts'

const anna = { kind: 'person', user: 'UANNA' } as const
const set = {
  type: 'set',
  setting: { name: 'Checkout', channel, userGroup: 'S0ONCALL' },
  plan: {
    members: ['UANNA', 'UBEN', 'UCLEO'],
    shift: { count: 1, unit: 'weeks' },
    startDate: '2026-03-23',
    handoverTime: '09:00',
    timeZone: 'Europe/Berlin',
  },
} as const

let test: TestOnCall
beforeEach(async () => {
  test = await startOnCall(shift.from + hour, { onCall: { handoff: { escalateTo: ['UCHIEF'] } } })
  await test.desk.change('checkout', set, 'e1', anna)
})
afterEach(() => test.close())

let ids = 0
/** An open incident, of nobody unless somebody acknowledged it. */
async function opened(by?: string): Promise<string> {
  const id = `i-${++ids}`
  const at = test.now
  await test.records.take({
    event: {
      type: 'alarm-changed',
      alarm: { ...anAlarm(id), changedAt: at },
      id: `${id} fires`,
      at,
      by: { kind: 'aws' },
    },
    opening: { ...opening, id, title: id, channel, openedAt: at },
    questions: [],
    isOver: () => true,
  })
  if (by !== undefined)
    await test.records.happen(id, { type: 'acknowledged', id: `${id} ack`, at, by: { kind: 'person', user: by } })
  return id
}

async function newest(): Promise<Handoff> {
  const { records } = await test.desk.handoff.list('checkout')
  const [handoff] = records
  if (handoff === undefined) throw new Error('there is no handoff')
  return handoff
}

async function owners(items: readonly string[]): Promise<(string | undefined)[]> {
  const { records: handoffs } = await test.desk.handoff.list('checkout')
  const incidents = await Promise.all(items.map((id) => test.records.get(id)))
  return incidents.map((incident) => (incident === undefined ? undefined : ownerOf(incident, handoffs, 'UANNA')))
}

describe('a shift’s handoff', () => {
  it('is offered an hour before the shift ends, with exactly what is open, and the group follows the shift', async () => {
    const items = [await opened(), await opened('UCLEO')]
    const over = await opened('UANNA')
    await test.records.happen(over, { type: 'resolved', causeWas: 'right', id: 'r', at: test.now, by: anna })
    await test.moveTo(shiftEnd - 61 * minute)
    expect((await test.desk.handoff.list('checkout')).records).toEqual([])
    await test.moveTo(shiftEnd - 59 * minute)
    expect(await newest()).toMatchObject({
      state: 'offered',
      from: 'UANNA',
      to: 'UBEN',
      items: [
        { id: items[0], owner: 'UANNA' },
        { id: items[1], owner: 'UCLEO' },
      ],
    })
    expect(test.groups.at(-1)).toBe('S0ONCALL UANNA')
    await test.moveTo(shiftEnd + minute)
    expect(test.groups.at(-1)).toBe('S0ONCALL UBEN')
  })

  it('moves every item to whoever accepts, once, also on the incidents themselves', async () => {
    const items = [await opened(), await opened('UCLEO')]
    await test.moveTo(shiftEnd - minute)
    const { id } = await newest()
    const accepted = await test.desk.handoff.accept(id, 'UBEN', 'all', 'click')
    expect(accepted).toMatchObject({ handoff: { state: 'accepted' } })
    expect(await test.desk.handoff.accept(id, 'UBEN', 'all', 'click')).toMatchObject({
      fault: 'You have accepted it already.',
    })
    for (const item of items) expect(await test.records.get(item)).toMatchObject({ owner: 'UBEN' })
    const timeline = await test.records.timeline(items[0] ?? '')
    expect(timeline.filter(({ type }) => type === 'assigned')).toHaveLength(1)
    await test.moveTo(shiftEnd + 2 * hour)
    expect((await newest()).state).toBe('accepted')
  })

  it('is reminded of, then escalated, and can then be taken by anybody', async () => {
    const item = await opened()
    await test.moveTo(shiftEnd + 16 * minute)
    expect(await newest()).toMatchObject({ state: 'reminded', reminders: 1 })
    const { id } = await newest()
    expect(await test.desk.handoff.accept(id, 'UCLEO', 'all', 'c')).toMatchObject({
      fault: expect.stringContaining('<@UBEN>'),
    })
    await test.moveTo(shiftEnd + 31 * minute)
    expect(await newest()).toMatchObject({ state: 'escalated', escalatedTo: ['UCHIEF'] })
    expect(await owners([item])).toEqual(['UANNA'])
    expect(await test.desk.handoff.accept(id, 'UCLEO', 'all', 'd')).toMatchObject({ handoff: { state: 'accepted' } })
    expect(await owners([item])).toEqual(['UCLEO'])
  })

  it('that is declined is escalated at once, and its items keep their names', async () => {
    const item = await opened('UCLEO')
    await test.moveTo(shiftEnd - minute)
    const { id } = await newest()
    expect(await test.desk.handoff.decline(id, 'UCLEO', 'no', 'x')).toMatchObject({
      fault: expect.stringContaining('<@UBEN>'),
    })
    expect(await test.desk.handoff.decline(id, 'UBEN', 'ill', 'y')).toMatchObject({
      handoff: { state: 'escalated', declined: { reason: 'ill' } },
    })
    expect(await owners([item])).toEqual(['UCLEO'])
  })

  it('goes to whoever is next after a swap, an absence or an edit, also when it was offered already', async () => {
    await opened()
    await test.moveTo(shiftEnd - 30 * minute)
    await test.desk.change(
      'checkout',
      { type: 'away-added', away: { id: 'a', user: 'UBEN', from: shiftEnd, to: shiftEnd + 24 * hour } },
      'e2',
      anna,
    )
    expect(await newest()).toMatchObject({ state: 'offered', to: 'UCLEO', why: 'Stands in for <@UBEN>, who is away.' })
    expect(await test.desk.handoff.accept((await newest()).id, 'UBEN', 'all', 'x')).toMatchObject({
      fault: expect.stringContaining('<@UCLEO>'),
    })
    await test.desk.change('checkout', { ...set, plan: { ...set.plan, members: [] } }, 'e3', anna)
    expect(await newest()).toMatchObject({ state: 'escalated', why: 'Nobody is in the schedule at that time.' })
    expect((await newest()).to).toBeUndefined()
  })

  it('is not offered when the same person stays, and is over once a later one is offered', async () => {
    await opened()
    await test.moveTo(shiftEnd - minute)
    const first = await newest()
    await test.desk.change(
      'checkout',
      { ...set, plan: { ...set.plan, members: ['UBEN'], startDate: '2026-03-30' } },
      'e2',
      anna,
    )
    await test.moveTo(shiftEnd + 7 * 24 * hour - minute)
    expect(await newest()).toMatchObject({ state: 'kept', from: 'UBEN', to: 'UBEN' })
    expect(await test.desk.handoff.get(first.id)).toMatchObject({ state: 'lapsed' })
    expect(await test.desk.handoff.accept(first.id, 'UBEN', 'all', 'x')).toMatchObject({
      fault: expect.stringContaining('over'),
    })
  })

  it('can be asked for, also for the shift that is over, and not where nobody is on call', async () => {
    const item = await opened()
    const source = await test.desk.ofChannel(channel)
    if (source === undefined) throw new Error('there is a rotation')
    await test.moveTo(shiftEnd + hour)
    const { handoff } = await test.desk.handOver(source, { isPast: true, askedBy: 'UBEN', request: 'r' })
    expect(handoff).toMatchObject({
      from: 'UANNA',
      to: 'UBEN',
      state: 'offered',
      askedBy: 'UBEN',
      items: [{ id: item }],
    })
    await test.desk.change('checkout', { ...set, plan: { ...set.plan, members: [] } }, 'e9', anna)
    const empty = await test.desk.ofChannel(channel)
    if (empty === undefined) throw new Error('there is a rotation')
    expect(await test.desk.handOver(empty)).toMatchObject({ fault: expect.stringContaining('Nobody is on call') })
  })

  it('keeps what was decided when Slack refuses to show it, and shows it later', async () => {
    const item = await opened()
    await test.moveTo(shiftEnd - minute)
    test.refusal = new Error('429')
    const { id } = await newest()
    expect(await test.desk.handoff.accept(id, 'UBEN', 'all', 'x')).toMatchObject({ handoff: { state: 'accepted' } })
    expect(await test.records.get(item)).toMatchObject({ owner: 'UBEN' })
    test.refusal = undefined
    await test.moveTo(shiftEnd + hour)
    expect(test.shown.at(-1)).toBe(`${id} accepted`)
  })
})

describe('ownership', () => {
  it('goes to one of two who accept at once, and to nobody twice', async () => {
    const items = [await opened(), await opened(), await opened('UCLEO')]
    await test.moveTo(shiftEnd + 40 * minute)
    const { id } = await newest()
    const answers = await Promise.all([
      test.desk.handoff.accept(id, 'UBEN', 'all', 'b'),
      test.desk.handoff.accept(id, 'UCLEO', items.slice(0, 2), 'c'),
      test.another(test.table.client).handoff.accept(id, 'UBEN', 'all', 'b'),
    ])
    expect(answers.some(({ handoff }) => handoff !== undefined)).toBe(true)
    const { acceptances } = await newest()
    const taken = acceptances.flatMap((acceptance) => acceptance.items)
    expect(new Set(taken).size).toBe(taken.length)
    const byRecord = items.map((item) => acceptances.find((acceptance) => acceptance.items.includes(item))?.by)
    expect(await owners(items)).toEqual(byRecord)
    for (const [index, item] of items.entries()) expect((await test.records.get(item))?.owner).toBe(byRecord[index])
  })

  it('stays with whoever acknowledges after an acceptance that is carried over late', async () => {
    const item = await opened()
    await test.moveTo(shiftEnd - minute)
    const { id } = await newest()
    const dying = dyingClient(test.table.client, 3, 'after')
    await expect(test.another(dying.client).handoff.accept(id, 'UBEN', 'all', 'a')).rejects.toThrow('died')
    expect(await owners([item])).toEqual(['UBEN'])
    expect((await test.records.get(item))?.owner).toBeUndefined()
    const at = test.now + minute
    await test.records.happen(item, { type: 'acknowledged', id: 'late', at, by: { kind: 'person', user: 'UCLEO' } })
    expect(await owners([item])).toEqual(['UCLEO'])
    await test.moveTo(shiftEnd + 2 * minute)
    expect((await test.desk.handoff.get(id))?.settled).toBe(1)
    expect(await owners([item])).toEqual(['UCLEO'])
  })

  it('is whole at every moment, wherever the worker dies', async () => {
    const items = [await opened(), await opened('UCLEO'), await opened()]
    const before = ['UANNA', 'UCLEO', 'UANNA']
    const source = await test.desk.ofChannel(channel)
    if (source === undefined) throw new Error('there is a rotation')
    let isThrough = false
    let deaths = 0
    let movedAtDeath = 0
    let decisions = 0
    for (let call = 1; !isThrough; call++)
      for (const when of ['before', 'after'] as const) {
        // Each round takes what the round before gave away.
        const [taker, giver] = (call + (when === 'after' ? 1 : 0)) % 2 === 0 ? ['UBEN', 'UCLEO'] : ['UCLEO', 'UBEN']
        const { handoff } = await test.desk.handOver(source, { request: `${call}${when}` })
        if (handoff === undefined) throw new Error('it was offered')
        await test.desk.handoff.accept(handoff.id, handoff.to ?? '', [], 'none')
        await test.desk.handoff.decline(handoff.id, handoff.to ?? '', 'busy', `d${call}${when}`)
        test.now += minute
        const old = await owners(items)
        expect(old.every((user) => user !== undefined)).toBe(true)
        if (call === 1 && when === 'before') expect(old).toEqual(before)
        const dying = dyingClient(test.table.client, call, when)
        const answer = await test
          .another(dying.client)
          .handoff.accept(handoff.id, taker ?? '', 'all', `a${call}${when}`)
          .catch((error: unknown) => error)
        isThrough = !(answer instanceof Error)
        deaths += isThrough ? 0 : 1
        const isDecided = ((await test.desk.handoff.get(handoff.id))?.acceptances.length ?? 0) > 0
        movedAtDeath += isDecided && !isThrough ? 1 : 0
        decisions += isDecided ? 1 : 0
        expect(await owners(items)).toEqual(isDecided ? items.map(() => taker) : old)
        // What was planned before the decision finishes it.
        await test.desk.handoff.settle(handoff.id)
        await test.desk.handoff.settle(handoff.id)
        expect(await owners(items)).toEqual(isDecided ? items.map(() => taker) : old)
        if (isDecided) for (const item of items) expect((await test.records.get(item))?.owner).toBe(taker)
        expect(giver).not.toBe(taker)
        test.now += minute
      }
    // It died at every call: before the decision, at it, and while the incidents followed.
    expect(deaths).toBeGreaterThan(10)
    expect(movedAtDeath).toBeGreaterThan(5)
    for (const item of items) {
      const moves = (await test.records.timeline(item)).filter(({ type }) => type === 'assigned')
      expect(moves).toHaveLength(decisions)
    }
  }, 60_000)
})
