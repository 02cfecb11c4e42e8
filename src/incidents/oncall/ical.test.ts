import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderCalendar } from './ical.ts'
import { aRotation, localTime } from './rotation-in-test.ts'
import { shiftsBetween } from './shifts.ts'

const span = { from: localTime('2026-03-23T12:00'), to: localTime('2026-04-01T12:00') }
const calendar = {
  rotationId: 'checkout',
  name: 'Checkout; on call, nights',
  madeAt: Date.UTC(2026, 2, 23, 11, 0, 0),
  until: Date.UTC(2026, 5, 23),
  shifts: shiftsBetween(aRotation(), span),
  nameOf: (user: string) => ({ UANNA: 'Anna Ålund' })[user] ?? user,
}
const unfolded = (text: string) => text.replaceAll('\r\n ', '')

describe('a calendar', () => {
  it('has an event for each shift, in UTC, with signs escaped', () => {
    const lines = unfolded(renderCalendar(calendar)).split('\r\n')
    expect(lines.slice(0, 8)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Firstlook//On call//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:Checkout\\; on call\\, nights',
      'X-WR-CALNAME:Checkout\\; on call\\, nights',
      'BEGIN:VEVENT',
    ])
    expect(lines.filter((line) => /^DT(START|END)/.test(line))).toEqual([
      'DTSTART:20260323T080000Z',
      'DTEND:20260330T070000Z',
      'DTSTART:20260330T070000Z',
      'DTEND:20260406T070000Z',
    ])
    expect(lines).toContain('SUMMARY:Anna Ålund on call: Checkout\\; on call\\, nights')
    expect(new Set(lines.filter((line) => line.startsWith('UID:'))).size).toBe(2)
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', ''])
  })

  it('folds every line at 75 octets and loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const text = renderCalendar({ ...calendar, name })
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text)
        const found = /^X-WR-CALNAME:(.*)$/m.exec(unfolded(text))?.[1] ?? ''
        const plain = found.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
        expect(plain).toBe(name.replace(/\r\n|\r/g, '\n').replace(/(?!\n)\p{Cc}/gu, ' '))
      }),
    )
  })

  it('says when nobody is on call', () => {
    const text = renderCalendar({ ...calendar, shifts: shiftsBetween(aRotation({ members: [] }), span) })
    expect(unfolded(text)).toContain('SUMMARY:Nobody on call: Checkout')
    expect(unfolded(text)).toContain('DTEND:20260623T000000Z')
    expect(unfolded(text)).toContain('DESCRIPTION:The rotation has no members.')
  })
})
