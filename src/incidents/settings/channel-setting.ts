import { IANAZone } from 'luxon'
import type { Severity } from '../incident.ts'

/** `thread`: the card alone stands in the channel, all news in its thread. `channel`: news that changes something is shown in the channel too. */
export const placements = ['thread', 'channel'] as const
export type Placement = (typeof placements)[number]

/** `short`: cause, fix and what could not be read; the rest by the card's Evidence button. */
export const verbosities = ['full', 'short'] as const
export type Verbosity = (typeof verbosities)[number]

/** How an incident is shown, as it was when it opened. */
export interface Showing {
  readonly placement: Placement
  readonly verbosity: Verbosity
}

/** What people have chosen for a channel; what is absent is as the configuration says. */
export interface ChannelChoices {
  readonly placement?: Placement
  readonly verbosity?: Verbosity
  /** `nobody`, `here`, `on-call`, or the id of a user or user group. */
  readonly mention?: string
  readonly quietHours?: 'none' | { readonly from: string; readonly to: string }
  /** Severities that mention people in quiet hours all the same. */
  readonly breakQuiet?: readonly Severity[]
  /** The zone of the quiet hours. */
  readonly timeZone?: string
}

/** A channel's setting as it is kept. The channel is its id. */
export interface ChannelSetting {
  readonly id: string
  /** Rises by one with every change. */
  readonly version: number
  /** Absent when the channel went back to the configuration. */
  readonly choices?: ChannelChoices
  readonly changedBy: string
  /** Epoch milliseconds. */
  readonly changedAt: number
}

/** Why these choices cannot be, field by field; empty when they can. */
export function choiceFaults({ mention, quietHours, timeZone }: ChannelChoices): string[] {
  const isSomebody = mention === undefined || /^(nobody|here|on-call|[UWS][A-Z0-9]{2,20})$/.test(mention)
  const hours = quietHours === undefined || quietHours === 'none' ? undefined : quietHours
  const isClock = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  return [
    ...(isSomebody ? [] : ['*Mention*: give a person, or a user group’s id such as S0123ABCD.']),
    ...(hours === undefined || (isClock(hours.from) && isClock(hours.to))
      ? []
      : ['*Quiet hours*: give both ends, for example from 22:00 to 07:00.']),
    ...(hours !== undefined && isClock(hours.from) && hours.from === hours.to
      ? [`*Quiet hours*: from ${hours.from} to ${hours.to} is no time at all. Give two different times.`]
      : []),
    ...(timeZone === undefined || IANAZone.isValidZone(timeZone)
      ? []
      : ['*Time zone*: give an IANA time zone, for example Europe/Berlin.']),
  ]
}
