import { type PagerDutyOnCall, pagerDutyOnCalls } from './pagerduty-api.ts'
import type { Span } from './rotation.ts'
import { endOfTime, type Shift } from './shifts.ts'
import type { OnCallSource } from './source.ts'

/** A schedule of PagerDuty, and how its people are called in Slack. */
export interface PagerDutyOptions {
  readonly name: string
  readonly channel: string
  readonly timeZone: string
  readonly scheduleId: string
  /** A REST API key; read-only is enough. Asked for when it is needed, so that it is kept nowhere else. */
  readonly token: () => Promise<string>
  /** Slack user ids by PagerDuty user id or by address. */
  readonly people: Readonly<Record<string, string>>
  /** `https://api.pagerduty.com`, or `https://api.eu.pagerduty.com` for accounts in the EU. */
  readonly baseUrl: string
  /** A Slack user group that is to hold whoever is on call. */
  readonly userGroup?: string | undefined
  /** Epoch milliseconds; the machine's clock when left out. */
  readonly clock?: () => number
  /** Waits, in milliseconds. */
  readonly pause?: (ms: number) => Promise<void>
}

/** PagerDuty knows shifts no further ahead. https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls */
const mostAheadMs = 90 * 24 * 3600_000

/** A schedule of PagerDuty as a source; it ends ninety days ahead. */
export function pagerDutySource(options: PagerDutyOptions): OnCallSource {
  const { name, channel, timeZone, scheduleId, people, userGroup, clock = Date.now } = options
  return {
    id: `pagerduty-${scheduleId}`,
    name,
    channel,
    timeZone,
    link: `https://app.pagerduty.com/schedules#${scheduleId}`,
    ...(userGroup === undefined ? {} : { userGroup }),
    shifts: async ({ from, to }) => {
      const span = { from, to: Math.min(to, clock() + mostAheadMs) }
      if (span.to <= span.from) return []
      return tiled(await pagerDutyOnCalls(span, options), span, people)
    },
  }
}

/**
 * Shifts without gap or overlap. PagerDuty lists a shift once for every escalation policy that holds its schedule, and shifts that
 * overlap where two people are on call: the lowest level counts, then whoever began first.
 */
function tiled(oncalls: readonly PagerDutyOnCall[], span: Span, people: PagerDutyOptions['people']): Shift[] {
  const spans = oncalls
    .map(({ user, escalation_level: level, start, end }) => ({
      user,
      level,
      from: start === null ? -endOfTime : Date.parse(start),
      to: end === null ? endOfTime : Date.parse(end),
    }))
    .toSorted((a, b) => a.level - b.level || a.from - b.from || a.user.id.localeCompare(b.user.id))
  const inside = (edge: number) => edge > span.from && edge < span.to
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]).filter(inside))].sort((a, b) => a - b)
  const shifts: Shift[] = []
  const owners: (string | undefined)[] = []
  for (const [index, start] of [span.from, ...edges].entries()) {
    const holder = spans.find(({ from, to }) => from <= start && start < to)
    const end = edges[index] ?? span.to
    const last = shifts.at(-1)
    const id = holder === undefined ? undefined : `${holder.user.id} ${holder.from}`
    if (last !== undefined && owners.at(-1) === id) {
      shifts[shifts.length - 1] = { ...last, to: Math.max(last.to, end) }
      continue
    }
    owners.push(id)
    shifts.push({ from: start, to: end, ...personOf(holder?.user, people) })
  }
  return shifts.map((shift, index) => whole(shift, index, shifts.length, spans, span))
}

/** The first and the last shift as long as they really are, as far as PagerDuty told. */
function whole(shift: Shift, index: number, count: number, spans: readonly Span[], span: Span): Shift {
  if (shift.user === undefined) return shift
  const from =
    index === 0 ? spans.filter((each) => each.from <= span.from && each.to > span.from).map((each) => each.from) : []
  const to =
    index === count - 1 ? spans.filter((each) => each.from < span.to && each.to >= span.to).map((each) => each.to) : []
  const [began = shift.from] = from.filter((edge) => edge !== -endOfTime)
  const [ends = shift.to] = to
  return { ...shift, from: Math.min(shift.from, began), to: Math.max(shift.to, ends) }
}

function personOf(
  user: PagerDutyOnCall['user'] | undefined,
  people: PagerDutyOptions['people'],
): Pick<Shift, 'user' | 'why' | 'turnOf'> {
  if (user === undefined) return { why: 'unscheduled' }
  const email = user.email?.toLowerCase()
  const known = people[user.id] ?? Object.entries(people).find(([name]) => name.toLowerCase() === email)?.[1]
  if (known !== undefined) return { user: known, why: 'turn' }
  return { why: 'unknown-person', turnOf: user.summary ?? user.email ?? user.id }
}
