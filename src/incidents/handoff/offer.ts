import type { Shift } from '../oncall/shifts.ts'
import type { OnCallSource } from '../oncall/source.ts'
import type { HandoffContent } from './content.ts'
import type { ShiftChange } from './gather.ts'
import { type Handoff, type HandoffEvent, isAwaited } from './handoff.ts'
import type { HandoffParts } from './handoff-desk.ts'

export interface Offerer {
  /** Offers a shift's handoff, once: asked again it is the same one. Earlier ones of the rotation that nobody took are over. */
  readonly offer: (
    source: OnCallSource,
    change: ShiftChange & { readonly next: Shift },
    more?: OfferOptions,
  ) => Promise<Handoff>
  /** Reminds or escalates, if nobody has taken it; tells whether it did. */
  readonly remind: (handoffId: string) => Promise<boolean>
  readonly escalate: (handoffId: string) => Promise<boolean>
  /** Offers what waits to whoever is on call by the schedule as it is now. */
  readonly redirect: (source: OnCallSource) => Promise<void>
}

export interface OfferOptions {
  /** Who asked for it by hand. */
  readonly askedBy?: string
  /** Names the request: one made by hand is another than the schedule's. */
  readonly request?: string
}

type Parts = HandoffParts & {
  readonly preview: (source: OnCallSource, change: ShiftChange) => Promise<HandoffContent>
  readonly contentOf: (handoffId: string) => Promise<HandoffContent | undefined>
  readonly showOrLater: (handoff: Handoff) => Promise<void>
  readonly settle: (handoffId: string) => Promise<void>
}

const firstlook = { kind: 'firstlook' } as const
const lookedBack = 5

