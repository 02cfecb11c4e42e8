import type { Config } from '../config/config.ts'
import type { Due, DueKind } from './due.ts'
import type { Happened } from './records.ts'
import { settledAt } from './too-early.ts'

const minuteMs = 60_000
/** How often a snoozed incident is looked at, to see whether its cause is another by now. */
export const asleepMinutes = 30
/** Their states void them once they are done, so they may come late and twice. */
const repeatable: readonly DueKind[] = ['look-again', 'close', 'snooze-over']

/**
 * What is to be done later because of something that happened, at `now` in epoch milliseconds. When it was delivered again, all that the state
 * asks for: the attempt before may have ended before it was planned, and what is planned twice comes once.
 */
export function plansAfter(
  { before, after, isNew }: Happened,
  { alarms, thresholds }: Pick<Config, 'alarms' | 'thresholds'>,
  now: number,
): readonly Due[] {
  const { id: incidentId, state, stateSince: since, snooze } = after
  const { unacknowledged, acknowledged, reopenMinutes } = alarms
  const at = (kind: DueKind, time: number): Due => ({ kind, incidentId, at: time, since })
  const inMinutes = (kind: DueKind, minutes: number) => at(kind, since + minutes * minuteMs)
  // Also after a snooze, or an acknowledgement that was taken back: nobody is at it again.
  const began = state === 'firing' && (!isNew || before.version === 0 || since > before.stateSince)
  const entered = (wanted: typeof state) => state === wanted && (!isNew || state !== before.state)
  const isPutOff = snooze !== undefined && (entered('snoozed') || snooze.until !== before.snooze?.until)
  const plans = [
    ...(began && unacknowledged.mostReminders > 0 ? [inMinutes('remind', unacknowledged.remindMinutes)] : []),
    ...(began && unacknowledged.escalateTo.length > 0 ? [inMinutes('escalate', unacknowledged.escalateMinutes)] : []),
    ...(entered('acknowledged') ? [inMinutes('ask-acknowledger', acknowledged.askMinutes)] : []),
    ...(entered('recovered')
      ? [at('look-again', settledAt(after, thresholds.recoveredMinutes)), inMinutes('close', reopenMinutes)]
      : []),
    ...(isPutOff && snooze.until !== 'ok' ? [at('snooze-over', snooze.until)] : []),
    ...(entered('snoozed') && snooze?.causeId !== undefined ? [inMinutes('look-asleep', asleepMinutes)] : []),
  ]
  if (isNew) return plans
  return plans
    .filter((due) => due.at > now || repeatable.includes(due.kind))
    .map((due) => (due.at > now ? due : { ...due, at: now + minuteMs }))
}
