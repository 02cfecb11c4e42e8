import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAlarm, anEvent, at, opening } from './arbitrary-event.ts'
import type { IncidentEvent } from './event.ts'
import { alarmCount, fingerprint, type Incident, type IncidentChild, incidentStates, isFiring } from './incident.ts'
import { hasEffect, open, transition } from './transition.ts'

const firing = (changedAt: number, state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' = 'ALARM'): IncidentEvent => ({
  type: 'alarm-changed',
  alarm: { ...anAlarm('orders-5xx'), state, changedAt },
  id: `orders-5xx ${state} ${changedAt}`,
  at: changedAt + 2000,
  by: { kind: 'aws' },
})
let count = 0
const person = (happening: object, when: number): IncidentEvent =>
  ({ ...happening, id: `e${count++}`, at: when, by: { kind: 'person', user: 'U1' } }) as IncidentEvent
const incidentAfter = (...events: IncidentEvent[]): Incident => events.reduce(transition, open(opening))

describe('any order of events', () => {
  const histories = fc.array(anEvent, { maxLength: 40 })

  it('ends in a legal state', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const incident = events.reduce(transition, open(opening))
        expect(incidentStates).toContain(incident.state)
        expect(incident.version).toBe(events.length)
        expect(incident.snooze !== undefined).toBe(incident.state === 'snoozed')
        if (incident.state === 'acknowledged') expect(incident.acknowledged).toBeDefined()
        if (incident.state === 'acknowledged') expect(incident.owner).toBeDefined()
        if (incident.state === 'recovered') expect(isFiring(incident)).toBe(false)
        if (incident.mergedInto !== undefined) expect(incident.state).toBe('closed')
        expect(incident.firings).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps every alarm that was told of, until another incident takes it', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const kept = events.filter(({ type }) => type !== 'merged')
        const incident = kept.reduce(transition, open(opening))
        const told = new Set(
          kept.flatMap((event) => {
            if (event.type === 'alarm-changed') return [fingerprint(event.alarm)]
            return event.type === 'took-over' ? event.alarms.map(fingerprint) : []
          }),
        )
        expect(new Set(incident.alarms.map(fingerprint))).toEqual(told)
        expect(alarmCount({ ...incident, children: [], moreAlarms: 0 })).toBe(told.size)
      }),
    )
  })

  it('of one alarm’s changes leaves it as its newest change says', () => {
    const changes = fc.uniqueArray(
      fc.record({ minute: fc.integer({ min: 1, max: 500 }), state: fc.constantFrom('ALARM' as const, 'OK' as const) }),
      { minLength: 1, maxLength: 12, selector: ({ minute }) => minute },
    )
    fc.assert(
      fc.property(changes, (list) => {
        const newest = list.reduce((a, b) => (b.minute > a.minute ? b : a))
        const incident = incidentAfter(...list.map(({ minute, state }) => firing(at + minute * 60_000, state)))
        expect(incident.alarms[0]?.state).toBe(newest.state)
        expect(incident.state === 'recovered').toBe(newest.state === 'OK')
      }),
    )
  })
})

