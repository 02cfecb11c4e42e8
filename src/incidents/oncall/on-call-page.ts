import type { Page } from '../../report/information/page.ts'
import { bullet, type Line, paragraph, subBullet, type Span as TextSpan, text } from '../../report/outline-lines.ts'
import { endOfTime, type Shift } from './shifts.ts'

/** One schedule as `oncall` tells it. */
export interface OnCallTold {
  readonly id: string
  readonly name: string
  readonly channel: string
  readonly timeZone: string
  readonly now?: Shift
  readonly next: readonly Shift[]
  /** Why nothing is known of it. */
  readonly fault?: string
}

/** Who is on call, who is next, and until when. `here` is the channel it was asked in. */
export function onCallPage(told: readonly OnCallTold[], here?: string): Page {
  const ordered = told.toSorted(
    (a, b) => Number(b.channel === here) - Number(a.channel === here) || a.name.localeCompare(b.name),
  )
  const uncovered = told.filter(({ now, fault }) => fault === undefined && now?.user === undefined)
  return {
    tone:
      told.length === 0 || uncovered.length > 0
        ? 'unsure'
        : told.some(({ fault }) => fault !== undefined)
          ? 'unsure'
          : 'good',
    title:
      told.length === 0
        ? 'No rotation yet'
        : uncovered.length === 0
          ? 'On call'
          : `On call; nobody in ${uncovered.map(({ name }) => name).join(', ')}`,
    lines:
      told.length === 0
        ? [
            paragraph(
              'Nobody is on call by any rotation. ',
              text('oncall edit', 'code'),
              ' in Slack makes one for the channel it is typed in.',
            ),
          ]
        : ordered.flatMap(linesOf),
    foot: [
      'times in each reader’s own zone',
      ...new Set(told.map(({ timeZone }) => `handovers by the clock of ${timeZone}`)),
    ],
  }
}

function linesOf({ name, now, next, fault }: OnCallTold): Line[] {
  if (fault !== undefined) return [paragraph(text(name, 'strong'), `: not known. ${fault}`)]
  return [
    paragraph(text(name, 'strong')),
    ...(now === undefined ? [] : [bullet('Now: ', ...personOf(now), ...untilOf(now))]),
    ...next.map((shift, index) => (index === 0 ? bullet('Next: ', ...fromOf(shift)) : subBullet(...fromOf(shift)))),
  ]
}

function personOf(shift: Shift): (TextSpan | string)[] {
  const { user, why, turnOf } = shift
  const instead: (TextSpan | string)[] = turnOf === undefined ? [] : [{ kind: 'person', user: turnOf }]
  if (user === undefined) return [text('nobody', 'strong'), ` (${uncoveredWords(shift)})`]
  const person: TextSpan = { kind: 'person', user }
  if (why === 'swap') return [person, ' (swapped with ', ...instead, ')']
  if (why === 'stand-in') return [person, ' (stands in for ', ...instead, ', who is away)']
  if (why === 'override')
    return [person, ...(turnOf === undefined ? [' (set by hand)'] : [' (set by hand, instead of ', ...instead, ')'])]
  return [person]
}

/** Why nobody is on call. */
export function uncoveredWords({ why, turnOf }: Shift): string {
  if (why === 'not-started') return 'the rotation has not begun'
  if (why === 'all-away') return 'everybody of the rotation is away'
  if (why === 'unknown-person') return `${turnOf ?? 'whoever it is'} is not known in Slack`
  return why === 'unscheduled' ? 'nobody is scheduled then' : 'the rotation has no members'
}

function untilOf({ to }: Shift): (TextSpan | string)[] {
  return to >= endOfTime
    ? [', with no end']
    : [', until ', { kind: 'time', at: new Date(to).toISOString(), isToMinute: true }]
}

function fromOf(shift: Shift): (TextSpan | string)[] {
  return [...personOf(shift), ', from ', { kind: 'time', at: new Date(shift.from).toISOString(), isToMinute: true }]
}
