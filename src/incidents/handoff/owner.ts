import type { Incident } from '../incident.ts'
import type { Handoff } from './handoff.ts'

/**
 * Whose an incident is: exactly one person, as long as anybody was on call. Whoever took it last counts, by acknowledging, by being assigned, or
 * by accepting a handoff, also before the acceptance has been carried over to the incident. Where nobody took it, it is still with the
 * person a handoff names, else with `onCall`.
 */
export function ownerOf(
  { id, owner, ownedAt = 0 }: Pick<Incident, 'id' | 'owner' | 'ownedAt'>,
  handoffs: readonly Pick<Handoff, 'items' | 'acceptances' | 'offeredAt'>[],
  onCall?: string,
): string | undefined {
  let best = owner === undefined ? undefined : { user: owner, at: ownedAt }
  for (const { acceptances } of handoffs)
    for (const { by, at, items } of acceptances)
      if ((best === undefined || at >= best.at) && items.includes(id)) best = { user: by, at }
  if (best !== undefined) return best.user
  const [named] = handoffs
    .flatMap(({ items, offeredAt }) =>
      items.filter((item) => item.id === id).map((item) => ({ user: item.owner, offeredAt })),
    )
    .filter(({ user }) => user !== undefined)
    .toSorted((a, b) => b.offeredAt - a.offeredAt)
  return named?.user ?? onCall
}
