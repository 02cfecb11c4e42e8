import type { Report } from '../../report/report.ts'
import type { Incident } from '../incident.ts'
import type { Span } from '../oncall/rotation.ts'
import { type ItemGroup, itemGroups, type OpenItem } from './content.ts'

export interface ItemContext {
  readonly ownerOf: (incident: Incident) => string | undefined
  readonly reportOf: (incident: Incident) => Report | undefined
  /** The shift that begins: what is due in it. */
  readonly next: Span
  /** Minutes of quiet after which a recovered incident closes by itself. */
  readonly reopenMinutes: number
}

/** Open incidents as the next person needs them: the most urgent group first, then by severity, then the oldest. */
export function openItems(incidents: readonly Incident[], context: ItemContext): OpenItem[] {
  const severities = ['critical', 'high', 'low']
  return incidents
    .filter(({ state, mergedInto }) => state !== 'closed' && mergedInto === undefined)
    .map((incident) => itemOf(incident, context))
    .toSorted(
      (a, b) =>
        itemGroups.indexOf(a.group) - itemGroups.indexOf(b.group) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        a.openedAt - b.openedAt ||
        a.id.localeCompare(b.id),
    )
}

function itemOf(incident: Incident, context: ItemContext): OpenItem {
  const { id, title, openedAt, severity, latestNote, snooze } = incident
  const group = groupOf(incident)
  const owner = context.ownerOf(incident)
  const cause = causeOf(incident)
  const isDue = snooze !== undefined && snooze.until !== 'ok' && snooze.until < context.next.to
  return {
    id,
    group,
    title,
    openedAt,
    severity,
    ...(owner === undefined ? {} : { owner }),
    ...(cause === undefined ? {} : { cause }),
    nextAction: nextAction(incident, group, context.reportOf(incident)),
    stopWhen: stopWhen(incident, group, context.reopenMinutes),
    ...(isDue && typeof snooze.until === 'number' ? { dueAt: snooze.until } : {}),
    ...(latestNote === undefined ? {} : { note: latestNote }),
  }
}

function groupOf({ state, recovery }: Incident): ItemGroup {
  if (state === 'acknowledged' || state === 'snoozed') return state
  if (state === 'recovered') return recovery?.outcome === 'still-there' ? 'still-there' : 'recovered'
  return 'firing'
}

function causeOf({ diagnosis }: Incident): string | undefined {
  const { cause, summary, sentence } = diagnosis
  if (cause === undefined) return summary ?? sentence
  const sure = cause.strength === 'possible' ? 'Possibly: ' : cause.strength === 'likely' ? 'Likely: ' : ''
  return `${sure}${cause.summary}`
}

function nextAction(incident: Incident, group: ItemGroup, report: Report | undefined): string {
  const { diagnosis, kind, children } = incident
  const first = report?.causes[0]
  const fix = first?.fix.now ?? first?.fix.proper
  if (kind === 'account') {
    const firing = children.filter(({ state }) => state === 'firing').length
    return `Look through its ${children.length} incidents; ${firing} of them fire.`
  }
  if (group === 'still-there') return `${fix ?? 'Fix the cause.'} The alarm is OK, but the cause is still there.`
  if (group === 'recovered')
    return incident.recovery?.outcome === 'not-checked' || incident.recovery === undefined
      ? 'Press Re-check: nobody has looked whether the cause is gone.'
      : 'Nothing, unless it fires again.'
  if (fix !== undefined) return fix
  if (diagnosis.status === 'failed' || diagnosis.status === 'interrupted' || diagnosis.status === 'none')
    return 'Press Re-check: the diagnosis did not come to an end.'
  if (diagnosis.status === 'running') return 'Wait for the diagnosis; it is running.'
  if (diagnosis.cause === undefined)
    return 'Find the cause: the diagnosis named none. Its thread says what was ruled out.'
  return 'Follow the fix steps in its thread.'
}

function stopWhen({ snooze, alarms, moreAlarms, kind }: Incident, group: ItemGroup, reopenMinutes: number): string {
  const count = alarms.length + moreAlarms
  const quiet =
    kind === 'account' ? 'every incident of it is over' : count > 1 ? `all ${count} alarms are OK` : 'the alarm is OK'
  switch (group) {
    case 'still-there':
      return 'Re-check says that the cause is gone'
    case 'recovered':
      return `it stays quiet for ${reopenMinutes} minutes; it then closes by itself`
    case 'snoozed':
      return snooze?.until === 'ok'
        ? `${quiet}; until then it is silent`
        : `${quiet}, and Re-check says that the cause is gone`
    default:
      return `${quiet}, and Re-check says that the cause is gone`
  }
}
