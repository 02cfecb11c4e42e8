import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../../sandbox/table.ts'
import { loadConfig } from '../../config/config.ts'
import type { Informed } from '../../report/information/command.ts'
import { dynamoHistories, type Entry } from '../../store/histories.ts'
import type { OnCallDue } from '../oncall/on-call-due.ts'
import { accessGaps } from './access-gaps.ts'
import { lookingAround } from './look-around.ts'
import type { Sight } from './sight.ts'
import { keepingSights, type SightRecords, sightRecords } from './sight-records.ts'

const now = Date.parse('2026-11-24T03:00:00Z')
const hour = 3600_000
const config = loadConfig({
  accounts: {
    prod: { id: '123456789012', regions: ['eu-west-1', 'us-east-1'] },
    pay: { id: '210987654321', regions: ['eu-west-1'] },
  },
  channels: { C0PAY: { accounts: ['pay'] }, C0ALL: { accounts: ['prod', 'pay'] } },
})
const place = (account: string, region: string, more: object) => ({ account, region, calls: 9, ...more })
const works = place('123456789012', 'eu-west-1', { name: 'prod', grade: 'works' })

let table: LocalTable
let sights: SightRecords
beforeEach(async () => {
  table = await startTable()
  sights = sightRecords(dynamoHistories<Sight, Entry>({ client: table.client, table: table.table, kind: 'sight' }))
})
afterEach(async () => {
  await table.close()
})
const gaps = async (channel: string, at = now) => accessGaps(await sights.list(), config, channel, at)

describe('what can be seen of accounts', () => {
  it('is never fine before anybody looked', async () => {
    expect(await gaps('C0ALL')).toEqual([
      'prod (123456789012) eu-west-1: not looked at yet',
      'prod (123456789012) us-east-1: not looked at yet',
      'pay (210987654321) eu-west-1: not looked at yet',
    ])
  })

  it('is told as doctor found it last, of the channel’s accounts alone', async () => {
    const causes = { all: 415, blind: 12, lessSure: 3, unchecked: 0 }
    const refused = { name: 'pay', grade: 'blind', closed: { why: 'AssumeRole was refused.' } }
    await sights.keep(
      { places: [works, place('123456789012', 'us-east-1', { grade: 'partly', sight: { causes } })] },
      now,
    )
    await sights.keep({ places: [place('210987654321', 'eu-west-1', refused)] }, now - hour)
    expect(await gaps('C0PAY')).toEqual([
      'pay (210987654321) eu-west-1: the role could not be used: AssumeRole was refused, looked at 2026-11-24 02:00 UTC',
    ])
    expect(await gaps('C0ALL')).toEqual([
      'prod (123456789012) us-east-1: 12 of 415 causes blind, 3 told less surely, looked at 2026-11-24 03:00 UTC',
      expect.stringContaining('pay'),
    ])
  })

  it('keeps no secret that a refusal repeats', async () => {
    const why = 'The session with password=hunter2hunter2 was refused.'
    await sights.keep({ places: [place('210987654321', 'eu-west-1', { grade: 'blind', closed: { why } })] }, now)
    expect((await sights.list()).map(({ closed }) => closed)).toEqual([expect.not.stringContaining('hunter2')])
  })

  it('says nothing of today once it is old, however good it was, and an older look changes nothing', async () => {
    await sights.keep({ places: [works] }, now)
    await sights.keep({ places: [{ ...works, grade: 'blind' }] }, now - hour)
    expect((await gaps('C0ALL')).some((gap) => gap.includes('eu-west-1') && gap.includes('prod'))).toBe(false)
    expect((await gaps('C0ALL', now + 37 * hour))[0]).toBe(
      'prod (123456789012) eu-west-1: works: all that Firstlook asks for can be read; that was 2026-11-24 03:00 UTC, too long ago to count on',
    )
  })
})

describe('looking around', () => {
  it('takes one place in each turn, and keeps what doctor finds', async () => {
    const planned: OnCallDue[] = []
    const asked: object[] = []
    const log = { error: () => undefined }
    const inform = keepingSights(
      async (_name, { account, region }): Promise<Informed> => {
        asked.push({ account, region })
        return {
          kind: 'page',
          command: 'doctor',
          page: { tone: 'good', title: '', lines: [], foot: [] },
          data: { places: [works] },
        }
      },
      sights,
      { clock: () => now, log },
    )
    const look = lookingAround({ config, inform, clock: () => now, schedule: async (due) => void planned.push(due) })
    await look({ kind: 'look-around', rotationId: 'accounts', at: 0, since: 0 })
    expect(planned.map((due) => due.place)).toEqual([
      { account: '123456789012', region: 'eu-west-1' },
      { account: '123456789012', region: 'us-east-1' },
      { account: '210987654321', region: 'eu-west-1' },
    ])
    expect(new Set(planned.map(({ at }) => at)).size).toBe(3)
    expect(asked).toEqual([])
    for (const due of planned.slice(0, 1)) await look(due)
    expect(asked).toEqual([{ account: '123456789012', region: 'eu-west-1' }])
    expect((await sights.list()).map(({ grade, lookedAt }) => [grade, lookedAt])).toEqual([['works', now]])
  })
})
