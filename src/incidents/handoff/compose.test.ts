import { describe, expect, it } from 'vitest'
import { foundReport } from '../../report/example-reports.ts'
import { renderPage } from '../../report/information/slack.ts'
import { renderPageText } from '../../report/information/terminal.ts'
import { blockFaults } from '../../report/slack-limits.ts'
import { composeHandoff, type HandoffRecordsRead } from './compose.ts'
import { aClosed, anIncident, channel, hotKey, hour, minute, shift, shiftEnd } from './handoff-in-test.ts'
import { handoffPages } from './handoff-page.ts'

const week = 7 * 24 * hour
const nothing: HandoffRecordsRead = {
  rotation: 'Checkout',
  channel,
  from: 'UANNA',
  to: 'UBEN',
  shift,
  until: shiftEnd + week,
  open: [],
  closed: [],
  shiftsBefore: [1, 2, 3].map((back) => ({ from: shift.from - back * week, to: shift.from - (back - 1) * week })),
  reports: new Map(),
  notes: [],
  access: [],
  notRead: [],
  ownerOf: ({ owner }) => owner ?? 'UANNA',
  reopenMinutes: 60,
}
const compose = (changes: Partial<HandoffRecordsRead>) => composeHandoff({ ...nothing, ...changes })
const asText = (content: ReturnType<typeof composeHandoff>) => {
  const { summary, rest } = handoffPages(content)
  const style = { isColour: false, columns: 200 }
  return renderPageText(summary, 'handoff', style) + (rest === undefined ? '' : renderPageText(rest, 'handoff', style))
}