/** Offers handoffs and sees to it that somebody takes them. */
export function makeOffering(parts: Parts): Offerer {
  const { handoffs, contents, config, schedule, clock, preview, contentOf, showOrLater } = parts
  const { remindMinutes, escalateMinutes, escalateTo } = config.onCall.handoff

  const offer: Offerer['offer'] = async (source, change, { askedBy, request } = {}) => {
    const { shift, next } = change
    const id = handoffId(source.id, shift.to, request)
    const content = await keptContent(id, source, change)
    const why = whyOf(next)
    const { after, isNew } = await handoffs.change(id, (known) =>
      known.version > 0
        ? undefined
        : {
            type: 'offered',
            offering: {
              rotationId: source.id,
              rotation: source.name,
              channel: source.channel,
              shift: { from: shift.from, to: shift.to },
              until: next.to,
              items: content.items.map(({ id: item, owner }) => ({
                id: item,
                ...(owner === undefined ? {} : { owner }),
              })),
              ...(shift.user === undefined ? {} : { from: shift.user }),
              ...(next.user === undefined ? {} : { to: next.user }),
              ...(askedBy === undefined ? {} : { askedBy }),
              ...(why === undefined ? {} : { why }),
            },
            id: 'offered',
            at: clock(),
            by: askedBy === undefined ? firstlook : { kind: 'person', user: askedBy },
          },
    )
    await planReminders(after)
    if (isNew) await lapseOthers(after)
    const last = after.state === 'nobody' ? await escalated(after) : after
    await showOrLater(last)
    return last
  }

  const planReminders = async ({ id, rotationId, shift }: Handoff): Promise<void> => {
    const due = { rotationId, handoffId: id, since: shift.to }
    const begins = Math.max(shift.to, clock())
    await schedule({ kind: 'remind-handoff', ...due, at: begins + remindMinutes * 60_000 })
    await schedule({ kind: 'escalate-handoff', ...due, at: begins + escalateMinutes * 60_000 })
  }

  /** The content is kept before the handoff is, and only once: what was offered is what is shown and what is taken. */
  const keptContent = async (id: string, source: OnCallSource, change: ShiftChange): Promise<HandoffContent> => {
    const known = await contentOf(id)
    if (known !== undefined) return known
    const content = await preview(source, change)
    const expiresAt = Math.floor(clock() / 1000) + 400 * 24 * 3600
    const commit = await contents.commit([{ after: { id, version: 1, content }, expected: 0, entries: [], expiresAt }])
    return commit === 'done' ? content : ((await contentOf(id)) ?? content)
  }

  const lapseOthers = async ({ id, rotationId }: Handoff): Promise<void> => {
    const { records: recent } = await handoffs.list(rotationId, { limit: lookedBack })
    for (const other of recent.filter((each) => each.id !== id)) {
      await parts.settle(other.id)
      if (other.state === 'lapsed' || other.state === 'accepted' || other.state === 'kept') continue
      const why = 'A later handoff took its place.'
      const { after, before } = await handoffs.change(other.id, {
        type: 'lapsed',
        why,
        id: `lapsed ${id}`,
        at: clock(),
        by: firstlook,
      })
      if (after.state !== before.state) await showOrLater(after)
    }
  }

  const escalated = async ({ id }: Handoff): Promise<Handoff> =>
    (
      await handoffs.change(id, (handoff) =>
        handoff.state === 'escalated'
          ? undefined
          : { type: 'escalated', to: escalateTo, id: `escalated ${handoff.version}`, at: clock(), by: firstlook },
      )
    ).after

  const step = async (id: string, next: (handoff: Handoff) => Promise<Handoff>): Promise<boolean> => {
    await parts.settle(id)
    const handoff = await handoffs.get(id)
    if (handoff === undefined) return false
    const after = await next(handoff)
    if (after.state === handoff.state) return false
    await showOrLater(after)
    return true
  }

  return {
    offer,
    remind: (id) =>
      step(id, async () => {
        const reminded = (handoff: Handoff): HandoffEvent | undefined =>
          handoff.state === 'offered'
            ? { type: 'reminded', id: `reminded ${handoff.version}`, at: clock(), by: firstlook }
            : undefined
        return (await handoffs.change(id, reminded)).after
      }),
    escalate: (id) =>
      step(id, async (handoff) =>
        isAwaited(handoff) && handoff.state !== 'escalated' ? await escalated(handoff) : handoff,
      ),
    redirect: async (source) => {
      const { records: recent } = await handoffs.list(source.id, { limit: lookedBack })
      for (const listed of recent) {
        const handoff = await handoffs.get(listed.id)
        if (handoff === undefined || (!isAwaited(handoff) && handoff.state !== 'declined')) continue
        const at = Math.max(handoff.shift.to, clock())
        const [now] = await source.shifts({ from: at, to: at + 1 })
        if (now === undefined || now.user === handoff.to || at >= handoff.until) continue
        const { after } = await handoffs.change(handoff.id, {
          type: 'redirected',
          ...(now.user === undefined ? {} : { to: now.user }),
          why: whyOf(now) ?? 'The schedule was changed.',
          id: `redirected ${handoff.version}`,
          at: clock(),
          by: firstlook,
        })
        if (after.state === 'offered') await planReminders(after)
        await showOrLater(after.state === 'nobody' ? await escalated(after) : after)
      }
    },
  }
}

/** The same for the same shift of the same rotation. */
export function handoffId(sourceId: string, shiftEnd: number, request?: string): string {
  const base = `${sourceId}-${Math.round(shiftEnd / 60_000).toString(36)}`
  return request === undefined ? base : `${base}-${request}`
}

/** Why it goes to whom it goes, where that is not simply their turn. */
function whyOf({ why, turnOf }: Shift): string | undefined {
  const turn = turnOf === undefined ? 'somebody else' : `<@${turnOf}>`
  switch (why) {
    case 'turn':
      return undefined
    case 'override':
      return `Set by hand, instead of ${turn}.`
    case 'swap':
      return `Swapped with ${turn}.`
    case 'stand-in':
      return `Stands in for ${turn}, who is away.`
    case 'all-away':
      return 'Everybody of the rotation is away.'
    case 'unscheduled':
    case 'no-members':
      return 'Nobody is in the schedule at that time.'
    case 'not-started':
      return 'The rotation has not begun by then.'
    case 'unknown-person':
      return `${turnOf ?? 'Whoever is on call'} is not known in Slack; \`people\` in firstlook.config.ts says who they are.`
  }
}
