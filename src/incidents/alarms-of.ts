import type { AlarmChange, Happening } from './event.ts'
import { fingerprint, type Incident, type IncidentAlarm, mostAlarms } from './incident.ts'

/** The incident after a state change of one of its alarms, or of one that is new to it. A change older than the known one is passed over. */
export function changeAlarm(incident: Incident, change: AlarmChange): Incident {
  const key = fingerprint(change)
  const index = incident.alarms.findIndex((alarm) => fingerprint(alarm) === key)
  const known = incident.alarms[index]
  const fires = change.state === 'ALARM' ? 1 : 0
  if (known === undefined) {
    const firings = incident.firings + fires
    if (incident.alarms.length >= mostAlarms) return { ...incident, firings, moreAlarms: incident.moreAlarms + fires }
    const alarm = { ...change, firings: fires, firstFiredAt: change.changedAt }
    return { ...incident, firings, alarms: [...incident.alarms, alarm] }
  }
  if (change.changedAt <= known.changedAt) return incident
  const peak = farthest(known, change)
  const { configuration, configuredAt = 0, ...observed } = known
  const { peak: _, ...changed } = change
  // An alarm that changes its state after it was deleted has been made anew.
  const isAnew = configuration === 'deleted' && change.changedAt > configuredAt
  const alarm: IncidentAlarm = {
    ...(isAnew ? observed : known),
    ...changed,
    firings: known.firings + fires,
    ...(peak === undefined ? {} : { peak }),
  }
  return { ...incident, firings: incident.firings + fires, alarms: incident.alarms.with(index, alarm) }
}

/** The incident after one of its alarms was edited or deleted; what is older than the alarm's newest state or edit is passed over. */
export function configureAlarm(
  incident: Incident,
  { arn, change: configuration, changedAt }: Extract<Happening, { type: 'alarm-configured' }>,
): Incident {
  const index = incident.alarms.findIndex((alarm) => alarm.arn === arn)
  const alarm = incident.alarms[index]
  const newest = Math.max(alarm?.changedAt ?? 0, alarm?.configuredAt ?? 0)
  // Events tell whole seconds, alarms milliseconds.
  if (alarm === undefined || changedAt + 1000 <= newest) return incident
  return { ...incident, alarms: incident.alarms.with(index, { ...alarm, configuration, configuredAt: changedAt }) }
}

/** The incident with another's alarms; of an alarm that both know, the newer state counts. */
export function takeOver(incident: Incident, alarms: readonly IncidentAlarm[], moreAlarms: number): Incident {
  const byKey = new Map(incident.alarms.map((alarm) => [fingerprint(alarm), alarm]))
  let uncounted = 0
  let firings = 0
  for (const alarm of alarms) {
    const key = fingerprint(alarm)
    const known = byKey.get(key)
    if (known === undefined && byKey.size >= mostAlarms) uncounted++
    else if (known === undefined || known.changedAt < alarm.changedAt) byKey.set(key, alarm)
    firings += alarm.firings
  }
  return {
    ...incident,
    alarms: [...byKey.values()],
    moreAlarms: incident.moreAlarms + moreAlarms + uncounted,
    firings: incident.firings + firings,
  }
}

/** Of two peaks the one farther from the threshold: an alarm may fire below it. */
function farthest(known: Pick<IncidentAlarm, 'peak' | 'threshold'>, change: AlarmChange): number | undefined {
  const { peak: before } = known
  // The values of an OK are none that fired it.
  const after = change.state === 'ALARM' ? change.peak : undefined
  if (before === undefined || after === undefined) return before ?? after
  const threshold = change.threshold ?? known.threshold
  if (threshold === undefined) return Math.max(before, after)
  return Math.abs(after - threshold) > Math.abs(before - threshold) ? after : before
}
