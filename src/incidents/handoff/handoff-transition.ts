import { type Handoff, type HandoffEvent, isAwaited, isOpenToAll, remainingItems } from './handoff.ts'

/** A handoff before its first event. */
export function newHandoff(id: string): Handoff {
  const nowhere = { rotationId: '', rotation: '', channel: '', shift: { from: 0, to: 0 }, until: 0, offeredAt: 0 }
  const nothing = { items: [], acceptances: [], settled: 0, reminders: 0, posted: [], posting: [] }
  return { id, version: 0, ...nowhere, ...nothing, state: 'offered', stateSince: 0 }
}

/** The handoff after an event. An event that does not fit only counts as having happened. */
export function handoffAfter(handoff: Handoff, event: HandoffEvent): Handoff {
  return { ...changed(handoff, event), version: handoff.version + 1 }
}

function changed(handoff: Handoff, event: HandoffEvent): Handoff {
  const { at } = event
  const to = (state: Handoff['state']) => ({ state, stateSince: at })
  switch (event.type) {
    case 'offered': {
      if (handoff.version > 0) return handoff
      const { offering } = event
      const state = offering.to === undefined ? 'nobody' : offering.to === offering.from ? 'kept' : 'offered'
      return { ...handoff, ...offering, offeredAt: at, ...to(state) }
    }
    case 'accepted': {
      if (event.by.kind !== 'person') return handoff
      const { user: by } = event.by
      if (acceptFault(handoff, by, at) !== undefined) return handoff
      const wanted = event.items === 'all' ? undefined : new Set(event.items)
      const items = remainingItems(handoff)
        .map(({ id }) => id)
        .filter((id) => wanted?.has(id) ?? true)
      if (items.length === 0 && handoff.items.length > 0) return handoff
      const acceptances = [...handoff.acceptances, { by, at, items }]
      return {
        ...handoff,
        acceptances,
        ...to(remainingItems({ ...handoff, acceptances }).length === 0 ? 'accepted' : 'partly'),
      }
    }
    case 'declined': {
      if (event.by.kind !== 'person' || declineFault(handoff, event.by.user, at) !== undefined) return handoff
      return { ...handoff, declined: { by: event.by.user, at, reason: event.reason }, ...to('declined') }
    }
    case 'reminded':
      return handoff.state === 'offered' ? { ...handoff, reminders: handoff.reminders + 1, ...to('reminded') } : handoff
    case 'escalated':
      return isAwaited(handoff) || handoff.state === 'declined' || handoff.state === 'nobody'
        ? { ...handoff, escalatedTo: event.to, ...to('escalated') }
        : handoff
    case 'redirected':
      return redirected(handoff, event)
    case 'lapsed':
      return isOver(handoff) ? handoff : { ...handoff, why: event.why, ...to('lapsed') }
    case 'settled':
      return { ...handoff, settled: Math.max(handoff.settled, event.acceptances) }
    case 'posting':
      return { ...handoff, posting: [...handoff.posting, { where: event.where, at }] }
    case 'posted': {
      const { where } = event.posted
      const others = handoff.posted.filter((each) => each.where !== where)
      return {
        ...handoff,
        posted: [...others, event.posted],
        posting: handoff.posting.filter((each) => each.where !== where),
      }
    }
  }
}

function redirected(handoff: Handoff, { to, why, at }: Extract<HandoffEvent, { type: 'redirected' }>): Handoff {
  if (!isAwaited(handoff) && handoff.state !== 'declined' && handoff.state !== 'nobody') return handoff
  const { to: _, declined: __, escalatedTo: ___, ...rest } = handoff
  const state = to === undefined ? 'nobody' : to === handoff.from ? 'kept' : 'offered'
  return { ...rest, ...(to === undefined ? {} : { to }), why, state, stateSince: at, reminders: 0 }
}

function isOver({ state }: Handoff): boolean {
  return state === 'accepted' || state === 'kept' || state === 'lapsed'
}

/** Why this person cannot take it now; undefined when they can. `now` is epoch milliseconds. */
export function acceptFault(handoff: Handoff, user: string, now: number): string | undefined {
  const { state, to, acceptances, items, until } = handoff
  const [taken] = acceptances
  if (state === 'accepted')
    return taken?.by === user
      ? 'You have accepted it already.'
      : `<@${taken?.by ?? ''}> has accepted it already. Ask them, or assign single incidents on their cards.`
  if (state === 'lapsed') return 'This handoff is over: a later one took its place. `handoff` shows what is open now.'
  if (state === 'kept') return 'The same person stays on call, so there is nothing to accept.'
  if (now >= until) return 'The shift this handoff was for is over. `handoff` shows what is open now.'
  if (user !== to && !isOpenToAll(handoff))
    return `This handoff is for <@${to ?? ''}>. Anybody may take it once it is declined or escalated.`
  if (items.length > 0 && remainingItems(handoff).length === 0) return 'Every item of it was taken already.'
  return undefined
}

/** Why this person cannot decline it now; undefined when they can. */
export function declineFault(handoff: Handoff, user: string, now: number): string | undefined {
  if (handoff.state === 'partly') return 'Part of it was accepted already. What was not keeps its name.'
  if (handoff.state === 'declined') return `<@${handoff.declined?.by ?? ''}> has declined it already.`
  const fault = acceptFault(handoff, user, now)
  if (fault !== undefined) return fault
  return user === handoff.to ? undefined : `Only <@${handoff.to ?? ''}> can decline it.`
}
