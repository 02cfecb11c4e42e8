import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../../sandbox/table.ts'
import { dynamoHistories } from '../../store/histories.ts'
import type { Rotation, RotationChange, RotationEntry, RotationEvent } from './rotation.ts'
import { type RotationRecords, rotationRecords } from './rotation-records.ts'

let table: LocalTable
let records: RotationRecords

beforeAll(async () => {
  table = await startTable()
  records = rotationRecords(
    dynamoHistories<Rotation, RotationEntry>({ client: table.client, table: table.table, kind: 'rotation' }),
  )
})
afterAll(() => table.close())

let events = 0
const by = { kind: 'person', user: 'UANNA' } as const
const event = (change: RotationChange): RotationEvent => ({ ...change, id: `e${++events}`, at: 1_772_000_000_000, by })
const set = (name: string, channel: string): RotationEvent =>
  event({
    type: 'set',
    setting: { name, channel },
    plan: {
      members: ['UANNA', 'UBEN'],
      shift: { count: 1, unit: 'weeks' },
      startDate: '2026-03-02',
      handoverTime: '09:00',
      timeZone: 'Europe/Berlin',
    },
  })

describe('rotations in the table', () => {
  it('are found by their channel and in the list, with who changed what', async () => {
    await records.change('checkout', set('Checkout', 'C0CHECKOUT'))
    await records.change('checkout', set('Checkout nights', 'C0NIGHTS'))
    expect(await records.ofChannel('C0CHECKOUT')).toBeUndefined()
    expect(await records.ofChannel('C0NIGHTS')).toMatchObject({ id: 'checkout', version: 2 })
    expect((await records.list()).map(({ name }) => name)).toContain('Checkout nights')
    expect((await records.timeline('checkout')).map((entry) => [entry.sequence, entry.type, entry.by])).toEqual([
      [1, 'set', by],
      [2, 'set', by],
    ])
  })

  it('do not share a channel', async () => {
    await records.change('one', set('One', 'C0SHARED'))
    const second = await records.change('two', set('Two', 'C0SHARED'))
    expect(second).toMatchObject({ outcome: 'channel-taken', holder: { id: 'one' } })
    expect(await records.get('two')).toBeUndefined()
  })

  it('take one event once', async () => {
    const first = set('Once', 'C0ONCE')
    const outcomes = [await records.change('once', first), await records.change('once', first)]
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'repeated'])
    expect((await records.get('once'))?.version).toBe(1)
  })

  it('lose none of many changes that come at once', async () => {
    await records.change('busy', set('Busy', 'C0BUSY'))
    const overrides = Array.from({ length: 8 }, (_, index) => ({ id: `o${index}`, user: 'UBEN', from: 1, to: 2e12 }))
    await Promise.all(overrides.map((override) => records.change('busy', event({ type: 'override-added', override }))))
    expect((await records.get('busy'))?.overrides.map(({ id }) => id).sort()).toEqual(overrides.map(({ id }) => id))
  })

  it('are gone from channel and list once removed, and the channel is free again', async () => {
    await records.change('gone', set('Gone', 'C0GONE'))
    await records.change('gone', event({ type: 'removed' }))
    expect(await records.ofChannel('C0GONE')).toBeUndefined()
    expect((await records.list()).map(({ id }) => id)).not.toContain('gone')
    expect(await records.change('next', set('Next', 'C0GONE'))).toMatchObject({ outcome: 'done' })
  })
})
