import { isDeepStrictEqual } from 'node:util'
import { DateTime, IANAZone } from 'luxon'
import type { Plan, Rotation, RotationEvent, Span, Swap } from './rotation.ts'
import { shiftsBetween } from './shifts.ts'

/** Overrides, swaps and absences that ended longer ago are dropped from the record; the timeline keeps them. */
const keptMs = 120 * 24 * 3600_000

/** A rotation before its first event. */
export function newRotation(id: string): Rotation {
  return { id, version: 0, name: '', channel: '', plans: [], overrides: [], swaps: [], away: [] }
}

/** The rotation after an event. An event that no longer fits only counts as having happened. */
export function changeRotation(rotation: Rotation, event: RotationEvent): Rotation {
  const after = changed(rotation, event)
  const isKept = ({ to }: Span) => to > event.at - keptMs
  return {
    ...after,
    overrides: after.overrides.filter(isKept),
    away: after.away.filter(isKept),
    swaps: after.swaps.filter((swap) => isKept(swap) || (swap.inReturn !== undefined && isKept(swap.inReturn))),
    version: rotation.version + 1,
  }
}

function changed(rotation: Rotation, event: RotationEvent): Rotation {
  switch (event.type) {
    case 'set': {
      const { userGroup: _, ...rest } = rotation
      return { ...rest, ...event.setting, plans: planned(rotation.plans, event.plan, event.at) }
    }
    case 'override-added':
      return { ...rotation, overrides: [...rotation.overrides, event.override] }
    case 'override-removed':
      return { ...rotation, overrides: rotation.overrides.filter(({ id }) => id !== event.overrideId) }
    case 'away-added':
      return { ...rotation, away: [...rotation.away, event.away] }
    case 'away-removed':
      return { ...rotation, away: rotation.away.filter(({ id }) => id !== event.awayId) }
    case 'swap-asked':
      return { ...rotation, swaps: [...rotation.swaps, { ...event.swap, state: 'asked' }] }
    case 'swap-answered':
      return {
        ...rotation,
        swaps: rotation.swaps.map((swap) =>
          swap.id === event.swapId && swap.state === 'asked' ? { ...swap, state: event.answer } : swap,
        ),
      }
    case 'removed':
      return { ...rotation, removedAt: event.at }
  }
}

/** A plan that is the newest's equal adds nothing; one that has changed counts from now, or from its own start when that is later. */
function planned(plans: readonly Plan[], next: Omit<Plan, 'from'>, at: number): readonly Plan[] {
  const last = plans.at(-1)
  if (last !== undefined && isDeepStrictEqual(last, { ...next, from: last.from })) return plans
  const start = DateTime.fromISO(`${next.startDate}T${next.handoverTime}`, { zone: next.timeZone }).toMillis()
  const from = last === undefined ? start : Math.max(at, start)
  return [...plans.filter((plan) => plan.from < from), { ...next, from }]
}

/** Why these settings cannot be a rotation's, field by field; empty when they can. */
export function planFaults(plan: Omit<Plan, 'from'>): Partial<Record<keyof Omit<Plan, 'from'>, string>> {
  const { members, shift, startDate, handoverTime, timeZone } = plan
  const isWhole = Number.isInteger(shift.count) && shift.count >= 1
  const isDayPart = shift.unit !== 'hours' || [4, 6, 8, 12].includes(shift.count)
  const doubled = members.find((user, index) => members.indexOf(user) !== index)
  return {
    ...(doubled === undefined ? {} : { members: `<@${doubled}> is in the list twice.` }),
    ...(members.length > 50 ? { members: 'A rotation has at most 50 members.' } : {}),
    ...(isWhole && shift.count <= 52 ? {} : { shift: 'A shift lasts 1 to 52 of its unit.' }),
    ...(isWhole && !isDayPart
      ? { shift: 'Shifts in hours last 4, 6, 8 or 12 hours, so that they fit into a day.' }
      : {}),
    ...(DateTime.fromISO(startDate).isValid && /^\d{4}-\d\d-\d\d$/.test(startDate)
      ? {}
      : { startDate: 'Give a day, for example 2026-11-23.' }),
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(handoverTime)
      ? {}
      : { handoverTime: 'Give a time of day, for example 09:00.' }),
    ...(IANAZone.isValidZone(timeZone) ? {} : { timeZone: 'Give an IANA time zone, for example Europe/Berlin.' }),
  }
}

/** Why a swap cannot be asked for; undefined when it can. `now` is epoch milliseconds. */
export function swapFault(rotation: Rotation, swap: Omit<Swap, 'state' | 'id'>, now: number): string | undefined {
  const { asker, asked, from, to, inReturn } = swap
  if (asker === asked) return 'You cannot swap with yourself. Choose somebody else.'
  if (to <= now) return 'That shift is over. Choose one that runs or is still to come.'
  if (inReturn !== undefined && inReturn.to <= now)
    return 'The shift in return is over. Choose one that is still to come.'
  if (!holds(rotation, asker, { from, to }))
    return `<@${asker}> is not on call in that time. \`oncall\` shows whose shifts these are.`
  if (inReturn !== undefined && !holds(rotation, asked, inReturn))
    return `<@${asked}> is not on call in the time in return. \`oncall\` shows whose shifts these are.`
  return undefined
}

/** Why somebody cannot answer a swap; undefined when they can. */
export function answerFault(
  rotation: Rotation,
  {
    swapId,
    user,
    answer,
    now,
  }: { readonly swapId: string; readonly user: string; readonly answer: Swap['state']; readonly now: number },
): string | undefined {
  const swap = rotation.swaps.find(({ id }) => id === swapId)
  if (swap === undefined) return 'That swap is no longer kept.'
  if (swap.state !== 'asked') return `That swap was ${swap.state} already.`
  if (answer === 'withdrawn') return user === swap.asker ? undefined : `Only <@${swap.asker}> can withdraw it.`
  if (user !== swap.asked) return `Only <@${swap.asked}> can answer it.`
  if (answer === 'declined') return undefined
  return swapFault(rotation, swap, now)
}

function holds(rotation: Rotation, user: string, span: Span): boolean {
  return shiftsBetween(rotation, span).every((shift) => shift.user === user)
}
