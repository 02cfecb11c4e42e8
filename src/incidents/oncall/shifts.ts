import { DateTime } from 'luxon'
import type { Plan, Rotation, Span } from './rotation.ts'

/** A stretch of time in which one person is on call, or in which it is said why nobody is. Epoch milliseconds, the end exclusive. */
export interface Shift extends Span {
  /** A Slack user id; absent when nobody is on call. */
  readonly user?: string
  readonly why:
    | 'turn'
    | 'override'
    | 'swap'
    | 'stand-in'
    | 'not-started'
    | 'no-members'
    | 'unscheduled'
    | 'all-away'
    | 'unknown-person'
  /** Whose turn it is by the plan, where somebody else is on call. */
  readonly turnOf?: string
  /** The plan's own shift that this lies in. */
  readonly turn?: Span
}

/** The end of a shift that has none: the last moment a clock can show, in epoch milliseconds. */
export const endOfTime = 8_640_000_000_000_000

/** Who is on call at a moment, in epoch milliseconds, from when and until when. */
export function shiftAt(rotation: Rotation, at: number): Shift {
  const [shift] = shiftsFrom(rotation, at)
  if (shift === undefined) throw new Error('there is always a shift')
  return shift
}

/** The shift that runs at a moment and those after it, without end. */
export function* shiftsFrom(rotation: Rotation, at: number): Generator<Shift> {
  let from = at
  let running = { ...holderAt(rotation, at), from: beginningOf(rotation, at) }
  for (;;) {
    const to = nextBoundary(rotation, from)
    if (to === undefined) {
      yield { ...running, to: endOfTime }
      return
    }
    const next = holderAt(rotation, to)
    if (!isSame(running, next)) {
      yield { ...running, to }
      running = { ...next, from: to }
    }
    from = to
  }
}

/** The shifts of a span; the first and the last are shown whole. */
export function shiftsBetween(rotation: Rotation, { from, to }: Span): Shift[] {
  const found: Shift[] = []
  for (const shift of shiftsFrom(rotation, from)) {
    if (shift.from >= to) break
    found.push(shift)
    // Without members there is nothing that could end a shift.
    if (found.length >= mostShifts) break
  }
  return found
}

const mostShifts = 2000

type Holder = Omit<Shift, 'from' | 'to'>

function isSame(a: Holder, b: Holder): boolean {
  return a.user === b.user && a.why === b.why && a.turnOf === b.turnOf && a.turn?.from === b.turn?.from
}

/** Who holds a moment: overrides before swaps, swaps before turns, and a stand-in where the turn's person is away. */
function holderAt(rotation: Rotation, at: number): Holder {
  const plan = planAt(rotation, at)
  const turn = plan === undefined ? undefined : turnAt(plan, at)
  const members = plan?.members ?? []
  const own = turn === undefined ? undefined : members[turn.index % members.length]
  const within = turn === undefined ? {} : { turn: { from: turn.from, to: turn.to } }
  const instead = (user: string, why: Shift['why']): Holder => ({
    user,
    why,
    ...within,
    ...(own === undefined || own === user ? {} : { turnOf: own }),
  })
  const override = rotation.overrides.findLast((each) => isWithin(each, at))
  if (override !== undefined) return instead(override.user, 'override')
  for (const swap of rotation.swaps.toReversed()) {
    if (swap.state !== 'accepted') continue
    if (isWithin(swap, at)) return instead(swap.asked, 'swap')
    if (swap.inReturn !== undefined && isWithin(swap.inReturn, at)) return instead(swap.asker, 'swap')
  }
  if (members.length === 0 && plan !== undefined) return { why: 'no-members' }
  if (own === undefined || turn === undefined) return { why: 'not-started' }
  const isAway = (user: string) => rotation.away.some((each) => each.user === user && isWithin(each, at))
  if (!isAway(own)) return { user: own, why: 'turn', ...within }
  const able = members
    .map((_, index) => members[(turn.index + index) % members.length])
    .find((user) => user !== undefined && !isAway(user))
  return able === undefined ? { why: 'all-away', turnOf: own, ...within } : instead(able, 'stand-in')
}

function isWithin({ from, to }: Span, at: number): boolean {
  return from <= at && at < to
}

function planAt({ plans }: Rotation, at: number): Plan | undefined {
  return plans.findLast(({ from }) => from <= at)
}

/** The shift of a plan that runs at a moment; undefined before the first. */
function turnAt(plan: Plan, at: number): (Span & { readonly index: number }) | undefined {
  if (plan.members.length === 0) return undefined
  const wall = DateTime.fromMillis(at, { zone: plan.timeZone }).setZone('utc', { keepLocalTime: true })
  const { count, unit } = plan.shift
  const guess = Math.floor(wall.diff(firstOf(plan), unit).as(unit) / count)
  // The guess is by the clock on the wall, which jumps: the true shift is the guess or next to it.
  for (const index of [guess + 1, guess, guess - 1, guess - 2]) {
    const from = turnStart(plan, index)
    const to = turnStart(plan, index + 1)
    if (index >= 0 && from <= at && at < to) return { index, from, to }
  }
  return undefined
}

/** Epoch milliseconds at which a plan's shift begins: the same time of day by the zone's clock, whatever the clock did in between. */
function turnStart(plan: Plan, index: number): number {
  const { count, unit } = plan.shift
  return firstOf(plan)
    .plus({ [unit]: index * count })
    .setZone(plan.timeZone, { keepLocalTime: true })
    .toMillis()
}

/** The first handover as the clock on the wall shows it, held as if it were UTC. */
function firstOf({ startDate, handoverTime }: Plan): DateTime {
  return DateTime.fromISO(`${startDate}T${handoverTime}`, { zone: 'utc' })
}

function edgesOf({ plans, overrides, swaps, away }: Rotation): number[] {
  const spans: Span[] = [
    ...overrides,
    ...away,
    ...swaps
      .filter(({ state }) => state === 'accepted')
      .flatMap((swap) => [swap, ...(swap.inReturn === undefined ? [] : [swap.inReturn])]),
  ]
  return [...plans.map(({ from }) => from), ...spans.flatMap(({ from, to }) => [from, to])]
}

/** The next moment after this one at which somebody else may be on call. */
function nextBoundary(rotation: Rotation, after: number): number | undefined {
  const plan = planAt(rotation, after)
  const turn = plan === undefined ? undefined : turnAt(plan, after)
  const first = plan === undefined || plan.members.length === 0 ? [] : [turnStart(plan, 0)]
  const next = [...edgesOf(rotation), ...first, ...(turn === undefined ? [] : [turn.to])].filter((edge) => edge > after)
  return next.length === 0 ? undefined : Math.min(...next)
}

/** When what holds at a moment began. */
function beginningOf(rotation: Rotation, at: number): number {
  const now = holderAt(rotation, at)
  const edges = edgesOf(rotation)
  let start = at
  for (;;) {
    const plan = planAt(rotation, start)
    const turn = plan === undefined ? undefined : turnAt(plan, start)
    const starts = [...edges, ...(turn === undefined ? [] : [turn.from])].filter((edge) => edge <= start)
    if (starts.length === 0) return start
    start = Math.max(...starts)
    // The last moment before the edge tells whether the edge changed anything.
    if (!isSame(holderAt(rotation, start - 1), now)) return start
    start -= 1
  }
}
