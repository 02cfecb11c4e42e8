import { defineInformation, type InformationCommand } from '../../report/information/command.ts'
import { paragraph } from '../../report/outline-lines.ts'
import type { Incident } from '../incident.ts'
import { time } from '../timeline-words.ts'
import { type LastShift, lastShiftOf } from './last-shift.ts'
import { type ListedIncident, listed, listedLine } from './listed.ts'
import { allOpen, closedSince, type IncidentShelf, mayBeSeen, nowhereKept } from './shelf.ts'

interface Missed {
  /** ISO 8601. */
  readonly since: string
  /** The asker's last shift, where it is counted from its start. */
  readonly shift?: Pick<LastShift, 'rotation'>
  readonly incidents: readonly ListedIncident[]
}

/** `missed`: what fired and nobody acknowledged, put to sleep or resolved. */
export function missedCommand(shelf: IncidentShelf | undefined): InformationCommand {
  return defineInformation<Missed>({
    name: 'missed',
    reads: [],
    lookups: [],
    answer: async (context) => {
      if (shelf === undefined) return nowhereKept
      const { window, since: counted } = context.request
      const shift = counted === 'last-shift' ? await lastShiftOf(context.asker, shelf.onCall, context.now) : undefined
      const from = shift?.from ?? window.from
      const [open, closed] = await Promise.all([allOpen(shelf), closedSince(shelf, from, context.now)])
      const missed = [...open, ...closed]
        .filter((each) => isMissed(each) && isWithin(each, from) && mayBeSeen(each, context))
        .sort((a, b) => rank(a) - rank(b) || b.stateSince - a.stateSince)
      const told = shift === undefined ? {} : { shift: { rotation: shift.rotation } }
      const since = new Date(from).toISOString()
      return { kind: 'data', data: { since, ...told, incidents: await listed(missed, shelf) } }
    },
    page: ({ since, shift, incidents }) => {
      const firing = incidents.filter(({ state }) => state === 'firing').length
      const count = incidents.length
      return {
        tone: firing > 0 ? 'bad' : count > 0 ? 'unsure' : 'good',
        title:
          count === 0
            ? 'Nothing was missed'
            : `${count} ${count === 1 ? 'incident' : 'incidents'} nobody acknowledged${firing > 0 ? `, ${firing} still firing` : ''}`,
        lines:
          count === 0
            ? [
                paragraph(
                  'Everything that fired since ',
                  time(Date.parse(since)),
                  ' was taken by somebody, or nothing fired.',
                ),
              ]
            : incidents.map(listedLine),
        foot: [
          `since ${since.slice(0, 16).replace('T', ' ')} UTC${shift === undefined ? '' : `, when your last shift of ${shift.rotation} began`}`,
          'what still fires is listed whenever it began',
        ],
      }
    },
  })
}

function isMissed({ kind, mergedInto, firings, acknowledged, snooze, resolution }: Incident): boolean {
  const isTaken = acknowledged !== undefined || snooze !== undefined || resolution !== undefined
  return kind === 'alarm' && mergedInto === undefined && firings > 0 && !isTaken
}

/** What fires is missed until somebody takes it; what is over, if it was not over before. */
function isWithin({ state, stateSince }: Incident, from: number): boolean {
  return state === 'firing' || stateSince >= from
}

function rank({ state }: Incident): number {
  return state === 'firing' ? 0 : 1
}
