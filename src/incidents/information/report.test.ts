import { describe, expect, it } from 'vitest'
import type { InformationContext } from '../../report/information/command.ts'
import type { TimelineEntry } from '../event.ts'
import { aClosed, anIncident, hotKey, hour, minute } from '../handoff/handoff-in-test.ts'
import type { Incident } from '../incident.ts'
import { statisticsOf, timesOf } from '../statistics.ts'
import { reportCommand } from './report.ts'
import type { IncidentShelf } from './shelf.ts'

const day = 24 * hour
const from = Date.parse('2026-11-01T00:00:00Z')
const span = { from, to: from + 30 * day }
const entry = (type: string, at: number, more: object = {}) =>
  ({ type, at, id: `${type} ${at}`, by: { kind: 'aws' }, sequence: 1, ...more }) as TimelineEntry
const timeline = (openedAt: number) => [
  entry('alarm-changed', openedAt, { became: 'firing' }),
  entry('diagnosed', openedAt + 9000),
  entry('acknowledged', openedAt + 4 * minute, { became: 'acknowledged' }),
  entry('alarm-changed', openedAt + 40 * minute, { became: 'recovered' }),
  entry('diagnosed', openedAt + 50 * minute),
]

const incidents: Incident[] = [
  aClosed('a', from + hour, from + 2 * hour, { cause: hotKey, title: '=cmd,"x"' }),
  aClosed('b', from + day, from + day + hour, { cause: hotKey, resolution: { by: 'U1', at: 1, causeWas: 'right' } }),
  anIncident('c', from + 29 * day),
  aClosed('old', from - day, from + hour),
  aClosed('joined', from + day, from + day, { mergedInto: 'b' }),
]
const shelf: IncidentShelf = {
  records: {
    get: async () => undefined,
    holderOf: async () => undefined,
    timeline: async (id) => timeline(incidents.find((each) => each.id === id)?.openedAt ?? 0),
    listOpen: async () => ({ records: incidents.filter(({ state }) => state !== 'closed') }),
    listClosed: async (month) => ({
      records: incidents.filter(
        ({ state, stateSince }) => state === 'closed' && new Date(stateSince).toISOString().startsWith(month),
      ),
    }),
  },
  reportOf: async () => undefined,
}

describe('the statistics of a time', () => {
  it('count each incident once, by cause, resource and day', () => {
    const times = new Map(incidents.map(({ id, openedAt }) => [id, timesOf(timeline(openedAt))]))
    const statistics = statisticsOf(incidents, span, times)
    expect(statistics).toMatchObject({
      incidents: 3,
      stillOpen: 1,
      byCause: [{ name: 'ddb-hot-key', count: 2 }],
      withoutCause: 1,
      byResource: [{ name: 'orders', count: 2 }],
      answer: { count: 3, median: 9000, p90: 9000 },
      acknowledge: { median: 4 * minute },
      recover: { median: 40 * minute },
      repeats: { count: 1, of: 2 },
      bucketDays: 2,
    })
    expect(statistics.perBucket.reduce((sum, { count }) => sum + count, 0)).toBe(3)
    expect(statistics.perBucket.length).toBeLessThanOrEqual(20)
  })

  it('say that something never happened rather than that it took no time', () => {
    expect(statisticsOf(incidents, span, new Map()).acknowledge).toEqual({ count: 0 })
  })
})

describe('report', () => {
  it('tells it in words, as a chart and as CSV', async () => {
    const context = {
      request: { window: span, command: 'report' },
      asker: { door: 'terminal' },
      accounts: [],
      now: span.to,
    }
    const informed = await reportCommand(shelf).run(context as unknown as InformationContext)
    if (informed.kind !== 'page') throw new Error('it was refused')
    const { page } = informed
    const said = JSON.stringify(page.lines)
    expect(page.title).toBe('3 incidents, 1 still open')
    expect(said).toContain('to the first answer: 9 s, nine of ten within 9 s (3 incidents)')
    expect(said).toContain('1 of 2 incidents with a named cause were repeats of one in this time (50 %).')
    expect(said).toContain('right in 1 of 1 that people judged (100 %)')
    expect(page.charts?.[0]?.series[0]?.values.reduce((sum, count) => sum + count, 0)).toBe(3)
    const csv = page.lines.flatMap((line) => (line.kind === 'code' ? [line.text] : [])).join('')
    expect(csv.split('\n')).toHaveLength(4)
    expect(csv).toContain(`"'=cmd,""x"""`)
    expect(csv).toContain(',9,240,2400,0')
  })
})
