import * as z from 'zod'
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
}

const pageSize = 100
const mostPages = 50
const patienceMs = 8000

const oncallSchema = z.object({
  user: z.object({ id: z.string(), summary: z.string().nullish(), email: z.string().nullish() }),
  escalation_level: z.number(),
  start: z.string().nullable(),
  end: z.string().nullable(),
})
const pageSchema = z.object({ oncalls: z.array(oncallSchema), more: z.boolean() })
type OnCall = z.infer<typeof oncallSchema>

/** A schedule of PagerDuty as a source. https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls */
export function pagerDutySource(options: PagerDutyOptions): OnCallSource {
  const { name, channel, timeZone, scheduleId, people } = options
  return {
    id: `pagerduty-${scheduleId}`,
    name,
    channel,
    timeZone,
    link: `https://app.pagerduty.com/schedules#${scheduleId}`,
    shifts: async (span) => tiled(await onCallsOf(span, options), span, people),
  }
}

async function onCallsOf(span: Span, options: PagerDutyOptions): Promise<OnCall[]> {
  const token = await options.token()
  const found: OnCall[] = []
  for (let page = 0; page < mostPages; page++) {
    const url = new URL('/oncalls', options.baseUrl)
    url.searchParams.append('schedule_ids[]', options.scheduleId)
    url.searchParams.append('include[]', 'users')
    url.searchParams.set('since', new Date(span.from).toISOString())
    url.searchParams.set('until', new Date(span.to).toISOString())
    url.searchParams.set('limit', String(pageSize))
    url.searchParams.set('offset', String(page * pageSize))
    const read = await readPage(url, token)
    found.push(...read.oncalls)
    if (!read.more) return found
  }
  throw new Error(
    `PagerDuty lists more than ${mostPages * pageSize} shifts of schedule ${options.scheduleId}. Ask for a shorter time.`,
  )
}

async function readPage(url: URL, token: string): Promise<z.infer<typeof pageSchema>> {
  const headers = { authorization: `Token token=${token}`, accept: 'application/vnd.pagerduty+json;version=2' }
  let response: Response
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs), redirect: 'error' })
  } catch (error) {
    throw new Error('PagerDuty did not answer. Try again in a minute.', { cause: error })
  }
  if (!response.ok) throw new Error(refusalOf(response.status))
  const parsed = pageSchema.safeParse(await response.json())
  if (!parsed.success)
    throw new Error('PagerDuty answered something that is no list of shifts.', { cause: parsed.error })
  return parsed.data
}

function refusalOf(status: number): string {
  if (status === 401) return 'PagerDuty refuses the API key. Put a valid one into the secret.'
  if (status === 403) return 'The API key may not read schedules. Use a key with read access.'
  if (status === 404) return 'PagerDuty knows no such schedule. Check `scheduleId` in firstlook.config.ts.'
  if (status === 429) return 'PagerDuty asks for fewer requests. Try again in a minute.'
  return `PagerDuty answered with status ${status}. Try again in a minute.`
}

/**
 * Shifts without gap or overlap. PagerDuty lists a shift once for every escalation policy that holds its schedule, and shifts that
 * overlap where two people are on call: the lowest level counts, then whoever began first.
 */
function tiled(oncalls: readonly OnCall[], span: Span, people: PagerDutyOptions['people']): Shift[] {
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
  const [ends = shift.to] = to.filter((edge) => edge !== endOfTime)
  return { ...shift, from: Math.min(shift.from, began), to: Math.max(shift.to, ends) }
}

function personOf(
  user: OnCall['user'] | undefined,
  people: PagerDutyOptions['people'],
): Pick<Shift, 'user' | 'why' | 'turnOf'> {
  if (user === undefined) return { why: 'no-members' }
  const known = people[user.id] ?? (user.email == null ? undefined : people[user.email])
  if (known !== undefined) return { user: known, why: 'turn' }
  return { why: 'unknown-person', turnOf: user.summary ?? user.email ?? user.id }
}
