import { expect, it } from 'vitest'
import { readSchedule } from './schedule.ts'

const at = (text: string): number => Date.parse(text)
const monday = at('2026-11-23T03:00:00Z')

it.each<[string, string | undefined]>([
  ['cron(0 9 * * ? *)', '2026-11-23T09:00:00Z'],
  ['cron(0/15 * * * ? *)', '2026-11-23T03:00:00Z'],
  ['cron(30 2 ? * MON-FRI *)', '2026-11-24T02:30:00Z'],
  ['cron(0 8 L * ? *)', '2026-11-30T08:00:00Z'],
  ['cron(0 8 1W * ? *)', '2026-12-01T08:00:00Z'],
  ['cron(0 8 ? * 6L *)', '2026-11-27T08:00:00Z'],
  ['cron(0 8 ? * 2#1 *)', '2026-12-07T08:00:00Z'],
  ['cron(0 8 29 FEB ? *)', '2028-02-29T08:00:00Z'],
  ['cron(0 9 1 1 ? 2024)', undefined],
  ['cron(0 9 31 2 ? *)', undefined],
])('%s is next due at %s', (expression, next) => {
  expect(readSchedule(expression)?.next(monday)).toBe(next === undefined ? undefined : at(next))
})

it('lists what is due in a window, its end left out', () => {
  expect(readSchedule('cron(0 3,4 * * ? *)')?.due(monday, monday + 3_600_000)).toEqual([monday])
})

it('knows how often a rate runs, but not when', () => {
  const schedule = readSchedule('rate(5 minutes)')
  expect(schedule?.everyMs).toBe(300_000)
  expect(schedule?.due(monday, monday + 3_600_000)).toEqual([])
})

it.each(['cron(0 9 * *)', 'every day', 'cron(61 9 * * ? *)', 'cron(0 9 ? * FOO *)'])(
  'does not read %s',
  (expression) => {
    expect(readSchedule(expression)).toBeUndefined()
  },
)
