/** What is to be done about a rotation or one of its handoffs at a time, unless it no longer fits by then. */
export const onCallDueKinds = [
  'offer-handoff',
  'begin-shift',
  'remind-handoff',
  'escalate-handoff',
  'settle-handoff',
  'show-handoff',
] as const
export type OnCallDueKind = (typeof onCallDueKinds)[number]

/** Delivered to the worker at its time, at least once. */
export interface OnCallDue {
  readonly kind: OnCallDueKind
  readonly rotationId: string
  /** Of those kinds that are about one handoff. */
  readonly handoffId?: string | undefined
  /** Epoch milliseconds. */
  readonly at: number
  /** The end of the shift it was planned for. */
  readonly since: number
}

/** Plans that something is to be done; nothing is ever taken back, because what no longer fits does nothing. */
export type ScheduleOnCall = (due: OnCallDue) => Promise<void>
