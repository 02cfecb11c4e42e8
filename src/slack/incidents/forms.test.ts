import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startedAt } from '../../incidents/desk-in-test.ts'
import { channel } from '../app-in-test.ts'
import { incidentActionIds as ids } from './action-ids.ts'
import { endWords } from './forms.ts'
import { type IncidentInTest, startIncident } from './incident-in-test.ts'

const ada = 'U0ADA00000'
const miguel = 'U0MIGUEL00'
const guest = 'U0GUEST000'
let test: IncidentInTest
let id: string

beforeEach(async () => {
  test = await startIncident({
    timeZone: 'Europe/Berlin',
    alarms: {
      routes: [{ name: 'all', match: { alarmNames: ['*'] }, channel, mention: miguel }],
      unacknowledged: { remindMinutes: 15, escalateMinutes: 30, escalateTo: ['U0PRIYA000', 'S0ONCALL00'] },
    },
  })
  id = (await test.incident()).id
})
afterEach(async () => {
  const refused = test.app.slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await test.app.close()
  expect(refused).toEqual([])
})

const { stringify } = JSON
const whispered = (user = ada) => stringify(test.app.slack.control.ephemerals(user))
const form = (user = ada) => stringify(test.app.slack.control.view(user) ?? null)
const saying = (words: string) => test.lines().filter((line) => line.includes(words))
const choose = (item: string, user = ada) => test.press(ids.more, { choice: `${item}:${id}`, user })

describe('Snooze…', () => {
  it('tells in words what it silences before anything is silenced', async () => {
    await test.press(ids.snooze)
    expect(form()).toContain('new firings of *orders-errors*')
    expect(form()).toContain(`2 reminders to <@${miguel}>`)
    expect(form()).toContain('the escalation to <@U0PRIYA000>')
    expect(form()).toContain('24 Nov 09:00 Europe/Berlin')
    expect(await test.incident()).toMatchObject({ state: 'firing' })
  })

  it.each([
    ['30m', startedAt + 30 * 60_000],
    ['4h', startedAt + 4 * 3_600_000],
    ['ok', 'ok'],
    ['tomorrow', Date.parse('2026-11-24T09:00:00+01:00')],
  ])('for %s is announced in the thread and keeps quiet', async (choice, until) => {
    await test.press(ids.snooze)
    expect(await test.submit({ choice, text: 'known: load test' })).toMatchObject({ outcome: 'closed' })
    expect(await test.incident()).toMatchObject({ state: 'snoozed', snooze: { until, by: ada } })
    expect(saying('snoozed it')).toEqual([expect.stringContaining('known: load test')])
    await test.pass(25)
    await test.alarm('ALARM')
    expect(saying('nobody has acknowledged')).toEqual([])
    expect(saying('fired at')).toHaveLength(1)
    expect(test.app.shown()).toContain('fired 2 times')
  })

  it('needs a reason: the form comes again with what was chosen', async () => {
    await test.press(ids.snooze)
    await test.submit({ choice: '4h', text: '    ' })
    expect(form()).toContain('Say why')
    expect(form()).toContain('"value":"4h"}')
    expect(await test.incident()).toMatchObject({ state: 'firing' })
    await test.submit({ choice: '4h', text: 'deploy is running' })
    expect(await test.incident()).toMatchObject({ state: 'snoozed' })
  })

  it('ends by Wake, once, and the second press explains itself', async () => {
    await test.press(ids.snooze)
    await test.submit({ choice: '1h', text: 'known' })
    const { control } = test.app.slack
    const place = test.card()
    await Promise.all([
      control.click({ place, actionId: ids.unsnooze, user: ada }),
      control.click({ place, actionId: ids.unsnooze, user: miguel }),
    ])
    await test.app.server.idle()
    expect(saying('The snooze was ended')).toHaveLength(1)
    expect(whispered(ada) + whispered(miguel)).toContain('awake already: it fires since')
    await test.pass(16)
    expect(saying('nobody has acknowledged')).toHaveLength(1)
  })

  it('sent when it is over explains itself instead', async () => {
    await test.press(ids.snooze)
    test.now += 60_000
    await test.alarm('OK')
    await test.submit({ choice: '1h', text: 'known' })
    expect(await test.incident()).toMatchObject({ state: 'recovered' })
    expect(whispered()).toContain('already recovered at')
  })

  it('that comes too late for Slack asks to press again', async () => {
    test.app.slack.control.fault({ method: 'views.open', kind: 'refused', error: 'expired_trigger_id', times: 1 })
    await test.press(ids.snooze)
    expect(whispered()).toContain('Press again')
    expect(test.app.logged).toEqual([])
  })

  it('sent by somebody who may not does nothing', async () => {
    await test.press(ids.snooze, { user: guest })
    expect(form(guest)).toBe('null')
    expect(whispered(guest)).toContain('Guests')
  })

  it('names the end by the team’s clock', () => {
    expect(endWords(startedAt + 3_600_000, startedAt, 'Europe/Berlin')).toBe('05:00 Europe/Berlin')
    expect(endWords(startedAt + 30 * 3_600_000, startedAt, 'UTC')).toBe('24 Nov 09:00 UTC')
  })
})

