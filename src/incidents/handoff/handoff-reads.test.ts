import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoHistories } from '../../store/histories.ts'
import type { TimelineEntry } from '../event.ts'
import type { Incident } from '../incident.ts'
import { startOnCall, type TestOnCall } from '../oncall/on-call-in-test.ts'
import { aClosed, anIncident, channel, hotKey, hour, minute, shift, shiftEnd } from './handoff-in-test.ts'

const day = 24 * hour
const openCount = 500
const closedCount = 1500
let test: TestOnCall
const calls: string[] = []

beforeAll(async () => {
  test = await startOnCall(shiftEnd - 2 * hour)
  const plan = {
    members: ['UANNA', 'UBEN'],
    shift: { count: 1, unit: 'weeks' },
    startDate: '2025-03-03',
    handoverTime: '09:00',
    timeZone: 'Europe/Berlin',
  } as const
  await test.desk.change('checkout', { type: 'set', setting: { name: 'Checkout', channel }, plan }, 'e', {
    kind: 'person',
    user: 'UANNA',
  })
  const histories = dynamoHistories<Incident, TimelineEntry>({
    client: test.table.client,
    table: test.table.table,
    kind: 'incident',
  })
  const long = 'words of a diagnosis that say what was found and where '.repeat(6)
  const open = Array.from({ length: openCount }, (_, index) =>
    anIncident(`o${index}`, shift.from + index * minute, { cause: { ...hotKey, summary: `${long}${index}` } }),
  )
  const closed = Array.from({ length: closedCount }, (_, index) => {
    const at = shiftEnd - 365 * day + (index * 365 * day) / closedCount
    return aClosed(`c${index}`, at, at + hour, { cause: { ...hotKey, summary: `${long}${index}` } })
  })
  for (let start = 0; start < openCount + closedCount; start += 100)
    await histories.commit(
      [...open, ...closed].slice(start, start + 100).map((incident) => {
        const at = new Date(incident.state === 'closed' ? incident.stateSince : incident.openedAt).toISOString()
        const list = incident.state === 'closed' ? `closed#${at.slice(0, 7)}` : 'open'
        return { after: incident, expected: 0, entries: [], listed: { list, key: `${at}#${incident.id}` } }
      }),
    )
  test.table.client.middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      async (sent) => {
        calls.push(commandName)
        return await next(sent)
      },
    { step: 'initialize' },
  )
}, 60_000)
afterAll(() => test.close())

describe('a handoff of five hundred open items and a year of history', () => {
  it('is composed from few reads, none of them a scan', async () => {
    const source = await test.desk.ofChannel(channel)
    if (source === undefined) throw new Error('there is a rotation')
    calls.length = 0
    const content = await test.desk.handoff.preview(source, await test.desk.shiftChange(source))
    expect(content.items).toHaveLength(openCount)
    expect(content.recurring[0]?.before).toHaveLength(3)
    expect(content.recurring[0]?.before.every((count) => count > 0)).toBe(true)
    expect([...new Set(calls)].filter((name) => name !== 'QueryCommand' && name !== 'GetItemCommand')).toEqual([])
    // Even one after the other, at ten milliseconds each, these take less than two seconds.
    expect(calls.length * 10).toBeLessThan(2000)
    expect(calls.length).toBeLessThan(30)
  })

  it('is offered, and accepted in one write that holds all of it', async () => {
    calls.length = 0
    await test.moveTo(shiftEnd - 30 * minute)
    const { records } = await test.desk.handoff.list('checkout')
    expect(records[0]?.items).toHaveLength(openCount)
    expect(calls.length * 10).toBeLessThan(2000)
    const id = records[0]?.id ?? ''
    calls.length = 0
    const accepting = test.desk.handoff.accept(id, records[0]?.to ?? '', 'all', 'click')
    await expect(accepting).resolves.toMatchObject({ handoff: { state: 'accepted' } })
    expect(calls).not.toContain('ScanCommand')
    const accepted = await test.desk.handoff.get(id)
    expect(accepted?.acceptances.map(({ items }) => items.length)).toEqual([openCount])
    expect(await test.records.get('o499')).toMatchObject({ owner: records[0]?.to })
  }, 120_000)
})

describe('the product', () => {
  it('never scans a table', () => {
    const root = join(import.meta.dirname, '..', '..')
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    )
    expect(
      sources.filter((file) => /\bScanCommand\b|\bpaginateScan\b/.test(readFileSync(join(root, file), 'utf8'))),
    ).toEqual([])
  })
})
