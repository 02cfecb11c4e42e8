import { causeKey, fingerprint, type Incident } from '../incident.ts'
import type { Span } from '../oncall/rotation.ts'
import type { NoisyAlarm, RecurringCause, WatchItem } from './content.ts'

const mostTold = 10
/** From here on an alarm is noise rather than news. */
const noisyFirings = 5
const shortMs = 10 * 60_000

/** Causes that came back: more than once in the shift, or in the shift and in one before it. Most often first. */
export function recurringCauses(
  incidents: readonly Incident[],
  shift: Span,
  before: readonly Span[],
): RecurringCause[] {
  return [...groupedBy(incidents, ({ diagnosis }) => causeKey(diagnosis.cause))]
    .flatMap(([, group]) => {
      const [newest] = group.toSorted((a, b) => b.openedAt - a.openedAt)
      const cause = newest?.diagnosis.cause
      const count = timesIn(group, shift)
      const counts = before.map((span) => timesIn(group, span))
      const total = count + counts.reduce((sum, each) => sum + each, 0)
      if (newest === undefined || cause === undefined || count === 0 || total < 2) return []
      const { id: causeId, resource, summary } = cause
      const told = { causeId, resource: resource.name, summary, count, before: counts, incidentId: newest.id }
      return [{ ...told, trend: trendOf(count, counts) }]
    })
    .toSorted((a, b) => b.count - a.count || a.causeId.localeCompare(b.causeId) || a.resource.localeCompare(b.resource))
    .slice(0, mostTold)
}

/** An incident counts once for its opening in the span, and once for each time it fired again. */
function timesIn(incidents: readonly Incident[], { from, to }: Span): number {
  return incidents
    .filter(({ openedAt }) => from <= openedAt && openedAt < to)
    .reduce((sum, { reopenings }) => sum + 1 + reopenings, 0)
}

function trendOf(count: number, before: readonly number[]): RecurringCause['trend'] {
  const average = before.length === 0 ? 0 : before.reduce((sum, each) => sum + each, 0) / before.length
  if (average === 0) return 'new'
  if (count >= average * 1.5 && count > average + 0.5) return 'more'
  if (count <= average / 1.5) return 'fewer'
  return 'same'
}

/** The alarms that fired most in the shift, with what may quieten them. */
export function noisyAlarms(incidents: readonly Incident[], shift: Span): NoisyAlarm[] {
  const inShift = incidents.filter(({ openedAt, changedAt }) => openedAt < shift.to && changedAt >= shift.from)
  const byAlarm = new Map<string, { name: string; firings: number; incidents: Incident[] }>()
  for (const incident of inShift)
    for (const alarm of incident.alarms) {
      const known = byAlarm.get(fingerprint(alarm)) ?? { name: alarm.name, firings: 0, incidents: [] }
      known.incidents.push(incident)
      byAlarm.set(fingerprint(alarm), { ...known, firings: known.firings + alarm.firings })
    }
  return [...byAlarm.values()]
    .filter(({ firings }) => firings >= noisyFirings)
    .toSorted((a, b) => b.firings - a.firings || a.name.localeCompare(b.name))
    .slice(0, 5)
    .flatMap(({ name, firings, incidents: among }) => {
      const [newest] = among.toSorted((a, b) => b.openedAt - a.openedAt)
      return newest === undefined
        ? []
        : [{ name, firings, incidentId: newest.id, suggestion: suggestionOf(name, among) }]
    })
}

function suggestionOf(name: string, incidents: readonly Incident[]): string {
  const causes = new Set(incidents.map(({ diagnosis }) => causeKey(diagnosis.cause)))
  const [only] = incidents.flatMap(({ diagnosis }) => diagnosis.cause ?? [])
  if (causes.size === 1 && !causes.has(undefined) && only !== undefined)
    return `Always ${only.id} on ${only.resource.name}: fix that, and the alarm is quiet.`
  const wasTouched = incidents.some(
    ({ acknowledged, resolution }) => acknowledged !== undefined || resolution !== undefined,
  )
  const isShort = incidents.every(
    ({ stateSince, openedAt, state }) => state !== 'firing' && stateSince - openedAt < shortMs,
  )
  const edges = incidents.flatMap(({ alarms }) =>
    alarms
      .filter((alarm) => alarm.name === name)
      .flatMap(({ peak, threshold }) => (peak === undefined || threshold === undefined ? [] : [{ peak, threshold }])),
  )
  const isNear =
    edges.length > 0 && edges.every(({ peak, threshold }) => Math.abs(peak - threshold) <= Math.abs(threshold) * 0.2)
  if (isNear)
    return 'Its values stay within 20 % of the threshold: raise the threshold, or ask for more datapoints out of the period.'
  if (isShort) return 'It is OK by itself within ten minutes: ask for more datapoints (M out of N) before it fires.'
  if (!wasTouched) return 'Nobody ever acknowledged or resolved it: lower its severity, or delete it.'
  if (causes.size === 1) return 'No diagnosis has named its cause: check that it watches something a user would notice.'
  return 'No single cause stands behind it: split it by resource, so that each firing says what fails.'
}

/** Alarms that mostly have had one cause: what to think of first when they fire. Told only when at least two incidents agree. */
export function watchItems(incidents: readonly Incident[]): WatchItem[] {
  const known = incidents.filter(
    ({ diagnosis, resolution }) => causeKey(diagnosis.cause) !== undefined && resolution?.causeWas !== 'other',
  )
  const pairs = known.flatMap((incident) => incident.alarms.map((alarm) => ({ incident, alarm })))
  return [...groupedBy(pairs, ({ alarm }) => fingerprint(alarm))]
    .flatMap(([, group]) => {
      const [most = []] = [...groupedBy(group, ({ incident }) => causeKey(incident.diagnosis.cause)).values()].toSorted(
        (a, b) => b.length - a.length,
      )
      const [newest] = most.toSorted((a, b) => b.incident.openedAt - a.incident.openedAt)
      const cause = newest?.incident.diagnosis.cause
      if (newest === undefined || cause === undefined || most.length < 2 || most.length * 3 < group.length * 2)
        return []
      const { alarm, incident } = newest
      const told = {
        alarm: alarm.name,
        causeId: cause.id,
        resource: cause.resource.name,
        times: most.length,
        of: group.length,
      }
      return [{ ...told, incidentId: incident.id }]
    })
    .toSorted((a, b) => b.times - a.times || a.alarm.localeCompare(b.alarm))
    .slice(0, mostTold)
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}
