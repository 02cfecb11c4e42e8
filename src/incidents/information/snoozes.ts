import { defineInformation, type InformationCommand } from '../../report/information/command.ts'
import { paragraph } from '../../report/outline-lines.ts'
import type { Incident } from '../incident.ts'
import { type ListedIncident, listed, listedLine } from './listed.ts'
import { allOpen, type IncidentShelf, mayBeSeen, nowhereKept } from './shelf.ts'

interface Snoozes {
  readonly incidents: readonly ListedIncident[]
}

const mostWakes = 20

/** `snoozes`: what sleeps, until when, why and by whom, those that wake first on top. */
export function snoozesCommand(shelf: IncidentShelf | undefined): InformationCommand {
  return defineInformation<Snoozes>({
    name: 'snoozes',
    reads: [],
    lookups: [],
    answer: async (context) => {
      if (shelf === undefined) return nowhereKept
      const asleep = (await allOpen(shelf))
        .filter((each) => each.state === 'snoozed' && mayBeSeen(each, context))
        .sort((a, b) => wakesAt(a) - wakesAt(b))
      return { kind: 'data', data: { incidents: await listed(asleep, shelf) } }
    },
    page: ({ incidents }) => ({
      tone: incidents.length > 0 ? 'unsure' : 'good',
      title:
        incidents.length === 0
          ? 'Nothing is snoozed'
          : `${incidents.length} ${incidents.length === 1 ? 'incident sleeps' : 'incidents sleep'}`,
      lines:
        incidents.length === 0
          ? [paragraph('Every open incident reminds and escalates as configured.')]
          : incidents.map(listedLine),
      wakes: incidents.slice(0, mostWakes).map(({ id, title }) => ({ label: `Wake ${title}`, incidentId: id })),
      foot: ['a snooze also ends by another cause, a higher severity, or when it is OK'],
    }),
  })
}

function wakesAt({ snooze }: Incident): number {
  return snooze === undefined || snooze.until === 'ok' ? Number.POSITIVE_INFINITY : snooze.until
}
