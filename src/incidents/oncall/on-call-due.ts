/** What is to be done at a time about a rotation or one of its handoffs, unless it no longer fits by then; `look-around` is about no rotation. */
export const onCallDueKinds = [
  'offer-handoff',
  'begin-shift',
  'remind-handoff',
  'escalate-handoff',
  'settle-handoff',
  'show-handoff',
  'look-around',
] as const
export type OnCallDueKind = (typeof onCallDueKinds)[number]

/** Delivered to the worker at its time, at least once. */
export interface OnCallDue {
  readonly kind: OnCallDueKind
  readonly rotationId: string
  /** Of those kinds that are about one handoff. */
  readonly handoffId?: string | undefined
  /** Of `look-around`: the one account and region to look at; every one when absent. */
  readonly place?: { readonly account: string; readonly region: string } | undefined
  /** Epoch milliseconds. */
  readonly at: number
  /** The end of the shift it was planned for. */
  readonly since: number
}

/** Plans that something is to be done; nothing is ever taken back, because what no longer fits does nothing. */
export type ScheduleOnCall = (due: OnCallDue) => Promise<void>
