import { exportMarkdown } from '../../incidents/export.ts'
import { peopleIn } from '../../incidents/people.ts'
import { preformatted } from '../messages/preformatted.ts'
import { tellAll } from '../venue.ts'
import type { Deed } from './door.ts'

/** Shows the asker alone an incident's timeline and the draft of its postmortem, as Markdown to copy. */
export async function tellExport({ incident, door, venue, parts }: Deed): Promise<void> {
  const { reportId } = incident.diagnosis
  const [timeline, kept] = await Promise.all([
    door.records.timeline(incident.id),
    reportId === undefined ? undefined : parts.answers.get(reportId),
  ])
  const names = new Map(
    await Promise.all(peopleIn([incident, timeline]).map(async (user) => [user, await door.nameOf(user)] as const)),
  )
  const markdown = exportMarkdown({
    incident,
    timeline,
    now: parts.clock(),
    nameOf: (user) => names.get(user) ?? user,
    ...(kept?.kind === 'report' ? { report: kept.report } : {}),
  })
  await tellAll(venue, preformatted('Timeline and postmortem draft', markdown))
}
