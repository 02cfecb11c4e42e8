import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handoff, HandoffChange, HandoffEvent } from './handoff.ts'
import { remainingItems } from './handoff.ts'
import { acceptFault, declineFault, handoffAfter, newHandoff } from './handoff-transition.ts'
import { ownerOf } from './owner.ts'

const hour = 3600_000
const end = Date.parse('2026-03-30T07:00:00Z')
const offering = {
  rotationId: 'checkout',
  rotation: 'Checkout',
  channel: 'C0CHECKOUT',
  from: 'UANNA',
  to: 'UBEN',
  shift: { from: end - 167 * hour, to: end },
  until: end + 168 * hour,
  items: [
    { id: 'i-1', owner: 'UANNA' },
    { id: 'i-2', owner: 'UCLEO' },
    { id: 'i-3', owner: 'UANNA' },
  ],
}
let events = 0
const event = (change: HandoffChange, at = end, user?: string): HandoffEvent => ({
  ...change,
  id: `e${++events}`,
  at,
  by: user === undefined ? { kind: 'firstlook' } : { kind: 'person', user },
})
const offered = (changes: Partial<typeof offering> = {}): Handoff =>
  handoffAfter(newHandoff('h'), event({ type: 'offered', offering: { ...offering, ...changes } }, end - hour))
const accepts = (user: string, items: 'all' | string[] = 'all', at = end) =>
  event({ type: 'accepted', items }, at, user)

