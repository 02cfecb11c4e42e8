import type { Actor } from '../event.ts'

export const shiftUnits = ['hours', 'days', 'weeks', 'months'] as const
export type ShiftUnit = (typeof shiftUnits)[number]

/** How shifts follow one another from a time on. Editing a rotation adds a plan, so that the past stays as it was. */
export interface Plan {
  /** Epoch milliseconds from which this plan counts, up to the next plan's. */
  readonly from: number
  /** Slack user ids, in the order of their turns. */
  readonly members: readonly string[]
  readonly shift: { readonly count: number; readonly unit: ShiftUnit }
  /** `2026-11-23`: the day on which the first member's first shift begins. */
  readonly startDate: string
  /** `09:00`, by the clock of the time zone on every day, also when that clock is changed. */
  readonly handoverTime: string
  /** IANA name. */
  readonly timeZone: string
}

/** A time in which somebody is on call whoever's turn it is. Epoch milliseconds, the end exclusive. */
export interface Override extends Span {
  readonly id: string
  readonly user: string
}

/** A time in which a member cannot be on call: the next member who can stands in. */
export interface Away extends Span {
  readonly id: string
  readonly user: string
}

export interface Span {
  readonly from: number
  readonly to: number
}

/** One person asks another to take a shift, perhaps for one of theirs. It counts once it is accepted. */
export interface Swap extends Span {
  readonly id: string
  readonly asker: string
  readonly asked: string
  /** The asked person's shift that the asker takes instead. */
  readonly inReturn?: Span
  readonly state: 'asked' | 'accepted' | 'declined' | 'withdrawn'
}

/** Who is on call for a channel, and when. */
export interface Rotation {
  readonly id: string
  /** Rises by one with every event. */
  readonly version: number
  readonly name: string
  /** Its incidents are handed over; a channel has one rotation at most. */
  readonly channel: string
  /** A Slack user group that holds whoever is on call. */
  readonly userGroup?: string
  /** By `from`, the earliest first. */
  readonly plans: readonly Plan[]
  /** The later of two that overlap counts. */
  readonly overrides: readonly Override[]
  readonly swaps: readonly Swap[]
  readonly away: readonly Away[]
  readonly removedAt?: number
}

/** What a person sets: everything of a rotation that is not a plan of its own. */
export interface Setting {
  readonly name: string
  readonly channel: string
  readonly userGroup?: string
}

/** What can happen to a rotation. */
export type RotationChange =
  | { readonly type: 'set'; readonly setting: Setting; readonly plan: Omit<Plan, 'from'> }
  | { readonly type: 'override-added'; readonly override: Override }
  | { readonly type: 'override-removed'; readonly overrideId: string }
  | { readonly type: 'away-added'; readonly away: Away }
  | { readonly type: 'away-removed'; readonly awayId: string }
  | { readonly type: 'swap-asked'; readonly swap: Omit<Swap, 'state'> }
  | { readonly type: 'swap-answered'; readonly swapId: string; readonly answer: 'accepted' | 'declined' | 'withdrawn' }
  | { readonly type: 'removed' }

export type RotationEvent = RotationChange & {
  /** The same event delivered again has the same id. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly by: Actor
}

/** An event as the rotation's timeline keeps it. */
export type RotationEntry = RotationEvent & { readonly sequence: number }
