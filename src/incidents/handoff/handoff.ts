import type { Actor } from '../event.ts'
import type { Span } from '../oncall/rotation.ts'

/**
 * Where a handoff stands. `offered`, `reminded`, `escalated`: nobody has taken it yet. `partly`: some items were taken, the others keep the name
 * they had. `kept`: the same person goes on, so there is nothing to take. `nobody`: nobody is on call next. `lapsed`: a later
 * handoff took its place, or the shift it was for is over.
 */
export const handoffStates = [
  'offered',
  'reminded',
  'escalated',
  'accepted',
  'partly',
  'declined',
  'kept',
  'nobody',
  'lapsed',
] as const
export type HandoffState = (typeof handoffStates)[number]

/** An open incident as it stood when it was offered, and whose it was. */
export interface HandoffItem {
  readonly id: string
  /** Its owner, or whoever was on call where it had none. */
  readonly owner?: string
}

/** What one person took, in one commit. This, and nothing else, says that they own it. */
export interface Acceptance {
  readonly by: string
  readonly at: number
  readonly items: readonly string[]
}

/** A message that shows the handoff. */
export interface Posted {
  /** `channel`, or the user id of whoever was told by direct message. */
  readonly where: string
  readonly channel: string
  readonly ts: string
}

/** One person's shift on its way to the next. People are Slack user ids, times epoch milliseconds. */
export interface Handoff {
  readonly id: string
  /** Rises by one with every event. */
  readonly version: number
  readonly rotationId: string
  readonly rotation: string
  readonly channel: string
  /** Absent when nobody was on call. */
  readonly from?: string
  /** Absent when nobody is on call next. */
  readonly to?: string
  /** The shift that is handed over. */
  readonly shift: Span
  /** When the incoming person's shift ends. */
  readonly until: number
  readonly offeredAt: number
  /** Who asked for it; absent when the schedule did. */
  readonly askedBy?: string
  readonly state: HandoffState
  readonly stateSince: number
  readonly items: readonly HandoffItem[]
  readonly acceptances: readonly Acceptance[]
  /** How many acceptances have been carried over to every incident. */
  readonly settled: number
  readonly reminders: number
  readonly escalatedTo?: readonly string[]
  readonly declined?: { readonly by: string; readonly at: number; readonly reason: string }
  /** Why it stands where it does, where that needs saying. */
  readonly why?: string
  readonly posted: readonly Posted[]
  /** Places a message may have reached without our knowing, since when: Slack has to be asked first. */
  readonly posting: readonly { readonly where: string; readonly at: number }[]
}

/** What a handoff is offered with. */
export type Offering = Pick<
  Handoff,
  'rotationId' | 'rotation' | 'channel' | 'from' | 'to' | 'shift' | 'until' | 'askedBy' | 'items' | 'why'
>

export type HandoffChange =
  | { readonly type: 'offered'; readonly offering: Offering }
  /** `all` that nobody has taken yet, or these of it. */
  | { readonly type: 'accepted'; readonly items: 'all' | readonly string[] }
  | { readonly type: 'declined'; readonly reason: string }
  | { readonly type: 'reminded' }
  | { readonly type: 'escalated'; readonly to: readonly string[] }
  /** Somebody else is on call next than was when it was offered. */
  | { readonly type: 'redirected'; readonly to?: string; readonly why: string }
  | { readonly type: 'lapsed'; readonly why: string }
  | { readonly type: 'settled'; readonly acceptances: number }
  | { readonly type: 'posting'; readonly where: string }
  | { readonly type: 'posted'; readonly posted: Posted }

export type HandoffEvent = HandoffChange & {
  /** The same event delivered again has the same id. */
  readonly id: string
  readonly at: number
  readonly by: Actor
}
export type HandoffEntry = HandoffEvent & { readonly sequence: number }

/** Items nobody has taken. */
export function remainingItems({ items, acceptances }: Pick<Handoff, 'items' | 'acceptances'>): HandoffItem[] {
  const taken = new Set(acceptances.flatMap((acceptance) => acceptance.items))
  return items.filter(({ id }) => !taken.has(id))
}

/** Whether somebody is still to take it. */
export function isAwaited({ state }: Pick<Handoff, 'state'>): boolean {
  return state === 'offered' || state === 'reminded' || state === 'escalated'
}

/** Whether anybody may take it, or only the person it was offered to: it was declined or escalated, or nobody is on call. */
export function isOpenToAll({
  state,
  declined,
  escalatedTo,
}: Pick<Handoff, 'state' | 'declined' | 'escalatedTo'>): boolean {
  return state === 'nobody' || declined !== undefined || escalatedTo !== undefined
}
