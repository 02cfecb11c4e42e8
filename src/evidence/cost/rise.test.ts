import { describe, expect, it } from 'vitest'
import { costDays, dayMs } from './days.ts'
import { riseOf } from './rise.ts'

const now = Date.parse('2026-11-23T09:00:00Z')
const days = costDays({ from: now - 14 * dayMs, to: now })
const today = days.to - dayMs

/** Dollars by age in days; every day that is not named costs `usual`. */
function costs(usual: number, by: Readonly<Record<number, number>>): Map<number, number> {
  return new Map(Array.from({ length: 40 }, (_, age) => [today - age * dayMs, by[age] ?? usual]))
}

describe('a rise', () => {
  it('begins on the day that leaves the week before', () => {
    const rise = riseOf(costs(10, { 0: 3, 1: 42, 2: 40, 3: 38 }), days, now, 1)

    expect(rise?.onset).toBe(today - 3 * dayMs)
    expect(rise?.usualUsd).toBe(10)
    expect(rise?.isOver).toBe(false)
    expect(rise?.extraUsd).toBeCloseTo(90)
  })

  it('goes on while the newest complete day is not in yet', () => {
    const late = costs(10, { 2: 40, 3: 38 })
    late.delete(today)
    late.delete(today - dayMs)

    expect(riseOf(late, days, now, 1)?.isOver).toBe(false)
  })

  it('is over when a whole day was usual again', () => {
    expect(riseOf(costs(10, { 0: 2, 4: 38, 5: 40 }), days, now, 1)?.isOver).toBe(true)
  })

  it('is told of the newest run, not of an older blip', () => {
    expect(riseOf(costs(10, { 1: 60, 2: 55, 11: 50 }), days, now, 1)?.days).toEqual([today - 2 * dayMs, today - dayMs])
  })

  it('may be a step that lasts longer than a week', () => {
    const step = Object.fromEntries(Array.from({ length: 11 }, (_, age) => [age, 30]))

    expect(riseOf(costs(10, step), days, now, 1)?.onset).toBe(today - 10 * dayMs)
  })
})

describe('no rise', () => {
  it.each([
    ['noise', costs(10, { 1: 12, 2: 9, 3: 11.5, 5: 8 })],
    ['cents', costs(0.1, { 1: 0.9 })],
    ['a weekly job', costs(1, { 2: 30, 9: 30, 16: 31, 23: 29, 30: 30 })],
    ['a partial newest day', costs(10, { 0: 1 })],
  ])('is made of %s', (_, usd) => {
    expect(riseOf(usd, days, now, 1)).toBeUndefined()
  })

  it('is made of what was charged on the same day of the month before', () => {
    const monthly = costs(1, {})
    monthly.set(Date.parse('2026-11-15T00:00:00Z'), 100)
    monthly.set(Date.parse('2026-10-15T00:00:00Z'), 100)

    expect(riseOf(monthly, days, now, 1)).toBeUndefined()
  })

  it('is seen where the week before was not read', () => {
    const fresh = { ...days, from: today - 3 * dayMs }

    expect(riseOf(costs(10, { 1: 90 }), { ...fresh, scanFrom: today - 3 * dayMs }, now, 1)).toBeUndefined()
  })
})
