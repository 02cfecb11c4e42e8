import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { anAlarm, at, opening } from '../incidents/arbitrary-event.ts'
import type { IncidentEvent, TimelineEntry } from '../incidents/event.ts'
import type { Incident } from '../incidents/incident.ts'
import { type IncidentRecords, incidentRecords } from '../incidents/records.ts'
import type { Page } from '../report/information/page.ts'
import { dynamoDeliveries } from '../store/deliveries.ts'
import { dynamoHistories } from '../store/histories.ts'
import { renderIncidentCard } from './incidents/card.ts'
import { threadParts } from './incidents/lines.ts'
import { deliver, type OutboxParts } from './outbox.ts'
import { sendOnceOptions } from './web-client-fetch.ts'

type Entries = readonly TimelineEntry[]
const channel = 'C0INCIDENT'
let slack: RunningSlack
let table: LocalTable
let records: IncidentRecords
let parts: OutboxParts
let id: string
let tokens = 0
const rerouted: string[] = []

const told = (happening: object, eventId: string): IncidentEvent =>
  ({ ...happening, id: eventId, at, by: { kind: 'person', user: 'U1' } }) as IncidentEvent
const note = (text: string) => records.happen(id, told({ type: 'noted', text }, text))

beforeEach(async () => {
  ;[slack, table] = await Promise.all([startSlack({ signingSecret: 's', botToken: 'xoxb-test' }), startTable()])
  const store = { client: table.client, table: table.table }
  records = incidentRecords(dynamoHistories<Incident, TimelineEntry>({ ...store, kind: 'incident' }))
  const context = {
    reportOf: async () => undefined,
    pageOf: async () => undefined,
    linkTo: async (other: string) => other,
  }
  parts = {
    records,
    deliveries: dynamoDeliveries({ ...store, clock: Date.now, newToken: () => String(++tokens) }),
    client: new WebClient('xoxb-test', sendOnceOptions({ slackApiUrl: slack.apiUrl })),
    view: {
      card: async (incident) => renderIncidentCard(incident),
      lines: (entries, incident) => threadParts(entries, incident, context),
    },
    log: { info: () => undefined, error: () => undefined },
    reroute: async () => undefined,
    pause: async () => undefined,
  }
  rerouted.length = 0
  const event = {
    type: 'alarm-changed' as const,
    alarm: anAlarm('orders-5xx'),
    id: 'fired',
    at,
    by: { kind: 'aws' as const },
  }
  const taken = await records.take({
    event,
    opening: { ...opening, id: 'i-1', channel },
    questions: [],
    isOver: () => true,
  })
  id = taken?.after.id ?? ''
})
afterEach(async () => {
  await slack.close()
  await table.close()
})

const shown = () => {
  const cards = slack.control.messages(channel)
  const [card] = cards
  return {
    cards: cards.length,
    lines:
      card === undefined
        ? []
        : slack.control
            .thread(channel, card.ts)
            .slice(1)
            .flatMap(({ text }) => text.split('\n')),
  }
}

