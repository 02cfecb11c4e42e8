import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pagerDutySource } from './pagerduty.ts'
import { endOfTime } from './shifts.ts'

/** On-calls as PagerDuty's API records them, with the parts that it sends besides. */
const oncall = (user: string, start: string | null, end: string | null, level = 1, policy = 'PPOLICY1') => ({
  escalation_policy: { id: policy, type: 'escalation_policy_reference', summary: 'Checkout' },
  escalation_level: level,
  schedule: { id: 'PSCHED1', type: 'schedule_reference', summary: 'Checkout primary' },
  user: {
    id: `P${user}`,
    type: 'user',
    summary: user,
    name: user,
    email: `${user.toLowerCase()}@example.com`,
    role: 'user',
  },
  start,
  end,
})
const time = (iso: string) => Date.parse(`${iso}:00Z`)
const span = { from: time('2026-03-23T12:00'), to: time('2026-04-06T12:00') }

let server: Server
let requests: IncomingMessage[]
let pages: object[]
let status: number
beforeEach(async () => {
  requests = []
  status = 200
  server = createServer((request, response) => {
    requests.push(request)
    const offset = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('offset'))
    const body = status === 200 ? (pages[offset / 100] ?? {}) : { error: { message: 'no', code: status } }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const source = () =>
  pagerDutySource({
    name: 'Checkout',
    channel: 'C0CHECKOUT',
    timeZone: 'Europe/Berlin',
    scheduleId: 'PSCHED1',
    token: async () => 'u+secret',
    people: { PANNA: 'UANNA', 'ben@example.com': 'UBEN' },
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pause: async () => undefined,
  })
const page = (...oncalls: object[]) => ({ oncalls, limit: 100, offset: 0, more: false, total: null })

describe('a schedule of PagerDuty', () => {
  it('is read with its key, for one schedule and time', async () => {
    pages = [page(oncall('Anna', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z'))]
    await source().shifts(span)
    const [request] = requests
    const { searchParams, pathname } = new URL(request?.url ?? '', 'http://localhost')
    expect(request?.headers).toMatchObject({
      authorization: 'Token token=u+secret',
      accept: 'application/vnd.pagerduty+json;version=2',
    })
    expect([pathname, searchParams.get('schedule_ids[]'), searchParams.get('include[]')]).toEqual([
      '/oncalls',
      'PSCHED1',
      'users',
    ])
    expect([searchParams.get('since'), searchParams.get('until')]).toEqual([
      '2026-03-23T12:00:00.000Z',
      '2026-04-06T12:00:00.000Z',
    ])
  })

  it('gives shifts without gap or overlap, each once, and says when nobody or somebody unknown is on call', async () => {
    pages = [
      page(
        oncall('ANNA', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z'),
        oncall('ANNA', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z', 1, 'PPOLICY2'),
        oncall('Ben', '2026-03-23T08:00:00Z', '2026-04-13T07:00:00Z', 2),
        oncall('Zoe', '2026-03-30T07:00:00Z', '2026-03-31T07:00:00Z'),
      ),
    ]
    expect(await source().shifts(span)).toEqual([
      { from: time('2026-03-23T08:00'), to: time('2026-03-30T07:00'), user: 'UANNA', why: 'turn' },
      { from: time('2026-03-30T07:00'), to: time('2026-03-31T07:00'), why: 'unknown-person', turnOf: 'Zoe' },
      { from: time('2026-03-31T07:00'), to: time('2026-04-13T07:00'), user: 'UBEN', why: 'turn' },
    ])
    pages = [page(oncall('ANNA', '2026-03-25T08:00:00Z', '2026-03-30T07:00:00Z'))]
    expect((await source().shifts(span)).map(({ user, why }) => [user, why])).toEqual([
      [undefined, 'unscheduled'],
      ['UANNA', 'turn'],
      [undefined, 'unscheduled'],
    ])
  })

  it('takes a person who is always on call', async () => {
    pages = [page(oncall('ANNA', null, null))]
    expect(await source().shifts(span)).toEqual([{ from: span.from, to: endOfTime, user: 'UANNA', why: 'turn' }])
  })

  it('is read to its last page', async () => {
    pages = [
      { ...page(oncall('ANNA', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z')), more: true },
      page(oncall('Ben', '2026-03-30T07:00:00Z', '2026-04-06T12:00:00Z')),
    ]
    expect((await source().shifts(span)).map(({ user }) => user)).toEqual(['UANNA', 'UBEN'])
    expect(requests).toHaveLength(2)
  })

  it.each([
    [401, /API key/],
    [404, /scheduleId/],
    [429, /fewer requests/],
    [500, /status 500/],
  ])('says in words why it cannot be read: %i', async (refused, words) => {
    status = refused
    await expect(source().shifts(span)).rejects.toThrow(words)
  })

  it('is not made up from an answer of another shape', async () => {
    pages = [{ schedules: [] }]
    await expect(source().shifts(span)).rejects.toThrow(/no list of shifts/)
  })
})
