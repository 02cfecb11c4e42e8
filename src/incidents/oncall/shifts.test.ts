import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { aRotation, arbitraryMoment, arbitraryRotation, localTime } from './rotation-in-test.ts'
import { shiftAt, shiftsBetween } from './shifts.ts'

const hour = 3600_000

function told(shifts: ReturnType<typeof shiftsBetween>, zone = 'Europe/Berlin'): string[] {
  return shifts.map(
    ({ from, user, why }) =>
      `${DateTime.fromMillis(from, { zone }).toFormat('yyyy-MM-dd HH:mm')} ${user ?? '-'} ${why}`,
  )
}

describe('shifts', () => {
  it('leave no moment out and give none to two people', () => {
    fc.assert(
      fc.property(
        arbitraryRotation,
        arbitraryMoment,
        fc.integer({ min: hour, max: 60 * 24 * hour }),
        (rotation, from, length) => {
          const shifts = shiftsBetween(rotation, { from, to: from + length })
          expect(shifts[0]?.from).toBeLessThanOrEqual(from)
          expect(shifts.at(-1)?.to).toBeGreaterThanOrEqual(from + length)
          shifts.forEach((shift, index) => {
            expect(shift.to).toBeGreaterThan(shift.from)
            if (index > 0) expect(shift.from).toBe(shifts[index - 1]?.to)
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are the same from whichever moment they are asked for', () => {
    fc.assert(
      fc.property(
        arbitraryRotation,
        arbitraryMoment,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rotation, at, part) => {
          const shift = shiftAt(rotation, at)
          const until = Math.min(shift.to, at + 400 * 24 * hour)
          const inside = Math.min(until - 1, Math.floor(at + (until - at) * part))
          expect(shiftAt(rotation, inside)).toEqual({
            ...shift,
            ...(shift.from === at ? { from: expect.any(Number) } : {}),
          })
          if (shift.from < at) expect(shiftAt(rotation, shift.from)).toEqual(shift)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('have one person, or say why nobody is on call', () => {
    fc.assert(
      fc.property(arbitraryRotation, arbitraryMoment, (rotation, at) => {
        const { user, why } = shiftAt(rotation, at)
        expect(['not-started', 'no-members', 'all-away'].includes(why)).toBe(user === undefined)
      }),
    )
  })

  it('begin at the same time of day when the clock is changed', () => {
    const shifts = shiftsBetween(aRotation(), {
      from: localTime('2026-03-23T12:00'),
      to: localTime('2026-04-08T12:00'),
    })
    expect(told(shifts)).toEqual([
      '2026-03-23 09:00 UANNA turn',
      '2026-03-30 09:00 UBEN turn',
      '2026-04-06 09:00 UCLEO turn',
    ])
    const [spring] = shifts
    expect(((spring?.to ?? 0) - (spring?.from ?? 0)) / hour).toBe(7 * 24 - 1)
  })

  it('of half a day keep their hours over the change to winter', () => {
    const plan = { shift: { count: 12, unit: 'hours' as const }, startDate: '2026-10-20', handoverTime: '08:00' }
    const [base] = aRotation().plans
    if (base === undefined) throw new Error('a rotation has a plan')
    const rotation = aRotation({ plans: [{ ...base, ...plan, members: ['UANNA', 'UBEN'] }] })
    const shifts = shiftsBetween(rotation, { from: localTime('2026-10-24T21:00'), to: localTime('2026-10-25T21:00') })
    expect(told(shifts)).toEqual([
      '2026-10-24 20:00 UBEN turn',
      '2026-10-25 08:00 UANNA turn',
      '2026-10-25 20:00 UBEN turn',
    ])
    expect(shifts.slice(0, 2).map(({ from, to }) => (to - from) / hour)).toEqual([13, 12])
  })

  it('of a month end with the month, also with the short ones', () => {
    const [base] = aRotation().plans
    if (base === undefined) throw new Error('a rotation has a plan')
    const monthly = {
      shift: { count: 1, unit: 'months' as const },
      startDate: '2026-01-31',
      from: localTime('2026-01-31T09:00'),
    }
    const rotation = aRotation({ plans: [{ ...base, ...monthly }] })
    expect(
      told(shiftsBetween(rotation, { from: localTime('2026-02-01T00:00'), to: localTime('2026-05-02T00:00') })),
    ).toEqual([
      '2026-01-31 09:00 UANNA turn',
      '2026-02-28 09:00 UBEN turn',
      '2026-03-31 09:00 UCLEO turn',
      '2026-04-30 09:00 UANNA turn',
    ])
  })

  it('take overrides, swaps and absences in, and say whose turn it was', () => {
    const rotation = aRotation({
      overrides: [{ id: 'o', user: 'UDANA', from: localTime('2026-03-04T18:00'), to: localTime('2026-03-04T22:00') }],
      swaps: [
        {
          id: 's',
          asker: 'UBEN',
          asked: 'UCLEO',
          from: localTime('2026-03-09T09:00'),
          to: localTime('2026-03-16T09:00'),
          inReturn: { from: localTime('2026-03-16T09:00'), to: localTime('2026-03-23T09:00') },
          state: 'accepted',
        },
      ],
      away: [{ id: 'a', user: 'UANNA', from: localTime('2026-03-23T00:00'), to: localTime('2026-03-25T00:00') }],
    })
    const shifts = shiftsBetween(rotation, { from: localTime('2026-03-02T09:00'), to: localTime('2026-03-26T00:00') })
    expect(told(shifts)).toEqual([
      '2026-03-02 09:00 UANNA turn',
      '2026-03-04 18:00 UDANA override',
      '2026-03-04 22:00 UANNA turn',
      '2026-03-09 09:00 UCLEO swap',
      '2026-03-16 09:00 UBEN swap',
      '2026-03-23 09:00 UBEN stand-in',
      '2026-03-25 00:00 UANNA turn',
    ])
    expect(shifts.map(({ turnOf }) => turnOf)).toEqual([
      undefined,
      'UANNA',
      undefined,
      'UBEN',
      'UCLEO',
      'UANNA',
      undefined,
    ])
  })

  it('say that nobody is on call before the start, without members, and when all are away', () => {
    const start = localTime('2026-03-02T09:00')
    expect(shiftAt(aRotation(), start - 1)).toMatchObject({ why: 'not-started', to: start })
    expect(shiftAt(aRotation({ members: [] }), start)).toMatchObject({ why: 'no-members' })
    const away = [{ id: 'a', user: 'UANNA', from: start, to: start + hour }]
    const alone = aRotation({ members: ['UANNA'], away })
    expect(shiftAt(alone, start)).toMatchObject({ why: 'all-away', turnOf: 'UANNA', to: start + hour })
    expect(shiftAt(alone, start).user).toBeUndefined()
  })
})
