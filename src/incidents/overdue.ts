import { DateTime } from 'luxon'
import type { Config } from '../config/config.ts'
import type { Desk, DeskParts } from './desk.ts'
import type { Due } from './due.ts'
import type { Happening } from './event.ts'
import type { Incident } from './incident.ts'
import { mayMention, quietUntil, type Route, routeOfIncident } from './route.ts'

type Parts = Pick<DeskParts, 'records' | 'config' | 'clock' | 'schedule' | 'wake' | 'adjust'>

/** Does what is due about an incident, once, and only if nothing has overtaken it. */
export async function overdue(due: Due, parts: Parts, happen: Desk['happen']): Promise<void> {
  const incident = await parts.records.get(due.incidentId)
  if (incident === undefined) return
  const configured = routeOfIncident(incident, parts.config)
  const route = (await parts.adjust?.(configured)) ?? configured
  const next = nextOf(due, incident, parts.config, route)
  if (next === undefined) {
    // An earlier delivery may have done it and ended before the card was told.
    if (incident.changedAt >= due.at) await parts.wake(incident)
    return
  }
  const { quietHours } = route
  if (isCall(next) && quietHours !== undefined && !mayMention(route, incident.severity, due.at))
    return await parts.schedule({ ...due, at: quietUntil(quietHours, due.at) })
  const id = `${due.kind} ${due.since} ${due.at}`
  const { isNew, before } = await happen(incident.id, next, id, { kind: 'firstlook' })
  // Delivered again it may not be planned yet; planned twice it comes once.
  await planAgain(due, isNew ? before.reminders + 1 : before.reminders, parts)
}

/** Whether it rings at somebody who is not at it: that waits until quiet hours are over. */
function isCall({ type }: Happening): boolean {
  return type === 'reminded' || type === 'escalated'
}

/** What an incident's timer leads to by now. */
function nextOf(
  { kind, since, at }: Due,
  incident: Incident,
  config: Config,
  { mention }: Pick<Route, 'mention'>,
): Happening | undefined {
  const { state, stateSince, diagnosis, acknowledged } = incident
  const isSame = stateSince === since
  switch (kind) {
    case 'diagnosis-overdue':
      return diagnosis.status === 'running' && diagnosis.at === since && diagnosis.reference !== undefined
        ? { type: 'diagnosis-interrupted', reference: diagnosis.reference }
        : undefined
    case 'remind': {
      // One that opened in quiet hours mentions nobody on its card, and its reminder comes after them.
      const to = incident.owner ?? incident.mention ?? mention
      return state === 'firing' && isSame && to !== undefined ? { type: 'reminded', to } : undefined
    }
    case 'escalate': {
      const next = nextEscalation(incident, config)
      return state === 'firing' && isSame && next !== undefined ? { type: 'escalated', ...next } : undefined
    }
    case 'ask-acknowledger':
      return state === 'acknowledged' && isSame && acknowledged !== undefined
        ? { type: 'acknowledgement-questioned', user: acknowledged.by }
        : undefined
    case 'unconfirmed': {
      const isConfirmed = (acknowledged?.confirmedAt ?? 0) > at - config.alarms.acknowledged.confirmMinutes * 60_000
      return state === 'acknowledged' && isSame && !isConfirmed
        ? { type: 'unacknowledged', why: 'unconfirmed' }
        : undefined
    }
    case 'snooze-over':
      // Put off meanwhile, it is over later.
      return state === 'snoozed' && isSame && typeof incident.snooze?.until === 'number' && incident.snooze.until <= at
        ? { type: 'snooze-ended', why: 'expired' }
        : undefined
    case 'look-again':
    case 'look-asleep':
      return undefined
    case 'close':
      return state === 'recovered' && isSame ? { type: 'closed', why: 'quiet' } : undefined
  }
}

/** Who is told next when an incident escalates; undefined when nobody is left, or nobody is configured. */
export function nextEscalation(
  { state, stateSince, escalation }: Incident,
  { alarms }: Config,
): { readonly to: string; readonly level: number } | undefined {
  const isEarlier = escalation !== undefined && state === 'firing' && escalation.at < stateSince
  const level = escalation === undefined || isEarlier ? 0 : escalation.level
  const to = alarms.unacknowledged.escalateTo[level]
  return to === undefined ? undefined : { to, level: level + 1 }
}

async function planAgain(due: Due, reminders: number, { config, schedule }: Parts): Promise<void> {
  const { unacknowledged, acknowledged } = config.alarms
  const later = (kind: Due['kind'], minutes: number) => schedule({ ...due, kind, at: due.at + minutes * 60_000 })
  switch (due.kind) {
    case 'remind':
      if (reminders < unacknowledged.mostReminders) await later('remind', unacknowledged.remindMinutes)
      return
    case 'escalate':
      return await later('escalate', unacknowledged.escalateMinutes)
    case 'ask-acknowledger':
      await later('unconfirmed', acknowledged.confirmMinutes)
      return await later('ask-acknowledger', acknowledged.askMinutes)
    default:
      return
  }
}

/** Tomorrow at nine in the morning in a zone, in epoch milliseconds. */
export function tomorrowMorning(now: number, timeZone: string): number {
  return DateTime.fromMillis(now, { zone: timeZone }).plus({ days: 1 }).set({ hour: 9 }).startOf('hour').toMillis()
}
