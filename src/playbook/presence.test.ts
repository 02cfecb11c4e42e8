import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Series } from '../evidence/cloudwatch/series.ts'
import { presenceOf } from './presence.ts'

const minute = 60_000
const until = Date.parse('2026-11-23T03:00:00Z')

/** Values by minutes before the end: `{ 30: 5 }` is five, thirty minutes ago. */
function series(byMinutesAgo: Readonly<Record<number, number>>): Series {
  const points = Object.entries(byMinutesAgo).map(([ago, value]) => ({ at: until - Number(ago) * minute, value }))
  return { points: points.sort((a, b) => a.at - b.at) }
}

function steady(perMinute: number, minutes = 60): Series {
  return series(Object.fromEntries(Array.from({ length: minutes }, (_, index) => [index + 1, perMinute])))
}

describe('presenceOf', () => {
  it('is absent when nothing failed', () => {
    expect(presenceOf(series({ 5: 0, 9: 0 }), steady(10), until)).toMatchObject({
      state: 'absent',
      failures: 0,
      requests: 600,
    })
  })

  it('is present while the last minutes fail', () => {
    expect(presenceOf(series({ 3: 4, 2: 5, 1: 6 }), steady(10), until)).toMatchObject({
      state: 'present',
      failures: 15,
    })
  })

  it('has recovered once enough requests were served quietly', () => {
    expect(presenceOf(series({ 42: 8, 41: 9, 40: 7 }), steady(10), until)).toMatchObject({
      state: 'recovered',
      lastAt: until - 40 * minute,
      servedSince: 390,
    })
  })

  it('has not recovered when nobody asked since', () => {
    const requests = series({ 42: 10, 41: 10, 40: 10 })
    expect(presenceOf(series({ 42: 8, 41: 9, 40: 7 }), requests, until).state).toBe('present')
  })

  it('has not recovered when the quiet is no longer than the pauses before', () => {
    expect(presenceOf(series({ 58: 1, 36: 1, 14: 1 }), steady(100), until).state).toBe('present')
  })

  it('has not recovered when a rare failure would hardly have shown', () => {
    expect(
      presenceOf(
        series({ 40: 1, 38: 1 }),
        series({ ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i + 40, 100])), 20: 5 }),
        until,
      ).state,
    ).toBe('present')
  })

  it('says neither present nor recovered after a long quiet without a count of requests', () => {
    expect(presenceOf(series({ 42: 8 }), undefined, until).state).toBe('unknown')
    expect(presenceOf(series({ 5: 8 }), undefined, until).state).toBe('present')
  })

  it('never says absent when anything failed, nor recovered when the last ten minutes did', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), fc.integer({ min: 1, max: 50 }), { minKeys: 1 }),
        (byAgo) => {
          const presence = presenceOf(series(byAgo), steady(100), until)
          expect(presence.state).not.toBe('absent')
          if (Math.min(...Object.keys(byAgo).map(Number)) <= 10) expect(presence.state).toBe('present')
        },
      ),
    )
  })

  it('takes as long a quiet as the team asks for', () => {
    const failures = series({ 42: 8, 41: 9, 40: 7 })
    const state = (recoveredMinutes: number) =>
      presenceOf(failures, steady(10), until, { failureShare: 0, recoveredMinutes }).state
    expect([10, 39, 40].map(state)).toEqual(['recovered', 'recovered', 'present'])
    expect(presenceOf(series({ 4: 8 }), steady(10), until, { failureShare: 0, recoveredMinutes: 3 }).state).toBe(
      'recovered',
    )
  })

  it('says the share that failed in the worst five minutes, however long the window', () => {
    expect(presenceOf(series({ 3: 10, 2: 10, 1: 10 }), steady(10, 600), until).failedShare).toBeCloseTo(0.6)
    expect(presenceOf(series({ 30: 1, 2: 1 }), steady(100), until).failedShare).toBeCloseTo(0.002)
    expect(presenceOf(series({ 30: 1 }), undefined, until).failedShare).toBeUndefined()
  })
})
