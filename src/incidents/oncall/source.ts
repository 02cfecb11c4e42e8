import type { Rotation, Span } from './rotation.ts'
import { type Shift, shiftsBetween } from './shifts.ts'

/** Who is on call, wherever that is kept: in a rotation of our own, or with a service that is asked. */
export interface OnCallSource {
  readonly id: string
  readonly name: string
  /** Its incidents are handed over. */
  readonly channel: string
  readonly timeZone: string
  /** A Slack user group that is to hold whoever is on call. */
  readonly userGroup?: string
  /** Where the schedule is edited, when not in Slack. */
  readonly link?: string
  /**
   * The shifts of a span, one after the other without a gap: a time without anybody is a shift without a user. Throws an
   * Error with a sentence for people when the schedule cannot be read.
   */
  readonly shifts: (span: Span) => Promise<readonly Shift[]>
}

/** A rotation as a source. */
export function rotationSource(rotation: Rotation): OnCallSource {
  const { id, name, channel, plans, userGroup } = rotation
  return {
    id,
    name,
    channel,
    timeZone: plans.at(-1)?.timeZone ?? 'UTC',
    ...(userGroup === undefined ? {} : { userGroup }),
    shifts: async (span) => shiftsBetween(rotation, span),
  }
}

/** Who is on call at a moment, and the shifts after that, as many as are asked for. */
export async function onCallNow(
  source: OnCallSource,
  at: number,
  more = 1,
): Promise<{ readonly now: Shift; readonly next: readonly Shift[] }> {
  const day = 24 * 3600_000
  for (const days of [30, 120, 400]) {
    const [now, ...next] = await source.shifts({ from: at, to: at + days * day })
    if (now === undefined) throw new Error(`the schedule ${source.name} says nothing about now`)
    // A schedule that ends sooner than it was asked about says no more however far one asks.
    const isAll = (next.at(-1) ?? now).to < at + days * day
    if (next.length >= more || isAll || days === 400) return { now, next: next.slice(0, more) }
  }
  throw new Error('a loop ended that cannot')
}
