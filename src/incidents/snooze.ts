import type { Config } from '../config/config.ts'
import { type Incident, isFiring } from './incident.ts'
import { nextEscalation, tomorrowMorning } from './overdue.ts'

/** How long a person may let an incident sleep. */
export const snoozeChoices = ['30m', '1h', '4h', 'ok', 'tomorrow'] as const
export type SnoozeChoice = (typeof snoozeChoices)[number]

/** When a snooze that is begun now ends: epoch milliseconds, or when every alarm is OK. */
export function snoozeUntil(choice: SnoozeChoice, now: number, timeZone: string): number | 'ok' {
  switch (choice) {
    case '30m':
      return now + 30 * 60_000
    case '1h':
      return now + 3_600_000
    case '4h':
      return now + 4 * 3_600_000
    case 'tomorrow':
      return tomorrowMorning(now, timeZone)
    case 'ok':
      return 'ok'
  }
}

/** What a snooze of an incident would hold back. */
export interface Silenced {
  /** Names of the alarms whose repeats would say nothing. */
  readonly alarms: readonly string[]
  readonly moreAlarms: number
  /** Reminders that would still be sent, and to whom. */
  readonly reminders?: { readonly count: number; readonly to: string }
  /** Who would be told next, and when, in epoch milliseconds. */
  readonly escalation?: { readonly to: string; readonly at: number }
  /** Who would be asked whether they still are at it. */
  readonly asked?: string
  /** Incidents under an account's, which go on by themselves. */
  readonly children: number
}

/** What a snooze would hold back as things stand. */
export function silencedBy(incident: Incident, config: Config): Silenced {
  const { alarms, moreAlarms, children, state, stateSince, owner, mention, reminders, acknowledged, snooze } = incident
  const { mostReminders, escalateMinutes } = config.alarms.unacknowledged
  const isUnacknowledged = state === 'firing' || snooze?.from === 'firing'
  const to = owner ?? mention
  const left = Math.max(0, mostReminders - reminders)
  const next = nextEscalation(incident, config)
  const isAsked = state === 'acknowledged' || snooze?.from === 'acknowledged'
  const told = next === undefined ? 0 : next.level
  return {
    alarms: alarms
      .filter((alarm) => isFiring({ kind: 'alarm', alarms: [alarm], children: [] }))
      .map(({ name }) => name),
    moreAlarms,
    children: children.length,
    ...(isUnacknowledged && to !== undefined && left > 0 ? { reminders: { count: left, to } } : {}),
    ...(isUnacknowledged && next !== undefined
      ? { escalation: { to: next.to, at: stateSince + told * escalateMinutes * 60_000 } }
      : {}),
    ...(isAsked && acknowledged !== undefined ? { asked: acknowledged.by } : {}),
  }
}
