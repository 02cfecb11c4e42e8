import { answerLine } from '../answer.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell, type Venue } from '../venue.ts'
import { lookAgain } from './buttons.ts'
import { type Deed, onIncident, tellStale } from './door.ts'
import { tellExport } from './export.ts'
import { incidentOfThread, type Ourselves } from './of-thread.ts'
import { readThreadLine, type ThreadLine, withResource } from './thread-line.ts'

/**
 * Answers a line that leaves the incident of its thread to be understood: `why`, `why-errors`, `note …`. Says whether it did; any other
 * line is answered as everywhere.
 */
export async function answerInThread(
  said: { readonly text: string; readonly ts: string; readonly thread_ts?: string },
  venue: Venue,
  parts: Parts,
  asked: { readonly reference: string; readonly ourselves: Ourselves },
): Promise<boolean> {
  const { thread_ts: threadTs } = said
  if (parts.incidents === undefined || threadTs === undefined || threadTs === said.ts) return false
  const { clock, available, config } = parts
  const line = readThreadLine(said.text, { now: clock(), zone: config.timeZone, available })
  if (line === undefined) return false
  const { channel } = venue
  const incidentId = await incidentOfThread(venue.client, { channel, threadTs }, asked.ourselves)
  if (incidentId === undefined) return false
  const id = `said ${channel} ${said.ts}`
  await onIncident({ incidentId, id }, venue, parts, (deed) => answer(line, deed, asked.reference))
  return true
}

async function answer(line: ThreadLine, deed: Deed, reference: string): Promise<void> {
  const { incident, door, venue, parts, id } = deed
  switch (line.kind) {
    case 'note': {
      const by = { kind: 'person', user: venue.user } as const
      return void (await door.desk.happen(incident.id, { type: 'noted', text: line.text }, id, by))
    }
    case 'export':
      return await tellExport(deed)
    case 'look-again':
      if (incident.state === 'closed') return await tellStale('rechecked', incident, deed)
      return await lookAgain(deed)
    case 'unnamed': {
      const { question } = incident.diagnosis
      if (question === undefined || question.name === '') {
        const words = 'The alarms of this incident point at nothing that can be asked about. Name a resource.'
        return await tell(venue, notice(words))
      }
      const context = { now: parts.clock(), zone: parts.config.timeZone, available: parts.available }
      return await answerLine(withResource(line.line, question, context), venue, parts, reference)
    }
  }
}