describe('an incident', () => {
  it('recovers when its last alarm is OK, and fires again in the same record', () => {
    const recovered = incidentAfter(firing(at), firing(at + 60_000, 'OK'))
    expect(recovered.state).toBe('recovered')
    const again = transition(recovered, firing(at + 120_000))
    expect(again).toMatchObject({ state: 'firing', reopenings: 1, firings: 2 })
  })

  it('does not take missing data for recovery', () => {
    expect(incidentAfter(firing(at), firing(at + 60_000, 'INSUFFICIENT_DATA')).state).toBe('firing')
  })

  it('loses its acknowledgement but not its owner when it fires again', () => {
    const again = incidentAfter(
      firing(at),
      person({ type: 'acknowledged' }, at + 5000),
      firing(at + 60_000, 'OK'),
      firing(at + 120_000),
    )
    expect(again).toMatchObject({ state: 'firing', owner: 'U1' })
    expect(again.acknowledged).toBeUndefined()
  })

  it('goes back to what it was when a snooze ends', () => {
    const snoozed = incidentAfter(
      firing(at),
      person({ type: 'acknowledged' }, at + 5000),
      person({ type: 'snoozed', until: at + 3_600_000, reason: 'known' }, at + 6000),
    )
    expect(snoozed.state).toBe('snoozed')
    expect(transition(snoozed, person({ type: 'snooze-ended', why: 'expired' }, at + 3_600_000)).state).toBe(
      'acknowledged',
    )
  })

  it('that a person resolved while it fired opens again only for a new firing', () => {
    const resolved = incidentAfter(firing(at), person({ type: 'resolved', causeWas: 'right' }, at + 5000))
    expect(resolved.state).toBe('closed')
    expect(transition(resolved, firing(at)).state).toBe('closed')
    expect(transition(resolved, firing(at + 60_000)).state).toBe('firing')
  })

  it('knows a click without effect from one with', () => {
    const recovered = incidentAfter(firing(at), firing(at + 60_000, 'OK'))
    expect(hasEffect(recovered, person({ type: 'acknowledged' }, at + 90_000))).toBe(false)
    expect(hasEffect(incidentAfter(firing(at)), person({ type: 'acknowledged' }, at + 90_000))).toBe(true)
  })

  it('keeps the cause of what is over when a later look finds nothing', () => {
    const outcome = { reportId: 'r1', verdict: 'cause-found' as const, summary: 'The table throttles.' }
    const checked = incidentAfter(
      firing(at),
      person({ type: 'diagnosed', outcome }, at + 3000),
      firing(at + 60_000, 'OK'),
      person({ type: 'rechecked', found: 'gone', words: 'No longer throttled.' }, at + 65_000),
    )
    expect(checked.diagnosis).toMatchObject(outcome)
    expect(checked.recovery).toEqual({ at: at + 65_000, outcome: 'gone' })
  })
})

describe('the incident over an account', () => {
  const over = open({ ...opening, kind: 'account' })
  const told = (version: number, more: Partial<IncidentChild> = {}): IncidentEvent => ({
    type: 'child-changed',
    child: { id: 'i-2', version, title: 'carts-errors', state: 'firing', alarms: 2, ...more },
    id: `child i-2 ${version}`,
    at,
    by: { kind: 'firstlook' },
  })

  it('keeps the newest of what it is told of an incident, in whatever order', () => {
    const newest = [told(2), told(9, { state: 'recovered', alarms: 3 })].reduce(transition, over)
    expect(transition(newest, told(5, { alarms: 2 })).children).toEqual(newest.children)
  })

  it('counts one that another took over no more, also when it is told of late', () => {
    const merged = [told(2), told(4, { state: 'closed', isMerged: true })].reduce(transition, over)
    expect(transition(merged, told(3)).children).toEqual([])
  })
})

describe('an incident that takes another over', () => {
  const takesOver = (more: object): IncidentEvent =>
    ({
      ...{ type: 'took-over', from: 'i-2', alarms: [], moreAlarms: 0, severity: 'high', id: 'took over i-2', at },
      ...{ by: { kind: 'firstlook' }, ...more },
    }) as IncidentEvent

  it('is acknowledged by who had acknowledged the other', () => {
    const after = incidentAfter(firing(at), takesOver({ acknowledged: { by: 'U2', at } }))
    expect(after).toMatchObject({ state: 'acknowledged', owner: 'U2', acknowledged: { by: 'U2' } })
  })

  it('is as severe as the more severe of them', () => {
    expect(incidentAfter(firing(at), takesOver({ severity: 'critical' })).severity).toBe('critical')
    expect(incidentAfter(firing(at), takesOver({ severity: 'low' })).severity).toBe('high')
  })
})
