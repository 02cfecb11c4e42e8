import {
  defineInformation,
  type InformationAnswer,
  type InformationCommand,
  type InformationContext,
} from '../../report/information/command.ts'
import { exportMarkdown } from '../export.ts'
import type { Incident } from '../incident.ts'
import { peopleIn } from '../people.ts'
import { allOpen, closedSince, type IncidentShelf, mayBeSeen, nowhereKept } from './shelf.ts'

interface Exported {
  readonly incident: string
  readonly title: string
  readonly markdown: string
}

/** Incidents closed longer ago than this are found by their id only, in milliseconds. */
const searchedMs = 60 * 24 * 3_600_000

/** `export`: an incident's timeline and the draft of its postmortem, by its id or the name of one of its alarms. */
export function exportCommand(shelf: IncidentShelf | undefined): InformationCommand {
  return defineInformation<Exported>({
    name: 'export',
    reads: [],
    lookups: [],
    answer: async (context) => (shelf === undefined ? nowhereKept : await answer(context, shelf)),
    page: ({ title, markdown }) => ({
      tone: 'plain',
      title: `Timeline and postmortem draft of ${title}`,
      lines: [],
      document: markdown,
      foot: ['Markdown, redacted; times are UTC'],
    }),
  })
}

async function answer(context: InformationContext, shelf: IncidentShelf): Promise<InformationAnswer<Exported>> {
  const { name } = context.request
  const byId = await shelf.records.get(name)
  if (byId !== undefined && mayBeSeen(byId, context)) return await exported(byId, context, shelf)
  const [open, closed] = await Promise.all([allOpen(shelf), closedSince(shelf, context.now - searchedMs, context.now)])
  const seen = [...open, ...closed].filter((each) => each.mergedInto === undefined && mayBeSeen(each, context))
  const found = seen.filter((each) => isNamed(name, each))
  const [first, ...others] = found
  if (first === undefined) {
    const sentence = `No incident of the last 60 days is called “${name}”, and no alarm of one. Give an incident’s id or the name of an alarm.`
    return { kind: 'refused', sentence, nearMisses: near(name, seen), fault: 'question' }
  }
  if (others.length === 0) return await exported(first, context, shelf)
  return {
    kind: 'choice',
    sentence: `“${name}” fired in ${found.length} incidents. Which one?`,
    options: found.slice(0, 20).map(({ id, title, openedAt, state }) => ({
      label: `${new Date(openedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC ${state}: ${title}`,
      command: `export ${id}`,
    })),
  }
}

async function exported(
  incident: Incident,
  { now }: InformationContext,
  { records, reportOf, nameOf }: IncidentShelf,
): Promise<InformationAnswer<Exported>> {
  const { id, title, diagnosis } = incident
  const [timeline, report] = await Promise.all([
    records.timeline(id),
    diagnosis.reportId === undefined ? undefined : reportOf(diagnosis.reportId),
  ])
  const names = new Map(
    await Promise.all(peopleIn([incident, timeline]).map(async (user) => [user, await nameOf?.(user)] as const)),
  )
  const markdown = exportMarkdown({
    ...{ incident, timeline, now },
    nameOf: (user) => names.get(user) ?? user,
    ...(report === undefined ? {} : { report }),
  })
  return { kind: 'data', data: { incident: id, title, markdown } }
}

function isNamed(name: string, { title, alarms }: Incident): boolean {
  const wanted = name.toLowerCase()
  return [title, ...alarms.flatMap((alarm) => [alarm.name, alarm.arn])].some((each) => each.toLowerCase() === wanted)
}

function near(name: string, incidents: readonly Incident[]): string[] {
  const wanted = name.toLowerCase()
  const names = new Set(incidents.flatMap(({ alarms }) => alarms.map((alarm) => alarm.name)))
  return [...names].filter((each) => each.toLowerCase().includes(wanted)).slice(0, 3)
}
