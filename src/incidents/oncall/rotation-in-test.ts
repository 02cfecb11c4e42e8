import fc from 'fast-check'
import { DateTime } from 'luxon'
import type { Rotation, Span } from './rotation.ts'

/** For tests: epoch milliseconds of a time of day by a zone's clock, `2026-03-29T09:00`. */
export function localTime(iso: string, zone = 'Europe/Berlin'): number {
  return DateTime.fromISO(iso, { zone }).toMillis()
}

/** For tests: a weekly rotation in Berlin from Monday 2 March 2026, 09:00. */
export function aRotation(changes: Partial<Rotation> & { readonly members?: readonly string[] } = {}): Rotation {
  const { members = ['UANNA', 'UBEN', 'UCLEO'], ...rest } = changes
  const plan = {
    from: localTime('2026-03-02T09:00'),
    members,
    shift: { count: 1, unit: 'weeks' as const },
    startDate: '2026-03-02',
    handoverTime: '09:00',
    timeZone: 'Europe/Berlin',
  }
  const empty = { overrides: [], swaps: [], away: [] }
  return { id: 'checkout', version: 1, name: 'Checkout', channel: 'C0CHECKOUT', plans: [plan], ...empty, ...rest }
}

const people = ['UANNA', 'UBEN', 'UCLEO', 'UDANA'] as const
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'UTC']
const day = 24 * 3600_000
const first = Date.UTC(2025, 0, 1)

export const arbitraryMoment = fc.integer({ min: first, max: first + 900 * day })

const arbitrarySpan: fc.Arbitrary<Span> = fc
  .tuple(arbitraryMoment, fc.integer({ min: 60_000, max: 20 * day }))
  .map(([from, length]) => ({ from, to: from + length }))

const arbitraryPlan = fc
  .record({
    members: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 4 }),
    shift: fc.oneof(
      fc.record({ count: fc.constantFrom(4, 6, 8, 12), unit: fc.constant('hours' as const) }),
      fc.record({ count: fc.integer({ min: 1, max: 9 }), unit: fc.constantFrom('days' as const, 'weeks' as const) }),
      fc.record({ count: fc.integer({ min: 1, max: 3 }), unit: fc.constant('months' as const) }),
    ),
    startDate: arbitraryMoment.map((ms) => new Date(ms).toISOString().slice(0, 10)),
    handoverTime: fc.constantFrom('00:00', '02:30', '09:00', '23:45'),
    timeZone: fc.constantFrom(...zones),
  })
  .map((plan) => ({
    ...plan,
    from: DateTime.fromISO(`${plan.startDate}T${plan.handoverTime}`, { zone: plan.timeZone }).toMillis(),
  }))

/** For tests: any rotation, with overrides, swaps and absences that may overlap. */
export const arbitraryRotation: fc.Arbitrary<Rotation> = fc
  .record({
    plans: fc.array(arbitraryPlan, { maxLength: 3 }),
    overrides: fc.array(fc.record({ user: fc.constantFrom(...people), span: arbitrarySpan }), { maxLength: 3 }),
    away: fc.array(fc.record({ user: fc.constantFrom(...people), span: arbitrarySpan }), { maxLength: 3 }),
    swaps: fc.array(
      fc.record({
        asker: fc.constantFrom(...people),
        asked: fc.constantFrom(...people),
        span: arbitrarySpan,
        inReturn: fc.option(arbitrarySpan, { nil: undefined }),
        state: fc.constantFrom('asked' as const, 'accepted' as const, 'declined' as const),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ plans, overrides, away, swaps }) =>
    aRotation({
      plans: plans.toSorted((a, b) => a.from - b.from),
      overrides: overrides.map(({ user, span }, index) => ({ id: `o${index}`, user, ...span })),
      away: away.map(({ user, span }, index) => ({ id: `a${index}`, user, ...span })),
      swaps: swaps.map(({ span, inReturn, ...swap }, index) => ({
        id: `s${index}`,
        ...swap,
        ...span,
        ...(inReturn === undefined ? {} : { inReturn }),
      })),
    }),
  )
