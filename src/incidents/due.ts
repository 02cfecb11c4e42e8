/** What is to be done about an incident at a time, unless it no longer fits by then. */
export const dueKinds = [
  'diagnosis-overdue',
  'remind',
  'escalate',
  'ask-acknowledger',
  'unconfirmed',
  'snooze-over',
  'look-again',
  'look-asleep',
  'close',
] as const
export type DueKind = (typeof dueKinds)[number]

/** Delivered to the worker at its time, at least once. */
export interface Due {
  readonly kind: DueKind
  readonly incidentId: string
  /** Epoch milliseconds. */
  readonly at: number
  /** What it was planned for, such as the time of an acknowledgement: something later makes it void. */
  readonly since: number
}

/** Plans that something is to be done; nothing is ever taken back, because what no longer fits does nothing. */
export type Schedule = (due: Due) => Promise<void>
