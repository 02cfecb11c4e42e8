import type { Config } from '../../config/config.ts'
import type { Actor } from '../event.ts'
import type { Handoff } from '../handoff/handoff.ts'
import type { HandoffDesk } from '../handoff/handoff-desk.ts'
import type { OfferOptions } from '../handoff/offer.ts'
import type { OnCallDue, ScheduleOnCall } from './on-call-due.ts'
import type { Rotation, RotationChange } from './rotation.ts'
import type { RotationChanged, RotationRecords } from './rotation-records.ts'
import { endOfTime, type Shift } from './shifts.ts'
import { type OnCallSource, onCallNow, rotationSource } from './source.ts'

export interface OnCallParts {
  readonly rotations: RotationRecords
  readonly handoff: HandoffDesk
  /** Schedules kept elsewhere. */
  readonly elsewhere: readonly OnCallSource[]
  readonly config: Pick<Config, 'onCall'>
  readonly schedule: ScheduleOnCall
  /** Puts whoever is on call into the user group, alone. */
  readonly keepGroup: (userGroup: string, user: string) => Promise<void>
  /** Looks at what can be seen of the accounts; left out, nobody looks. */
  readonly lookAround?: (due: OnCallDue) => Promise<void>
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly log: {
    readonly info: (message: string, fields?: Record<string, unknown>) => void
    readonly error: (message: string, fields?: Record<string, unknown>) => void
  }
}

/** A handoff that was offered, or the sentence that says why there is none to offer. */
export type HandedOver =
  | { readonly handoff: Handoff; readonly fault?: never }
  | { readonly fault: string; readonly handoff?: never }

/** Where all that concerns on-call passes through: rotations, whose shift it is, and what is due. */
export interface OnCallDesk {
  readonly rotations: Pick<RotationRecords, 'get' | 'timeline'>
  readonly handoff: HandoffDesk
  /** All schedules: rotations, then those kept elsewhere. */
  readonly sources: () => Promise<readonly OnCallSource[]>
  readonly sourceOf: (id: string) => Promise<OnCallSource | undefined>
  readonly ofChannel: (channel: string) => Promise<OnCallSource | undefined>
  /** Changes a rotation and brings all that follows from it in line: what is planned, what is offered, the user group. */
  readonly change: (rotationId: string, change: RotationChange, id: string, by: Actor) => Promise<RotationChanged>
  /** Offers the running shift's handoff now, or the last shift's. */
  readonly handOver: (
    source: OnCallSource,
    options?: OfferOptions & { readonly isPast?: boolean },
  ) => Promise<HandedOver>
  /** The shift that is handed over and the one after it, at this moment. */
  readonly shiftChange: (
    source: OnCallSource,
    isPast?: boolean,
  ) => Promise<{ readonly shift: Shift; readonly next: Shift }>
  /** Does what is due, if it still fits. */
  readonly due: (due: OnCallDue) => Promise<void>
  /** Plans the next offer of a schedule; planned twice it comes once. */
  readonly plan: (source: OnCallSource) => Promise<void>
}

const soonMs = 60_000
/** A shift that ends later than this is planned for when it comes nearer. */
const mostAheadMs = 300 * 24 * 3600_000

