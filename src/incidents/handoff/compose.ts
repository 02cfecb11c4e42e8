import type { Report } from '../../report/report.ts'
import type { Incident } from '../incident.ts'
import type { Span } from '../oncall/rotation.ts'
import type { ChangeTold, HandoffContent, ShiftNote } from './content.ts'
import { type ItemContext, openItems } from './open-items.ts'
import { noisyAlarms, recurringCauses, watchItems } from './patterns.ts'

/** All records that a handoff is made of. Incidents are those of the rotation's channel. */
export interface HandoffRecordsRead extends Pick<ItemContext, 'ownerOf' | 'reopenMinutes'> {
  readonly rotation: string
  readonly channel: string
  readonly from?: string
  readonly to?: string
  readonly shift: Span
  readonly until: number
  readonly open: readonly Incident[]
  /** Closed in the shift or in the shifts before it. */
  readonly closed: readonly Incident[]
  /** The latest first. */
  readonly shiftsBefore: readonly Span[]
  /** By their ids; of the newest incidents only. */
  readonly reports: ReadonlyMap<string, Report>
  readonly notes: readonly ShiftNote[]
  /** Accounts that cannot be seen, or not wholly, in words. */
  readonly access: readonly string[]
  /** What could not be read, or was left out, in words. */
  readonly notRead: readonly string[]
}

const mostChanges = 15

/** What the next person has to know, from the records alone. */
export function composeHandoff(read: HandoffRecordsRead): HandoffContent {
  const { rotation, channel, from, to, shift, until, open, closed, shiftsBefore, reports, ownerOf, reopenMinutes } =
    read
  const reportOf = ({ diagnosis }: Incident) =>
    diagnosis.reportId === undefined ? undefined : reports.get(diagnosis.reportId)
  const all = [...open, ...closed].filter(({ mergedInto, kind }) => mergedInto === undefined && kind === 'alarm')
  const inShift = (at: number) => shift.from <= at && at < shift.to
  const touched = [...open, ...closed].filter(({ changedAt }) => changedAt >= shift.from)
  const items = openItems(open, { ownerOf, reportOf, reopenMinutes, next: { from: shift.to, to: until } })
  const incidentNotes = touched.flatMap(({ id, latestNote }) =>
    latestNote !== undefined && latestNote.at >= shift.from ? [{ ...latestNote, incidentId: id }] : [],
  )
  const notes = [...read.notes, ...incidentNotes].toSorted((a, b) => a.at - b.at)
  const recurring = recurringCauses(all, shift, shiftsBefore)
  const noisy = noisyAlarms(all, shift)
  const closedInShift = closed.filter(({ stateSince, mergedInto }) => mergedInto === undefined && inShift(stateSince))
  return {
    rotation,
    channel,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    shift,
    until,
    items,
    closed: { count: closedInShift.length, opened: all.filter(({ openedAt }) => inShift(openedAt)).length },
    recurring,
    noisy,
    changes: changesOf(touched, reportOf, shift),
    watch: watchItems(all),
    notes,
    access: read.access,
    gaps: [...gapsOf(touched, reportOf), ...read.notRead],
    isQuiet: items.length === 0 && recurring.length === 0 && noisy.length === 0 && notes.length === 0,
  }
}

/** What changed in the shift around the incidents, each once, the newest first. */
function changesOf(
  incidents: readonly Incident[],
  reportOf: (incident: Incident) => Report | undefined,
  shift: Span,
): ChangeTold[] {
  const seen = new Set<string>()
  return incidents
    .flatMap((incident) =>
      (reportOf(incident)?.changes ?? []).map((change) => ({ ...change, incidentId: incident.id })),
    )
    .filter(({ at }) => Date.parse(at) >= shift.from)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .flatMap(({ at, who, what, resource, tiedTo, incidentId }) => {
      const key = [at, who, what, resource].join('|')
      if (seen.has(key)) return []
      seen.add(key)
      return [{ at, who, what, resource, ...(tiedTo === undefined ? {} : { tiedTo }), incidentId }]
    })
    .slice(0, mostChanges)
}

/** Reads that were refused in the shift's diagnoses, each once with how many incidents it kept in the dark. */
function gapsOf(incidents: readonly Incident[], reportOf: (incident: Incident) => Report | undefined): string[] {
  const counts = new Map<string, number>()
  for (const incident of incidents)
    for (const key of new Set(
      (reportOf(incident)?.gaps ?? []).map(({ action, resource }) => `${action} on ${resource}`),
    ))
      counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts]
    .toSorted(([a, many], [b, more]) => more - many || a.localeCompare(b))
    .slice(0, mostChanges)
    .map(([read, count]) => `${read} could not be read, in ${count} ${count === 1 ? 'incident' : 'incidents'}`)
}