describe('a handoff’s content', () => {
  it('says outright that there is nothing notable', () => {
    const content = compose({ closed: [aClosed('c1', shift.from + hour, shift.from + 2 * hour)] })
    expect(content.isQuiet).toBe(true)
    expect(asText(content)).toContain(
      'Nothing notable: nothing is open, nothing keeps coming back, and nothing was noted. 1 incident came and went.',
    )
  })

  it('names every open incident, in the order of what is urgent, each with owner, next action and end', () => {
    const snooze = {
      until: shiftEnd + hour,
      by: 'UANNA',
      at: shift.from,
      reason: 'deploy',
      from: 'firing' as const,
      severity: 'high' as const,
    }
    const content = compose({
      open: [
        anIncident('i-old', shift.from + hour, { state: 'recovered', recovery: { at: 1, outcome: 'gone' } }),
        anIncident('i-there', shift.from + hour, {
          state: 'recovered',
          recovery: { at: 1, outcome: 'still-there' },
          cause: hotKey,
        }),
        anIncident('i-snoozed', shift.from + hour, { state: 'snoozed', snooze }),
        anIncident('i-acked', shift.from + hour, { state: 'acknowledged', owner: 'UCLEO' }),
        anIncident('i-firing', shift.from + 3 * hour, { diagnosis: { status: 'failed', at: 1, attempts: 1 } }),
        anIncident('i-critical', shift.from + 4 * hour, { severity: 'critical', cause: hotKey }),
        anIncident('i-merged', shift.from, { mergedInto: 'i-firing' }),
      ],
    })
    expect(content.items.map(({ id, group, owner }) => [id, group, owner])).toEqual([
      ['i-critical', 'firing', 'UANNA'],
      ['i-firing', 'firing', 'UANNA'],
      ['i-acked', 'acknowledged', 'UCLEO'],
      ['i-snoozed', 'snoozed', 'UANNA'],
      ['i-there', 'still-there', 'UANNA'],
      ['i-old', 'recovered', 'UANNA'],
    ])
    expect(content.items[1]?.nextAction).toMatch(/Press Re-check/)
    expect(content.items[3]?.dueAt).toBe(snooze.until)
    expect(content.items[4]?.nextAction).toMatch(/still there/)
    for (const { stopWhen } of content.items) expect(stopWhen).not.toBe('')
    expect(asText(content)).toContain('1 snooze ends in the next shift')
  })

  it('takes the next action from the fix of the report, and what changed and was not seen from it too', () => {
    const at = new Date(shift.from + hour).toISOString()
    const report = {
      ...foundReport,
      changes: [{ at, who: 'deploy-bot', what: 'UpdateFunctionCode', resource: 'orders', tiedTo: 'x' }],
    }
    const open = [anIncident('i-1', shift.from + hour, { changedAt: shift.from + hour })]
    const reported = open.map((incident) => ({ ...incident, diagnosis: { ...incident.diagnosis, reportId: 'r1' } }))
    const gap = {
      probe: 'p',
      action: 'logs:FilterLogEvents',
      resource: 'log group orders',
      error: 'AccessDenied',
      statement: null,
    }
    const content = compose({ open: reported, reports: new Map([['r1', { ...report, gaps: [gap] }]]) })
    expect(content.items[0]?.nextAction).toBe(foundReport.causes[0]?.fix.now)
    expect(content.changes).toMatchObject([{ who: 'deploy-bot', incidentId: 'i-1' }])
    expect(content.gaps).toEqual(['logs:FilterLogEvents on log group orders could not be read, in 1 incident'])
  })

  it('counts causes that come back, against the shifts before, and says what to think of when an alarm fires', () => {
    const title = 'orders-throttled'
    const closed = [1, 2, 3].map((day) =>
      aClosed(`c${day}`, shift.from + day * 24 * hour, shift.from + day * 24 * hour + hour, { cause: hotKey, title }),
    )
    const before = aClosed('b1', shift.from - 3 * 24 * hour, shift.from - 2 * 24 * hour, { cause: hotKey, title })
    const guess = { ...hotKey, strength: 'possible' as const }
    const guessed = [1, 2].map((day) =>
      aClosed(`g${day}`, shift.from + day * hour, shift.from + 9 * hour, { cause: guess, title: 'other' }),
    )
    const content = compose({ closed: [...closed, before, ...guessed] })
    expect(content.recurring).toMatchObject([
      { causeId: 'ddb-hot-key', count: 3, before: [1, 0, 0], trend: 'more', incidentId: 'c3' },
    ])
    expect(content.watch).toMatchObject([{ alarm: title, causeId: 'ddb-hot-key', times: 4, of: 4, incidentId: 'c3' }])
    expect(asText(content)).toContain('so it was 4 of 4 times')
  })

  it('names the noisiest alarms with what may quieten them', () => {
    const noisy = (id: string, changes: object) =>
      aClosed(id, shift.from + hour, shift.from + hour + 5 * minute, { title: id, ...changes })
    const fired = (id: string, more: object) => ({
      alarms: [{ ...(anIncident(id, 1).alarms[0] ?? never()), name: id, arn: id, firings: 9, ...more }],
    })
    const content = compose({
      closed: [
        noisy('near', fired('near', { peak: 5.5, threshold: 5 })),
        noisy('short', fired('short', {})),
        noisy('caused', { ...fired('caused', {}), cause: hotKey }),
        noisy('calm', {}),
      ],
    })
    const said = Object.fromEntries(content.noisy.map(({ name, suggestion }) => [name, suggestion]))
    expect(said.near).toMatch(/raise the threshold/)
    expect(said.short).toMatch(/more datapoints/)
    expect(said.caused).toMatch(/fix that/)
    expect(said.calm).toBeUndefined()
  })

  it('keeps Slack’s limits with five hundred open items, and says where the rest is', () => {
    const open = Array.from({ length: 500 }, (_, index) =>
      anIncident(`i-${index}`, shift.from + index * minute, {
        title: `orders-${index} `.repeat(12),
        cause: { ...hotKey, summary: 'Long words. '.repeat(60) },
      }),
    )
    const content = compose({
      open,
      notes: Array.from({ length: 60 }, (_, at) => ({ text: 'noted '.repeat(90), by: 'UANNA', at })),
    })
    const { summary, rest } = handoffPages(content, (id) => `https://example.slack.com/archives/C0/p${id}`)
    const messages = [
      ...renderPage(summary, { command: 'handoff' }),
      ...(rest === undefined ? [] : renderPage(rest, { command: 'handoff' })),
    ]
    for (const { blocks } of messages) expect(blockFaults(blocks)).toEqual([])
    expect(renderPage(summary, { command: 'handoff' })).toHaveLength(1)
    const all = JSON.stringify(messages)
    for (const { id } of open) expect(all).toContain(`/p${id}"`)
    expect(all).toContain('and 492 more open items in the thread')
  })
})

describe('accounts that cannot be seen', () => {
  const access = ['pay (210987654321) eu-west-1: the role could not be used, looked at 2026-11-24 02:00 UTC']

  it('are told first of what could not be seen, and a quiet shift is quiet only as far as that', () => {
    const { summary, rest } = handoffPages(compose({ access, notRead: ['There are more.'] }))
    expect(summary.tone).toBe('unsure')
    expect(JSON.stringify(summary)).toContain('Nothing notable as far as Firstlook can see')
    expect(JSON.stringify(summary)).toContain('It cannot see all of 1 account and region.')
    const told = JSON.stringify(rest)
    expect(told.indexOf('pay (210987654321)')).toBeGreaterThan(-1)
    expect(told.indexOf('pay (210987654321)')).toBeLessThan(told.indexOf('There are more.'))
  })

  it('are counted in the handoff of a shift that was not quiet', () => {
    const { summary } = handoffPages(compose({ access, open: [anIncident('a', shift.from + hour)] }))
    expect(JSON.stringify(summary)).toContain('1 not seen')
  })
})

function never(): never {
  throw new Error('an incident has an alarm')
}
