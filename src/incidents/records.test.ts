import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { dynamoHistories } from '../store/histories.ts'
import { anAlarm, at, opening } from './arbitrary-event.ts'
import type { IncidentEvent, TimelineEntry } from './event.ts'
import type { Incident } from './incident.ts'
import { type IncidentRecords, incidentRecords } from './records.ts'

let table: LocalTable
let records: IncidentRecords

beforeAll(async () => {
  table = await startTable()
  records = incidentRecords(
    dynamoHistories<Incident, TimelineEntry>({ client: table.client, table: table.table, kind: 'incident' }),
  )
})
afterAll(() => table.close())

let ids = 0
const newId = () => `i-${++ids}`
const fires = (name: string, changedAt = at): IncidentEvent & { type: 'alarm-changed' } => ({
  type: 'alarm-changed',
  alarm: { ...anAlarm(name), changedAt },
  id: `${name} ALARM ${changedAt}`,
  at: changedAt,
  by: { kind: 'aws' },
})
const isOk = (name: string, changedAt: number): IncidentEvent & { type: 'alarm-changed' } => ({
  type: 'alarm-changed',
  alarm: { ...anAlarm(name), changedAt, state: 'OK' },
  id: `${name} OK ${changedAt}`,
  at: changedAt,
  by: { kind: 'aws' },
})
const take = async (name: string, event = fires(name), questions: string[] = []) => {
  const taken = await records.take({
    event,
    opening: { ...opening, id: newId(), title: name },
    questions,
    isOver: () => true,
  })
  if (taken === undefined) throw new Error('the change opened nothing')
  return taken
}
const opened = async (name: string) => (await take(name)).after
const blames = (id: string, arn: string): IncidentEvent => ({
  type: 'diagnosed',
  outcome: {
    reportId: 'r',
    verdict: 'cause-found',
    cause: {
      id: 'ddb-hot-key',
      aliases: [],
      strength: 'proven',
      resource: { name: 'orders', arn, account: '123456789012', region: 'eu-west-1' },
      summary: 'One key of orders takes it all.',
    },
  },
  id: `diagnosed ${id}`,
  at: at + 3000,
  by: { kind: 'firstlook' },
})

describe('an incident in the table', () => {
  it('is opened once for an alarm that many tell of at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => take('race')))
    expect(results.filter(({ how }) => how === 'opened')).toHaveLength(1)
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(results.map(({ after }) => after.id)).size).toBe(1)
  })

  it('takes an event once, however often it is delivered', async () => {
    const { id } = await opened('twice')
    const first = await records.happen(id, isOk('twice', at + 60_000))
    const second = await records.happen(id, isOk('twice', at + 60_000))
    expect([first.isNew, second.isNew]).toEqual([true, false])
    expect(second.after.version).toBe(2)
    expect((await records.timeline(id)).map(({ type, became }) => [type, became])).toEqual([
      ['alarm-changed', 'firing'],
      ['alarm-changed', 'recovered'],
    ])
  })

  it('loses none of many events that come at once', async () => {
    const { id } = await opened('busy')
    const notes = Array.from(
      { length: 12 },
      (_, index): IncidentEvent => ({
        type: 'noted',
        text: `note ${index}`,
        id: `n${index}`,
        at: at + index,
        by: { kind: 'person', user: 'U1' },
      }),
    )
    await Promise.all(notes.map((note) => records.happen(id, note)))
    const timeline = await records.timeline(id, 1)
    expect(new Set(timeline.flatMap((entry) => (entry.type === 'noted' ? [entry.text] : []))).size).toBe(12)
    expect(timeline.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, index) => index + 2))
  })

  it('takes over the alarms of a later one with the same cause, and their next changes', async () => {
    const [first, second] = [await opened('api-5xx'), await opened('fn-errors')]
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'
    await records.happen(first.id, blames(first.id, arn))
    await records.happen(second.id, blames(second.id, arn))
    expect((await records.settleCause(first.id, at + 4000)).after.id).toBe(first.id)
    const { after: settled } = await records.settleCause(second.id, at + 4000)
    expect(settled.id).toBe(first.id)
    expect(settled.alarms.map(({ name }) => name).sort()).toEqual(['api-5xx', 'fn-errors'])
    expect(await records.get(second.id)).toMatchObject({ state: 'closed', mergedInto: first.id, alarms: [] })
    expect((await records.holderOf(anAlarm('fn-errors')))?.id).toBe(first.id)

    const late = await records.happen(second.id, isOk('fn-errors', at + 60_000))
    expect(late.after.id).toBe(first.id)
    expect(late.after.alarms.find(({ name }) => name === 'fn-errors')?.state).toBe('OK')
    expect((await records.listOpen()).records.map(({ id }) => id)).not.toContain(second.id)
  })

  it('gives the cause to one of many that claim it at once', async () => {
    const many = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => opened(`cart-${name}`)))
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/carts'
    for (const { id } of many) await records.happen(id, blames(id, arn))
    const settled = await Promise.all(many.map(({ id }) => records.settleCause(id, at + 4000)))
    expect(new Set(settled.map(({ after }) => after.id)).size).toBe(1)
  })

  it('moves from the open list to the month it was closed in', async () => {
    const { id } = await opened('listed')
    expect((await records.listOpen()).records.map((each) => each.id)).toContain(id)
    await records.happen(id, {
      type: 'resolved',
      causeWas: 'right',
      id: 'resolved',
      at: at + 90_000,
      by: { kind: 'person', user: 'U1' },
    })
    expect((await records.listOpen()).records.map((each) => each.id)).not.toContain(id)
    expect((await records.listClosed('2026-11')).records.map((each) => each.id)).toContain(id)
  })

  it('gives its place to a new one when it was closed too long ago', async () => {
    const old = await opened('weekly')
    await records.happen(old.id, {
      type: 'resolved',
      causeWas: 'unsaid',
      id: 'resolved',
      at: at + 1000,
      by: { kind: 'person', user: 'U1' },
    })
    const next = await take('weekly', fires('weekly', at + 9_000_000))
    expect(next.how).toBe('opened')
    expect((await records.holderOf(anAlarm('weekly')))?.id).toBe(next.after.id)
  })

  it('holds all alarms that ask the same question', async () => {
    const questions = ['502 orders-api']
    const first = await take('orders-5xx', fires('orders-5xx'), questions)
    const second = await take('orders-5xx-fast-burn', fires('orders-5xx-fast-burn'), questions)
    expect([first.how, second.how]).toEqual(['opened', 'joined'])
    expect(second.after.id).toBe(first.after.id)
    expect(second.after.alarms).toHaveLength(2)
    const repeat = await take('orders-5xx-fast-burn', fires('orders-5xx-fast-burn', at + 60_000), questions)
    expect(repeat).toMatchObject({ how: 'continued', after: { id: first.after.id, firings: 3 } })
  })

  it('is never opened by an alarm that is OK', async () => {
    const arrival = { event: isOk('calm', at), opening: { ...opening, id: newId() }, questions: [], isOver: () => true }
    expect(await records.take(arrival)).toBeUndefined()
    expect(await records.holderOf(anAlarm('calm'))).toBeUndefined()
  })
})