/** The desk over these parts. */
export function makeOnCallDesk(parts: OnCallParts): OnCallDesk {
  const { rotations, handoff, elsewhere, config, schedule, clock, log } = parts
  const offerMs = config.onCall.handoff.offerMinutes * 60_000

  const sourceOf: OnCallDesk['sourceOf'] = async (id) => await findSource(id, parts)

  const plan: OnCallDesk['plan'] = async (source) => {
    const { now } = await onCallNow(source, clock())
    if (now.to - clock() > mostAheadMs) return
    const planned = { rotationId: source.id, since: now.to }
    await schedule({ kind: 'offer-handoff', ...planned, at: Math.max(now.to - offerMs, clock() + soonMs) })
    await schedule({ kind: 'begin-shift', ...planned, at: now.to })
  }

  const keepGroup = async (source: OnCallSource): Promise<void> => {
    if (source.userGroup === undefined) return
    const { now } = await onCallNow(source, clock())
    if (now.user === undefined)
      return log.info('nobody is on call, so the user group stays as it is', { rotation: source.id })
    await parts.keepGroup(source.userGroup, now.user)
  }

  const shiftChange: OnCallDesk['shiftChange'] = async (source, isPast = false) => {
    const { now, next } = await onCallNow(source, clock())
    if (!isPast) return { shift: now, next: next[0] ?? { why: 'not-started', from: now.to, to: now.to } }
    const [last] = await source.shifts({ from: now.from - 1, to: now.from })
    return { shift: last ?? now, next: now }
  }

  const offerDue = async ({ rotationId, since }: OnCallDue): Promise<void> => {
    const source = await sourceOf(rotationId)
    if (source === undefined) return
    const [ending, beginning] = await source.shifts({ from: since - 1, to: since + 1 })
    // A shift that no longer ends then was changed since; its own end is planned below.
    const isStill = ending !== undefined && beginning !== undefined && ending.to === since && beginning.from === since
    if (isStill && clock() < beginning.to) await handoff.offer(source, { shift: ending, next: beginning })
    const { now } = await onCallNow(source, clock())
    if (now.to !== since) await plan(source)
  }

  /** Nothing here changes when a schedule kept elsewhere does, so it is looked at daily and where it matters. */
  const planElsewhere = async (): Promise<void> => {
    for (const source of elsewhere)
      await plan(source).catch((error: unknown) =>
        log.error('a handoff could not be planned', { rotation: source.id, error }),
      )
  }

  const followElsewhere = async (source: OnCallSource): Promise<void> => {
    if (source.link === undefined) return
    await handoff
      .redirect(source)
      .catch((error: unknown) => log.error('a schedule could not be followed', { rotation: source.id, error }))
  }

  return {
    rotations,
    handoff,
    sources: async () => [...(await rotations.list()).map(rotationSource), ...elsewhere],
    sourceOf,
    ofChannel: async (channel) => {
      const rotation = await rotations.ofChannel(channel)
      return rotation === undefined ? elsewhere.find((each) => each.channel === channel) : rotationSource(rotation)
    },
    change: async (rotationId, change, id, by) => {
      const changed = await rotations.change(rotationId, { ...change, id, at: clock(), by })
      if (changed.outcome === 'channel-taken' || changed.after.removedAt !== undefined) return changed
      const source = rotationSource(changed.after)
      await plan(source)
      await handoff.redirect(source)
      await keepGroup(source).catch((error: unknown) =>
        log.error('the user group could not be changed', { rotation: rotationId, error }),
      )
      return changed
    },
    shiftChange,
    handOver: async (source, { isPast = false, ...options } = {}) => {
      const { shift, next } = await shiftChange(source, isPast)
      if (shift.user === undefined && next.user === undefined)
        return { fault: `Nobody is on call in ${source.name}, neither now nor next. \`oncall edit\` says who is.` }
      if (shift.to >= endOfTime)
        return {
          fault: `<@${shift.user ?? ''}> is on call in ${source.name} with no end, so there is nobody to hand over to.`,
        }
      const offered = await handoff.offer(source, { shift, next }, options)
      await plan(source)
      return { handoff: offered }
    },
    plan,
    due: async (due) => {
      const { kind, handoffId = '', rotationId } = due
      switch (kind) {
        case 'offer-handoff':
          return await offerDue(due)
        case 'begin-shift': {
          const source = await sourceOf(rotationId)
          if (source === undefined) return
          await plan(source)
          await followElsewhere(source)
          return await keepGroup(source)
        }
        case 'remind-handoff': {
          const source = await sourceOf(rotationId)
          if (source !== undefined) await followElsewhere(source)
          await handoff.remind(handoffId)
          return
        }
        case 'escalate-handoff':
          await handoff.escalate(handoffId)
          return
        case 'settle-handoff':
          return await handoff.settle(handoffId)
        case 'show-handoff':
          return await handoff.show(handoffId)
        case 'look-around':
          if (due.place === undefined) await planElsewhere()
          return await parts.lookAround?.(due)
      }
    },
  }
}

/** A rotation that was not removed, or a schedule kept elsewhere, by its id. */
export async function findSource(
  id: string,
  { rotations, elsewhere }: Pick<OnCallParts, 'rotations' | 'elsewhere'>,
): Promise<OnCallSource | undefined> {
  const other = elsewhere.find((each) => each.id === id)
  if (other !== undefined) return other
  const rotation: Rotation | undefined = await rotations.get(id)
  return rotation === undefined || rotation.removedAt !== undefined ? undefined : rotationSource(rotation)
}