describe('an incident in Slack', () => {
  it('is one card that is edited, and a thread that grows', async () => {
    await deliver(id, parts)
    await note('first')
    await deliver(id, parts)
    await deliver(id, parts)
    expect(shown()).toEqual({
      cards: 1,
      lines: [expect.stringContaining('orders-5xx'), expect.stringContaining('first')],
    })
    await records.happen(id, told({ type: 'acknowledged' }, 'ack'))
    await deliver(id, parts)
    expect(shown().cards).toBe(1)
    expect(JSON.stringify(slack.control.messages(channel)[0])).toContain('Acknowledged')
  })

  it('does not edit a card that shows the newest state', async () => {
    await deliver(id, parts)
    await note('first')
    await deliver(id, parts)
    expect(slack.control.calls('chat.update')).toHaveLength(0)
  })

  it.each(['chat.postMessage', 'chat.update'])('is not posted twice when the answer to %s is lost', async (method) => {
    if (method === 'chat.update') await deliver(id, parts)
    await records.happen(id, told({ type: 'acknowledged' }, 'ack'))
    for (let lost = 0; lost < 3; lost++) {
      slack.control.fault({ method, kind: 'answer_lost', times: 1 })
      await expect(deliver(id, parts)).rejects.toThrow()
      await note(`during ${lost}`)
    }
    await deliver(id, parts)
    const { cards, lines } = shown()
    expect(cards).toBe(1)
    expect(lines).toHaveLength(5)
    expect(new Set(lines).size).toBe(5)
  })

  it('says nothing twice whichever of its calls is the one that fails', async () => {
    for (const text of ['one', 'two', 'three']) await note(text)
    const kinds = ['answer_lost', 'http_error', 'rate_limited'] as const
    for (const kind of kinds) {
      slack.control.fault({
        method: 'chat.postMessage',
        kind,
        times: 2,
        status: 503,
        retryAfterSeconds: 60,
      } as Parameters<typeof slack.control.fault>[0])
    }
    for (let attempt = 0; attempt < 8; attempt++) await deliver(id, parts).catch(() => undefined)
    expect(shown().cards).toBe(1)
    expect(shown().lines.map((line) => line.split(': ').at(-1))).toEqual([expect.anything(), 'one', 'two', 'three'])
  })

  it('waits out a short rate limit in place', async () => {
    const waited: number[] = []
    slack.control.fault({ method: 'chat.postMessage', kind: 'rate_limited', retryAfterSeconds: 2, times: 1 })
    await deliver(id, { ...parts, pause: async (ms) => void waited.push(ms) })
    expect(shown().cards).toBe(1)
    expect(waited).toContain(2000)
  })

  it('is sent by one at a time', async () => {
    const outcomes = await Promise.all([deliver(id, parts), deliver(id, parts), deliver(id, parts)])
    expect(outcomes.filter((outcome) => outcome === 'delivered').length).toBeGreaterThanOrEqual(1)
    expect(shown()).toEqual({ cards: 1, lines: [expect.stringContaining('orders-5xx')] })
  })

  it('goes to another channel when its own is gone', async () => {
    slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'is_archived', times: 1 })
    await deliver(id, {
      ...parts,
      reroute: async (incident) =>
        (await records.happen(incident.id, told({ type: 'rerouted', channel: 'C0GENERAL0', why: 'archived' }, 'moved')))
          .after,
    })
    expect(slack.control.messages(channel)).toHaveLength(0)
    expect(slack.control.messages('C0GENERAL0')).toHaveLength(1)
  })

  it('needs no card when its alarms went elsewhere before anybody saw it', async () => {
    await records.happen(id, { type: 'merged', into: 'i-2', id: 'merged', at, by: { kind: 'firstlook' } })
    await deliver(id, parts)
    expect(shown().cards).toBe(0)
  })

  it('has a chart, or its numbers in words where the workspace takes none', async () => {
    const page: Page = {
      tone: 'bad',
      title: 'Metrics of orders',
      lines: [{ kind: 'paragraph', spans: [{ kind: 'text', text: '5XXError: 37 now, 0 before' }] }],
      charts: [
        { title: 'Failures', categories: ['1', '2'], series: [{ name: '5XX', values: [0, 37] }], unit: 'requests' },
      ],
      foot: [],
    }
    const context = {
      reportOf: async () => undefined,
      pageOf: async () => page,
      linkTo: async (other: string) => other,
    }
    const view = { ...parts.view, lines: (entries: Entries, of: Incident) => threadParts(entries, of, context) }
    await records.happen(id, told({ type: 'illustrated', pageId: 'p1' }, 'first chart'))
    await deliver(id, { ...parts, view })
    expect(JSON.stringify(slack.control.thread(channel, slack.control.messages(channel)[0]?.ts ?? ''))).toContain(
      'data_visualization',
    )
    await records.happen(id, told({ type: 'illustrated', pageId: 'p2' }, 'second chart'))
    slack.control.fault({ method: 'chat.postMessage', kind: 'refused', error: 'invalid_blocks', times: 1 })
    await deliver(id, { ...parts, view })
    const [, , , last] = slack.control.thread(channel, slack.control.messages(channel)[0]?.ts ?? '')
    expect(JSON.stringify(last?.blocks)).toContain('37 now, 0 before')
    expect(JSON.stringify(last?.blocks)).not.toContain('data_visualization')
  })
})
