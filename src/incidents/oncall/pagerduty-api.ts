import * as z from 'zod'
import type { PagerDutyOptions } from './pagerduty.ts'
import type { Span } from './rotation.ts'

const pageSize = 100
const mostPages = 50
const patienceMs = 8000
/** A longer wait than this is left to the person who asked. */
const mostWaitMs = 4000
const attempts = 3
/** People whose addresses are asked for one by one. */
const mostUsers = 25

const userSchema = z.object({ id: z.string(), summary: z.string().nullish(), email: z.string().nullish() })
const oncallSchema = z.object({
  user: userSchema,
  escalation_level: z.number(),
  start: z.string().nullable(),
  end: z.string().nullable(),
})
const pageSchema = z.object({ oncalls: z.array(oncallSchema), more: z.boolean() })
const scheduleSchema = z.object({
  schedule: z.object({
    final_schedule: z
      .object({
        rendered_schedule_entries: z.array(z.object({ user: userSchema, start: z.string(), end: z.string() })),
      })
      .nullish(),
  }),
})

/** One stretch in which somebody is on call; null where it has no beginning or no end. */
export type PagerDutyOnCall = z.infer<typeof oncallSchema>

/**
 * Who is on call in a span. On-calls name people with their addresses, but only for schedules that an escalation policy uses; of any other the
 * rendered schedule is read, overrides included. https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls
 */
export async function pagerDutyOnCalls(span: Span, options: PagerDutyOptions): Promise<PagerDutyOnCall[]> {
  const token = await options.token()
  const { scheduleId, baseUrl } = options
  const [since, until] = [new Date(span.from).toISOString(), new Date(span.to).toISOString()]
  const found: PagerDutyOnCall[] = []
  for (let page = 0; page < mostPages; page++) {
    const url = new URL('/oncalls', baseUrl)
    url.searchParams.append('schedule_ids[]', scheduleId)
    url.searchParams.append('include[]', 'users')
    url.searchParams.set('since', since)
    url.searchParams.set('until', until)
    url.searchParams.set('limit', String(pageSize))
    url.searchParams.set('offset', String(page * pageSize))
    const read = await readJson(url, token, pageSchema, options)
    found.push(...read.oncalls)
    if (!read.more) return found.length > 0 ? found : await rendered(since, until, token, options)
  }
  throw new Error(
    `PagerDuty lists more than ${mostPages * pageSize} shifts of schedule ${scheduleId}. Ask for a shorter time.`,
  )
}

/** https://developer.pagerduty.com/api-reference/3f03afb2c84a4-get-a-schedule; `overflow` gives shifts in their full length. */
async function rendered(
  since: string,
  until: string,
  token: string,
  options: PagerDutyOptions,
): Promise<PagerDutyOnCall[]> {
  const url = new URL(`/schedules/${options.scheduleId}`, options.baseUrl)
  url.searchParams.set('since', since)
  url.searchParams.set('until', until)
  url.searchParams.set('overflow', 'true')
  const { schedule } = await readJson(url, token, scheduleSchema, options)
  const entries = schedule.final_schedule?.rendered_schedule_entries ?? []
  const known = await withAddresses(
    entries.map(({ user }) => user),
    token,
    options,
  )
  return entries.map(({ user, start, end }) => ({ user: known.get(user.id) ?? user, start, end, escalation_level: 1 }))
}

/** A rendered schedule names people without their addresses; those are asked for where people are known by them. */
async function withAddresses(
  users: readonly z.infer<typeof userSchema>[],
  token: string,
  options: PagerDutyOptions,
): Promise<Map<string, z.infer<typeof userSchema>>> {
  if (!Object.keys(options.people).some((name) => name.includes('@'))) return new Map()
  const unknown = [...new Set(users.map(({ id }) => id))].filter((id) => options.people[id] === undefined)
  const read = await Promise.all(
    unknown.slice(0, mostUsers).map(async (id) => {
      const url = new URL(`/users/${id}`, options.baseUrl)
      // Somebody who has left is no longer there; their name stands in the schedule.
      return await readJson(url, token, z.object({ user: userSchema }), options).catch(() => undefined)
    }),
  )
  return new Map(read.flatMap((answer) => (answer === undefined ? [] : [[answer.user.id, answer.user] as const])))
}

async function readJson<T>(url: URL, token: string, schema: z.ZodType<T>, options: PagerDutyOptions): Promise<T> {
  const headers = { authorization: `Token token=${token}`, accept: 'application/vnd.pagerduty+json;version=2' }
  const pause = options.pause ?? ((ms: number) => new Promise<void>((resume) => setTimeout(resume, ms)))
  for (let attempt = 1; ; attempt++) {
    let response: Response
    try {
      response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs), redirect: 'error' })
    } catch (error) {
      throw new Error('PagerDuty did not answer. Try again in a minute.', { cause: error })
    }
    if (response.ok) {
      const parsed = schema.safeParse(await response.json())
      if (parsed.success) return parsed.data
      throw new Error('PagerDuty answered something that is no list of shifts.', { cause: parsed.error })
    }
    const waitMs = waitOf(response)
    if (response.status !== 429 || attempt === attempts || waitMs > mostWaitMs)
      throw new Error(refusalOf(response.status, waitMs))
    await pause(waitMs)
  }
}

/** Seconds until the limit is lifted: https://developer.pagerduty.com/docs/rest-api-rate-limits */
function waitOf({ headers }: Response): number {
  const seconds = Number(headers.get('ratelimit-reset') ?? headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds * 1000, 200) : 1000
}

function refusalOf(status: number, waitMs: number): string {
  if (status === 401) return 'PagerDuty refuses the API key. Put a valid one into the secret.'
  if (status === 403) return 'The API key may not read schedules. Use a key with read access.'
  if (status === 404) return 'PagerDuty knows no such schedule. Check `scheduleId` in firstlook.config.ts.'
  if (status === 429)
    return `PagerDuty asks for fewer requests. Try again in ${waitMs > mostWaitMs ? `${Math.ceil(waitMs / 1000)} seconds` : 'a minute'}.`
  return `PagerDuty answered with status ${status}. Try again in a minute.`
}