describe('Assign…', () => {
  it('hands it over, and says so once', async () => {
    await choose('assign')
    await test.submit({ who: miguel })
    expect(await test.incident()).toMatchObject({ owner: miguel, state: 'firing' })
    expect(saying(`assigned it to <@${miguel}>`)).toHaveLength(1)
    await choose('assign', miguel)
    await test.submit({ who: miguel }, miguel)
    expect(whispered(miguel)).toContain(`It is <@${miguel}>’s already`)
    expect(saying('assigned it')).toHaveLength(1)
  })

  it('takes nobody who could not even ask', async () => {
    await choose('assign')
    await test.submit({ who: guest })
    expect(form()).toContain('Sam Lee cannot take it')
    expect((await test.incident()).owner).toBeUndefined()
  })
})

describe('Escalate', () => {
  it('tells the next in the list, each once', async () => {
    await choose('escalate')
    await choose('escalate', miguel)
    expect(await test.incident()).toMatchObject({ escalation: { to: 'U0PRIYA000', level: 1 } })
    expect(whispered(miguel)).toContain('escalated to <@U0PRIYA000> just now')
    test.now += 120_000
    await choose('escalate')
    expect(saying('Escalated to <!subteam^S0ONCALL00>')).toHaveLength(1)
    test.now += 120_000
    await choose('escalate')
    expect(whispered()).toContain('Everybody it can escalate to was told already')
  })

  it('says so when nobody is configured', async () => {
    await test.app.close()
    test = await startIncident()
    id = (await test.incident()).id
    await choose('escalate')
    expect(whispered()).toContain('Nobody is configured to escalate to')
    expect((await test.incident()).escalation).toBeUndefined()
  })
})

describe('Resolve…', () => {
  it('asks whether the cause was right and closes it', async () => {
    await choose('resolve')
    expect(form()).toContain('apigw502-malformed-shape')
    expect(form()).toContain('It still fires')
    await test.submit({ choice: 'other', text: 'the table throttled; token=abcdefgh12345678' })
    expect(await test.incident()).toMatchObject({
      state: 'closed',
      resolution: { by: ada, causeWas: 'other', note: expect.stringContaining('the table throttled') },
    })
    expect(saying('resolved it: it was another cause')).toHaveLength(1)
    expect(stringify(await test.incident())).not.toContain('abcdefgh12345678')
  })

  it('a second time says who did it', async () => {
    await choose('resolve')
    await choose('resolve', miguel)
    await test.submit({ choice: 'right' })
    await test.submit({ choice: 'other' }, miguel)
    expect(await test.incident()).toMatchObject({ resolution: { by: ada, causeWas: 'right' } })
    expect(whispered(miguel)).toContain(`already resolved by <@${ada}>`)
  })
})

describe('Add a note…', () => {
  it('tells it in the thread', async () => {
    await choose('note')
    await test.submit({ text: 'rolled back <!channel>' })
    expect(saying('rolled back &lt;!channel&gt;')).toHaveLength(1)
  })

  it('with nothing in it comes again', async () => {
    await choose('note')
    await test.submit({ text: '  ' })
    expect(form()).toContain('The note is empty')
  })
})

describe('Export', () => {
  it('shows timeline and draft to the clicker alone, with names', async () => {
    await test.press(ids.acknowledge)
    await choose('export')
    const shown = whispered()
    expect(shown).toContain('Timeline and postmortem draft')
    for (const heading of [
      'Summary',
      'Impact',
      'Root cause',
      'What changed',
      'What was done',
      'Timeline',
      'Follow-ups',
    ])
      expect(shown).toContain(`## ${heading}`)
    expect(shown).toContain('Ada Okafor acknowledged it')
    expect(shown).toContain('2026-11-23 03:00:00 UTC')
    expect(whispered(miguel)).toBe('[]')
  })
})
