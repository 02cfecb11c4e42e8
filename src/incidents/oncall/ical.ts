import type { Shift } from './shifts.ts'

/** What a calendar is made of. */
export interface Calendar {
  readonly rotationId: string
  readonly name: string
  /** Epoch milliseconds at which it was made. */
  readonly madeAt: number
  readonly shifts: readonly Shift[]
  /** Epoch milliseconds: no event reaches beyond. */
  readonly until: number
  /** A person's name for people who read the calendar outside Slack. */
  readonly nameOf: (user: string) => string
}

/**
 * Shifts as an iCalendar file, to be subscribed to or imported. Times are UTC, so that no reader needs a time zone of ours.
 * https://datatracker.ietf.org/doc/html/rfc5545
 */
export function renderCalendar({ rotationId, name, madeAt, shifts, until, nameOf }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Firstlook//On call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...shifts.flatMap((shift) => [
      'BEGIN:VEVENT',
      `UID:${rotationId}-${shift.from}@firstlook`,
      `DTSTAMP:${utc(madeAt)}`,
      `DTSTART:${utc(shift.from)}`,
      `DTEND:${utc(Math.min(shift.to, until))}`,
      `SUMMARY:${escaped(summaryOf(shift, name, nameOf))}`,
      ...detailOf(shift, nameOf).map((detail) => `DESCRIPTION:${escaped(detail)}`),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function summaryOf({ user }: Shift, name: string, nameOf: Calendar['nameOf']): string {
  return user === undefined ? `Nobody on call: ${name}` : `${nameOf(user)} on call: ${name}`
}

function detailOf({ why, turnOf }: Shift, nameOf: Calendar['nameOf']): string[] {
  const turn = turnOf === undefined ? 'somebody else' : nameOf(turnOf)
  switch (why) {
    case 'turn':
      return []
    case 'override':
      return turnOf === undefined ? ['Set by hand.'] : [`Set by hand, instead of ${turn}.`]
    case 'swap':
      return [`Swapped with ${turn}.`]
    case 'stand-in':
      return [`Stands in for ${turn}, who is away.`]
    case 'not-started':
      return ['The rotation has not begun.']
    case 'unscheduled':
    case 'no-members':
      return ['The rotation has no members.']
    case 'all-away':
      return ['Everybody of the rotation is away.']
    case 'unknown-person':
      return ['Whoever is on call is not known in Slack.']
  }
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')
}

/** Lines of at most 75 octets, cut between characters; what follows a cut begins with a space. */
function folded(line: string): string {
  const parts = ['']
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      parts.push('')
      octets = 1
    }
    parts[parts.length - 1] += character
    octets += size
  }
  return parts.join('\r\n ')
}
