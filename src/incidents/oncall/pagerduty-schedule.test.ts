import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pagerDutySource } from './pagerduty.ts'
import { onCallNow } from './source.ts'

const day = 24 * 3600_000
const now = Date.parse('2026-03-23T12:00:00Z')
const time = (iso: string) => Date.parse(`${iso}:00Z`)

/** A user as PagerDuty refers to one. */
const reference = (id: string, summary: string) => ({
  id,
  type: 'user_reference',
  summary,
  self: `https://api.pagerduty.com/users/${id}`,
  html_url: `https://shop.pagerduty.com/users/${id}`,
})
/** The answer to `GET /schedules/{id}` with a time range: the final schedule has the overrides in it. */
const schedule = (entries: readonly object[], overrides: readonly object[] = []) => ({
  schedule: {
    id: 'PSCHED1',
    type: 'schedule',
    summary: 'Checkout primary',
    self: 'https://api.pagerduty.com/schedules/PSCHED1',
    html_url: 'https://shop.pagerduty.com/schedules/PSCHED1',
    name: 'Checkout primary',
    time_zone: 'Europe/Berlin',
    description: null,
    escalation_policies: [],
    users: [reference('PANNA', 'Anna'), reference('PBEN', 'Ben')],
    teams: [],
    schedule_layers: [
      {
        id: 'PLAYER1',
        name: 'Layer 1',
        start: '2026-01-05T09:00:00+01:00',
        end: null,
        rotation_virtual_start: '2026-01-05T09:00:00+01:00',
        rotation_turn_length_seconds: 604800,
        users: [{ user: reference('PANNA', 'Anna') }, { user: reference('PBEN', 'Ben') }],
        restrictions: [],
        rendered_schedule_entries: entries,
        rendered_coverage_percentage: 100,
      },
    ],
    overrides_subschedule: {
      name: 'Overrides',
      rendered_schedule_entries: overrides,
      rendered_coverage_percentage: null,
    },
    final_schedule: {
      name: 'Final Schedule',
      rendered_schedule_entries: entries,
      rendered_coverage_percentage: 100,
    },
  },
})
const noOnCalls = { oncalls: [], limit: 100, offset: 0, more: false, total: null }

let server: Server
let asked: URL[]
let waited: number[]
/** Answers by path, one after the other; the last one again and again. */
let answers: Record<string, { status?: number; headers?: Record<string, string>; body: object }[]>

beforeEach(async () => {
  asked = []
  waited = []
  answers = {}
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    asked.push(url)
    const known = answers[url.pathname] ?? []
    const {
      status = 200,
      headers = {},
      body,
    } = (known.length > 1 ? known.shift() : known[0]) ?? {
      status: 404,
      body: { error: { message: 'Not Found', code: 2100 } },
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const source = (people: Record<string, string> = { PANNA: 'UANNA', 'Ben@Example.com': 'UBEN' }) =>
  pagerDutySource({
    ...{ name: 'Checkout', channel: 'C0CHECKOUT', timeZone: 'Europe/Berlin', scheduleId: 'PSCHED1', people },
    token: async () => 'u+secret',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock: () => now,
    pause: async (ms) => {
      waited.push(ms)
    },
  })
const span = { from: now, to: time('2026-04-06T12:00') }
const entry = (id: string, name: string, start: string, end: string) => ({ start, end, user: reference(id, name) })

describe('a schedule that no escalation policy uses', () => {
  const anna = entry('PANNA', 'Anna', '2026-03-23T09:00:00+01:00', '2026-03-30T09:00:00+02:00')
  const ben = entry('PBEN', 'Ben', '2026-03-30T09:00:00+02:00', '2026-04-06T15:00:00+02:00')

  it('is read as it is rendered, overrides included, in its zone’s own time, and people by their addresses', async () => {
    const override = entry('PBEN', 'Ben', '2026-03-25T09:00:00+01:00', '2026-03-26T09:00:00+01:00')
    const [first, last] = [
      entry('PANNA', 'Anna', '2026-03-23T09:00:00+01:00', '2026-03-25T09:00:00+01:00'),
      entry('PANNA', 'Anna', '2026-03-26T09:00:00+01:00', '2026-03-30T09:00:00+02:00'),
    ]
    answers = {
      '/oncalls': [{ body: noOnCalls }],
      '/schedules/PSCHED1': [{ body: schedule([first, override, last, ben], [override]) }],
      '/users/PBEN': [{ body: { user: { ...reference('PBEN', 'Ben'), type: 'user', email: 'ben@example.com' } } }],
    }
    expect(await source().shifts(span)).toEqual([
      { from: time('2026-03-23T08:00'), to: time('2026-03-25T08:00'), user: 'UANNA', why: 'turn' },
      { from: time('2026-03-25T08:00'), to: time('2026-03-26T08:00'), user: 'UBEN', why: 'turn' },
      { from: time('2026-03-26T08:00'), to: time('2026-03-30T07:00'), user: 'UANNA', why: 'turn' },
      { from: time('2026-03-30T07:00'), to: time('2026-04-06T13:00'), user: 'UBEN', why: 'turn' },
    ])
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/oncalls', '/schedules/PSCHED1', '/users/PBEN'])
    expect(asked[1]?.searchParams.get('overflow')).toBe('true')
  })

  it('names somebody who has left, or whom nobody knows in Slack', async () => {
    answers = { '/oncalls': [{ body: noOnCalls }], '/schedules/PSCHED1': [{ body: schedule([anna, ben]) }] }
    expect((await source().shifts(span)).map(({ user, why, turnOf }) => [user, why, turnOf])).toEqual([
      ['UANNA', 'turn', undefined],
      [undefined, 'unknown-person', 'Ben'],
    ])
  })

  it('with nobody in it has nobody on call', async () => {
    answers = { '/oncalls': [{ body: noOnCalls }], '/schedules/PSCHED1': [{ body: schedule([]) }] }
    expect(await source().shifts(span)).toEqual([{ ...span, why: 'unscheduled' }])
  })
})

describe('PagerDuty', () => {
  const always = {
    oncalls: [{ user: reference('PANNA', 'Anna'), escalation_level: 1, start: null, end: null }],
    more: false,
  }

  it('is asked no further ahead than it knows, and once where that is all', async () => {
    answers = { '/oncalls': [{ body: always }] }
    const { now: current } = await onCallNow(source(), now + 30 * day)
    expect(current.user).toBe('UANNA')
    const until = asked.map(({ searchParams }) => Date.parse(searchParams.get('until') ?? ''))
    expect(Math.max(...until)).toBeLessThanOrEqual(now + 90 * day)
    asked = []
    expect(await source().shifts({ from: now + 91 * day, to: now + 92 * day })).toEqual([])
    expect(asked).toEqual([])
  })

  it('is asked again when its limit is lifted soon, as it says', async () => {
    const limited = {
      status: 429,
      headers: { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '2' },
      body: { error: { message: 'Rate Limit Exceeded', code: 2020 } },
    }
    answers = { '/oncalls': [limited, { body: always }] }
    expect((await source().shifts(span))[0]?.user).toBe('UANNA')
    expect(waited).toEqual([2000])
  })

  it('is left alone, and it is said for how long, when that takes longer', async () => {
    const body = { error: { message: 'Rate Limit Exceeded', code: 2020 } }
    answers = { '/oncalls': [{ status: 429, headers: { 'ratelimit-reset': '41' }, body }] }
    await expect(source().shifts(span)).rejects.toThrow('PagerDuty asks for fewer requests. Try again in 41 seconds.')
    expect(waited).toEqual([])
  })
})
