import type { AlarmChange } from './event.ts'
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
  const peak = highest(known.peak, change.peak)
  const alarm: IncidentAlarm = {
    ...known,
    ...change,
    firings: known.firings + fires,
    ...(peak === undefined ? {} : { peak }),
  }
  return { ...incident, firings: incident.firings + fires, alarms: incident.alarms.with(index, alarm) }
}

export function configureAlarm(incident: Incident, arn: string, configuration: 'edited' | 'deleted'): Incident {
  const index = incident.alarms.findIndex((alarm) => alarm.arn === arn)
  const alarm = incident.alarms[index]
  return alarm === undefined
    ? incident
    : { ...incident, alarms: incident.alarms.with(index, { ...alarm, configuration }) }
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

function highest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.max(a, b)
}
