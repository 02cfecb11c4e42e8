import type { AlarmHead } from '../intake/alarm.ts'
import type { LookUpAlarms } from '../report/ask-alarm.ts'
import type { Happening } from './event.ts'

/** A change that is told this late, in milliseconds, may come after the one that ended it. */
const lateMs = 60_000

/**
 * What a late firing leads to at once: the alarm's OK, when the alarm is OK by now. Queues keep no order, and an OK that arrived before its
 * firing found nothing to end. Undefined when the firing is not late, when it lasts, or when that cannot be seen.
 */
export async function overtaking(
  alarm: AlarmHead,
  parts: {
    readonly lookUpAlarms: LookUpAlarms
    readonly clock: () => number
    readonly log: { readonly info: (message: string, fields?: Record<string, unknown>) => void }
  },
): Promise<Happening | undefined> {
  const now = parts.clock()
  if (alarm.state !== 'ALARM' || now - alarm.firedAt < lateMs) return undefined
  const { name, arn, account, region } = alarm
  try {
    const [found] = await parts.lookUpAlarms([name], alarm)
    if (found?.state !== 'OK') return undefined
  } catch (error) {
    parts.log.info('a late alarm could not be looked up', { alarm: arn, error: String(error) })
    return undefined
  }
  return { type: 'alarm-changed', alarm: { name, arn, account, region, state: 'OK', changedAt: now } }
}
