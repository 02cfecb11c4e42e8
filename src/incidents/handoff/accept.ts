import { type Handoff, remainingItems } from './handoff.ts'
import type { HandoffParts } from './handoff-desk.ts'
import { acceptFault, declineFault } from './handoff-transition.ts'

/** What became of somebody's answer to a handoff. */
export type Answered =
  | { readonly handoff: Handoff; readonly fault?: never }
  | { readonly fault: string; readonly handoff?: Handoff }

export interface Acceptor {
  /** Takes all items of a handoff, or some; `click` names the press, so that the same one counts once. */
  readonly accept: (
    handoffId: string,
    user: string,
    items: 'all' | readonly string[],
    click: string,
  ) => Promise<Answered>
  readonly decline: (handoffId: string, user: string, reason: string, click: string) => Promise<Answered>
  /** Carries what was accepted over to every incident. Run again, by anybody, it does what is left. */
  readonly settle: (handoffId: string) => Promise<void>
}

type Parts = HandoffParts & { readonly showOrLater: (handoff: Handoff) => Promise<void> }

/** How long a worker is given before what it left undone is done by another. */
const settlePatienceMs = 60_000
const atOnce = 20

/** Answers to handoffs. The handoff's own record decides in one write who owns what; the incidents follow. */
export function makeAcceptor(parts: Parts): Acceptor {
  const { handoffs, schedule, clock, showOrLater } = parts

  const settle: Acceptor['settle'] = async (id) => {
    const handoff = await handoffs.get(id)
    if (handoff === undefined || handoff.settled >= handoff.acceptances.length) return
    for (const acceptance of handoff.acceptances.slice(handoff.settled)) {
      for (let start = 0; start < acceptance.items.length; start += atOnce)
        await Promise.all(
          acceptance.items.slice(start, start + atOnce).map((item) => assign(item, acceptance, handoff, parts)),
        )
    }
    const acceptances = handoff.acceptances.length
    await handoffs.change(id, {
      type: 'settled',
      acceptances,
      id: `settled ${acceptances}`,
      at: clock(),
      by: { kind: 'firstlook' },
    })
  }

  const accept: Acceptor['accept'] = async (id, user, items, click) => {
    const known = await handoffs.get(id)
    if (known === undefined) return { fault: 'This handoff is no longer kept. `handoff` shows what is open now.' }
    const at = clock()
    // Planned before anything is decided: whoever dies after the decision leaves nothing undone.
    await schedule({
      kind: 'settle-handoff',
      rotationId: known.rotationId,
      handoffId: id,
      at: at + settlePatienceMs,
      since: known.shift.to,
    })
    let fault: string | undefined
    const { after, isNew } = await handoffs.change(id, (handoff) => {
      fault = acceptFault(handoff, user, at) ?? chosenFault(handoff, items)
      return fault === undefined
        ? { type: 'accepted', items, id: `accept ${click}`, at, by: { kind: 'person', user } }
        : undefined
    })
    // The same press, delivered again after it was decided, finds its own acceptance and goes on.
    const isOwn = after.acceptances.some((acceptance) => acceptance.by === user)
    if (!isNew && !isOwn) return { fault: fault ?? 'That was taken already.', handoff: after }
    await settle(id)
    await showOrLater(after)
    return fault === undefined ? { handoff: after } : { fault, handoff: after }
  }

  const decline: Acceptor['decline'] = async (id, user, reason, click) => {
    let fault: string | undefined
    const { after } = await handoffs.change(id, (handoff) => {
      fault = handoff.version === 0 ? 'This handoff is no longer kept.' : declineFault(handoff, user, clock())
      return fault === undefined
        ? { type: 'declined', reason, id: `decline ${click}`, at: clock(), by: { kind: 'person', user } }
        : undefined
    })
    if (fault !== undefined) return { fault, handoff: after }
    const { escalateTo } = parts.config.onCall.handoff
    const told = {
      type: 'escalated',
      to: escalateTo,
      id: `declined ${click}`,
      at: clock(),
      by: { kind: 'firstlook' },
    } as const
    const last = escalateTo.length === 0 ? after : (await handoffs.change(id, told)).after
    await showOrLater(last)
    return { handoff: last }
  }

  return { accept, decline, settle }
}

function chosenFault(handoff: Handoff, items: 'all' | readonly string[]): string | undefined {
  if (items === 'all') return undefined
  const left = new Set(remainingItems(handoff).map(({ id }) => id))
  return items.some((id) => left.has(id)) ? undefined : 'None of these is left to take. Choose others, or close this.'
}

/** Moves one incident, unless somebody took it since. The event has one id for the handoff, so that it happens once. */
async function assign(
  item: string,
  { by, at }: { readonly by: string; readonly at: number },
  { id }: Handoff,
  { records, wake }: Parts,
): Promise<void> {
  if ((await records.get(item)) === undefined) return
  const { after } = await records.happen(item, {
    type: 'assigned',
    to: by,
    why: 'handoff',
    id: `handoff ${id}`,
    at,
    by: { kind: 'person', user: by },
  })
  await wake(after)
}
