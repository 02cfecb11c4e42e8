import { describe, expect, it } from 'vitest'
import { answerFault, changeRotation, newRotation, planFaults, swapFault } from './change-rotation.ts'
import type { RotationChange } from './rotation.ts'
import { aRotation, localTime } from './rotation-in-test.ts'
import { shiftAt } from './shifts.ts'

const by = { kind: 'person', user: 'UANNA' } as const
const plan = {
  members: ['UANNA', 'UBEN'],
  shift: { count: 1, unit: 'weeks' as const },
  startDate: '2026-03-02',
  handoverTime: '09:00',
  timeZone: 'Europe/Berlin',
}
const setting = { name: 'Checkout', channel: 'C0CHECKOUT' }
const evolved = (changes: readonly (readonly [RotationChange, number])[]) =>
  changes.reduce(
    (rotation, [change, at], index) => changeRotation(rotation, { ...change, id: `e${index}`, at, by }),
    newRotation('r'),
  )

describe('a rotation', () => {
  it('keeps who was on call in the past when its members change', () => {
    const edited = localTime('2026-03-12T15:00')
    const rotation = evolved([
      [{ type: 'set', setting, plan }, localTime('2026-03-01T12:00')],
      [{ type: 'set', setting, plan: { ...plan, members: ['UCLEO', 'UDANA'] } }, edited],
    ])
    expect(shiftAt(rotation, edited - 1).user).toBe('UBEN')
    expect(shiftAt(rotation, edited).user).toBe('UDANA')
    expect(rotation.version).toBe(2)
  })

  it('goes on as it was until a later plan begins', () => {
    const rotation = evolved([
      [{ type: 'set', setting, plan }, localTime('2026-03-01T12:00')],
      [
        { type: 'set', setting, plan: { ...plan, members: ['UDANA'], startDate: '2026-03-16' } },
        localTime('2026-03-10T12:00'),
      ],
    ])
    expect(shiftAt(rotation, localTime('2026-03-15T12:00')).user).toBe('UBEN')
    expect(shiftAt(rotation, localTime('2026-03-16T09:00')).user).toBe('UDANA')
  })

  it('has no new plan when only its name changes', () => {
    const rotation = evolved([
      [{ type: 'set', setting, plan }, localTime('2026-03-01T12:00')],
      [{ type: 'set', setting: { ...setting, name: 'Payments' }, plan }, localTime('2026-03-10T12:00')],
    ])
    expect([rotation.name, rotation.plans.length]).toEqual(['Payments', 1])
  })

  it('lets a swap count once it is accepted, and only then', () => {
    const now = localTime('2026-03-01T12:00')
    const span = { from: localTime('2026-03-02T09:00'), to: localTime('2026-03-09T09:00') }
    const asked = evolved([
      [{ type: 'set', setting, plan }, now],
      [{ type: 'swap-asked', swap: { id: 's', asker: 'UANNA', asked: 'UBEN', ...span } }, now],
    ])
    expect(shiftAt(asked, span.from).user).toBe('UANNA')
    const accepted = changeRotation(asked, {
      type: 'swap-answered',
      swapId: 's',
      answer: 'accepted',
      id: 'x',
      at: now,
      by,
    })
    expect(shiftAt(accepted, span.from)).toMatchObject({ user: 'UBEN', why: 'swap', turnOf: 'UANNA' })
    const late = changeRotation(accepted, {
      type: 'swap-answered',
      swapId: 's',
      answer: 'withdrawn',
      id: 'y',
      at: now,
      by,
    })
    expect(late.swaps).toEqual(accepted.swaps)
  })

  it('says why a swap cannot be asked for or answered', () => {
    const rotation = aRotation()
    const span = { from: localTime('2026-03-09T09:00'), to: localTime('2026-03-16T09:00') }
    const now = localTime('2026-03-04T12:00')
    expect(swapFault(rotation, { asker: 'UBEN', asked: 'UANNA', ...span }, now)).toBeUndefined()
    expect(swapFault(rotation, { asker: 'UBEN', asked: 'UBEN', ...span }, now)).toMatch(/yourself/)
    expect(swapFault(rotation, { asker: 'UCLEO', asked: 'UANNA', ...span }, now)).toMatch(/<@UCLEO> is not on call/)
    expect(swapFault(rotation, { asker: 'UBEN', asked: 'UANNA', ...span }, span.to)).toMatch(/is over/)
    const asked = aRotation({ swaps: [{ id: 's', asker: 'UBEN', asked: 'UANNA', ...span, state: 'asked' }] })
    const answering = { swapId: 's', answer: 'accepted' as const, now }
    expect(answerFault(asked, { ...answering, user: 'UANNA' })).toBeUndefined()
    expect(answerFault(asked, { ...answering, user: 'UCLEO' })).toMatch(/Only <@UANNA>/)
    expect(answerFault(asked, { ...answering, user: 'UANNA', now: span.to })).toMatch(/is over/)
  })

  it('names every setting that cannot be', () => {
    expect(planFaults(plan)).toEqual({})
    const wrong = {
      members: ['UANNA', 'UANNA'],
      shift: { count: 5, unit: 'hours' as const },
      startDate: '2026-02-30',
      handoverTime: '9',
      timeZone: 'Berlin',
    }
    expect(Object.keys(planFaults(wrong))).toEqual(['members', 'shift', 'startDate', 'handoverTime', 'timeZone'])
  })
})
