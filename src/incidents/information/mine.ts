import { defineInformation, type InformationCommand } from '../../report/information/command.ts'
import { paragraph } from '../../report/outline-lines.ts'
import type { Incident } from '../incident.ts'
import { type ListedIncident, listed, listedLine } from './listed.ts'
import { allOpen, type IncidentShelf, mayBeSeen, nowhereKept } from './shelf.ts'

interface Mine {
  readonly user: string
  readonly incidents: readonly ListedIncident[]
}

/** `mine`: open incidents that the asker owns, acknowledged or put to sleep. */
export function mineCommand(shelf: IncidentShelf | undefined): InformationCommand {
  return defineInformation<Mine>({
    name: 'mine',
    reads: [],
    lookups: [],
    answer: async (context) => {
      if (shelf === undefined) return nowhereKept
      const { user } = context.asker
      if (user === undefined) {
        const sentence =
          'A terminal does not tell who you are in Slack. Ask `mine` there; `missed` and `snoozes` work here.'
        return { kind: 'refused', sentence, nearMisses: [], fault: 'question' }
      }
      const own = (await allOpen(shelf)).filter((each) => isOf(user, each) && mayBeSeen(each, context))
      return { kind: 'data', data: { user, incidents: await listed(own, shelf) } }
    },
    page: ({ incidents }) => ({
      tone: incidents.some(({ state }) => state === 'firing') ? 'bad' : incidents.length > 0 ? 'unsure' : 'good',
      title: incidents.length === 0 ? 'No open incident is yours' : `${counted(incidents.length)} yours`,
      lines:
        incidents.length === 0
          ? [paragraph('You own none and acknowledged none that may be shown here. `missed` shows what nobody took.')]
          : incidents.map(listedLine),
      foot: ['those you own, acknowledged or put to sleep'],
    }),
  })
}

function isOf(user: string, { owner, acknowledged, snooze }: Incident): boolean {
  return owner === user || acknowledged?.by === user || snooze?.by === user
}

function counted(count: number): string {
  return count === 1 ? '1 open incident is' : `${count} open incidents are`
}