describe('a handoff', () => {
  it('is taken whole by whom it was offered to, once', () => {
    const accepted = handoffAfter(offered(), accepts('UBEN'))
    expect(accepted).toMatchObject({ state: 'accepted', acceptances: [{ by: 'UBEN', items: ['i-1', 'i-2', 'i-3'] }] })
    const again = handoffAfter(accepted, accepts('UBEN'))
    expect(again.acceptances).toHaveLength(1)
    expect(acceptFault(accepted, 'UCLEO', end)).toMatch(/<@UBEN> has accepted/)
  })

  it('is for nobody else until it is declined or escalated', () => {
    expect(acceptFault(offered(), 'UCLEO', end)).toMatch(/for <@UBEN>/)
    expect(handoffAfter(offered(), accepts('UCLEO')).acceptances).toEqual([])
    const declined = handoffAfter(offered(), event({ type: 'declined', reason: 'ill' }, end, 'UBEN'))
    expect(declined).toMatchObject({ state: 'declined', declined: { by: 'UBEN', reason: 'ill' } })
    expect(handoffAfter(declined, accepts('UCLEO')).state).toBe('accepted')
    const escalated = handoffAfter(offered(), event({ type: 'escalated', to: ['UCHIEF'] }))
    expect(handoffAfter(escalated, accepts('UCLEO')).acceptances).toMatchObject([{ by: 'UCLEO' }])
  })

  it('leaves what was not taken with a name on it', () => {
    const partly = handoffAfter(offered(), accepts('UBEN', ['i-1', 'i-9']))
    expect(partly).toMatchObject({ state: 'partly', acceptances: [{ by: 'UBEN', items: ['i-1'] }] })
    expect(remainingItems(partly)).toEqual([
      { id: 'i-2', owner: 'UCLEO' },
      { id: 'i-3', owner: 'UANNA' },
    ])
    expect(handoffAfter(partly, accepts('UBEN')).state).toBe('accepted')
    expect(declineFault(partly, 'UBEN', end)).toMatch(/Part of it/)
  })

  it('with nothing open is accepted all the same', () => {
    expect(handoffAfter(offered({ items: [] }), accepts('UBEN'))).toMatchObject({
      state: 'accepted',
      acceptances: [{ by: 'UBEN', items: [] }],
    })
  })

  it('is reminded of, then escalated, and not after it was taken', () => {
    const reminded = handoffAfter(offered(), event({ type: 'reminded' }))
    expect(reminded).toMatchObject({ state: 'reminded', reminders: 1 })
    expect(handoffAfter(reminded, event({ type: 'escalated', to: ['UCHIEF'] })).state).toBe('escalated')
    const accepted = handoffAfter(reminded, accepts('UBEN'))
    expect(handoffAfter(accepted, event({ type: 'escalated', to: ['UCHIEF'] })).state).toBe('accepted')
    expect(handoffAfter(accepted, event({ type: 'lapsed', why: 'later' })).state).toBe('accepted')
  })

  it('needs nobody when the same person stays, and anybody when nobody is next', () => {
    expect(offered({ to: 'UANNA' }).state).toBe('kept')
    expect(acceptFault(offered({ to: 'UANNA' }), 'UANNA', end)).toMatch(/same person/)
    const { to: _, ...unaddressed } = offering
    const nobody = handoffAfter(newHandoff('h'), event({ type: 'offered', offering: unaddressed }))
    expect(nobody.state).toBe('nobody')
    expect(handoffAfter(nobody, accepts('UCLEO')).acceptances).toMatchObject([{ by: 'UCLEO' }])
  })

  it('goes to whoever is next after a swap, and is no longer the other’s', () => {
    const swapped = handoffAfter(offered(), event({ type: 'redirected', to: 'UCLEO', why: 'swapped' }))
    expect(swapped).toMatchObject({ state: 'offered', to: 'UCLEO' })
    expect(acceptFault(swapped, 'UBEN', end)).toMatch(/for <@UCLEO>/)
    expect(handoffAfter(swapped, event({ type: 'redirected', why: 'away' })).state).toBe('nobody')
  })

  it('cannot be taken once it lapsed or its shift is over', () => {
    expect(acceptFault(handoffAfter(offered(), event({ type: 'lapsed', why: 'later' })), 'UBEN', end)).toMatch(
      /is over/,
    )
    expect(acceptFault(offered(), 'UBEN', offering.until)).toMatch(/is over/)
  })

  it('never has an item twice, whatever happens in whatever order', () => {
    const people = fc.constantFrom('UANNA', 'UBEN', 'UCLEO')
    const changes: fc.Arbitrary<HandoffChange> = fc.oneof(
      fc.record({
        type: fc.constant('accepted' as const),
        items: fc.oneof(fc.constant('all' as const), fc.subarray(['i-1', 'i-2', 'i-3'])),
      }),
      fc.record({ type: fc.constant('declined' as const), reason: fc.string() }),
      fc.record({ type: fc.constant('reminded' as const) }),
      fc.record({ type: fc.constant('escalated' as const), to: fc.constant(['UCHIEF']) }),
      fc.record({ type: fc.constant('redirected' as const), to: people, why: fc.string() }),
      fc.record({ type: fc.constant('lapsed' as const), why: fc.string() }),
    )
    const history = fc.array(fc.tuple(changes, people, fc.integer({ min: -1, max: 200 })), { maxLength: 12 })
    fc.assert(
      fc.property(history, (steps) => {
        const handoff = steps.reduce(
          (last, [change, user, hours]) => handoffAfter(last, event(change, end + hours * hour, user)),
          offered(),
        )
        const taken = handoff.acceptances.flatMap(({ items }) => items)
        expect(new Set(taken).size).toBe(taken.length)
        for (const { id, owner } of handoff.items) {
          const taker = handoff.acceptances.find(({ items }) => items.includes(id))?.by
          expect(ownerOf({ id }, [handoff])).toBe(taker ?? owner)
        }
        if (handoff.state === 'accepted') expect(remainingItems(handoff)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('the owner of an incident', () => {
  const accepted = handoffAfter(offered(), accepts('UBEN', 'all', end))
  it('is whoever took it last', () => {
    expect(ownerOf({ id: 'i-1', owner: 'UANNA', ownedAt: end - hour }, [accepted])).toBe('UBEN')
    expect(ownerOf({ id: 'i-1', owner: 'UCLEO', ownedAt: end + 1 }, [accepted])).toBe('UCLEO')
    expect(ownerOf({ id: 'i-1', owner: 'UBEN', ownedAt: end }, [accepted])).toBe('UBEN')
    expect(ownerOf({ id: 'i-7' }, [accepted], 'UDANA')).toBe('UDANA')
  })
})
