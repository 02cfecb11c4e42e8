import type { InformationContext } from '../../report/information/command.ts'
import type { OnCallShelf } from './on-call.ts'

/** When somebody was on call last, or is now. */
export interface LastShift {
  readonly rotation: string
  /** Epoch milliseconds. */
  readonly from: number
}

/** Slower rotations than this are asked about by a window. */
const lookedBackMs = 60 * 24 * 3600_000

/** The shift that the asker has now, or had last; of the channel's rotation where it has one. Undefined when none is known. */
export async function lastShiftOf(
  { user, channel }: InformationContext['asker'],
  onCall: Pick<OnCallShelf, 'sources'> | undefined,
  now: number,
): Promise<LastShift | undefined> {
  if (user === undefined || onCall === undefined) return undefined
  const sources = await onCall.sources()
  const here = sources.filter((source) => source.channel === channel)
  const shifts = await Promise.all(
    (here.length > 0 ? here : sources).map(async ({ name, shifts }) => {
      // A schedule that cannot be read says nothing; what fires is listed all the same.
      const all = await shifts({ from: now - lookedBackMs, to: now }).catch(() => [])
      const last = all.findLast((shift) => shift.user === user && shift.from <= now)
      return last === undefined ? [] : [{ rotation: name, from: last.from }]
    }),
  )
  return shifts.flat().toSorted((a, b) => b.from - a.from)[0]
}
