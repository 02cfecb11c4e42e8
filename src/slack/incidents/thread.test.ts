import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channel } from '../app-in-test.ts'
import { type IncidentInTest, startIncident } from './incident-in-test.ts'
import { readThreadLine, withResource } from './thread-line.ts'

const ada = 'U0ADA00000'
const miguel = 'U0MIGUEL00'
let test: IncidentInTest

beforeEach(async () => {
  test = await startIncident()
})
afterEach(async () => {
  const refused = test.app.slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await test.app.close()
  expect(refused).toEqual([])
})

const whispered = (user = ada) => JSON.stringify(test.app.slack.control.ephemerals(user))
const saying = (words: string) => test.lines().filter((line) => line.includes(words))
const mention = async (text: string, threadTs = test.card().ts) => {
  await test.app.slack.control.mention(text, { threadTs })
  await test.app.server.idle()
}

describe('a mention in the thread of an incident', () => {
  it.each(['why', 'why?', 're-check', 'why is it failing?'])('“%s” looks again at what it is about', async (line) => {
    await mention(line)
    expect(test.app.asked.map(({ name, symptom }) => [name, symptom])).toEqual([
      ['orders', 'errors'],
      ['orders', 'errors'],
    ])
    expect(saying('*Ada Okafor* looked again')).toHaveLength(1)
  })

  it('that names a symptom asks it of the incident’s resource, in the thread', async () => {
    const before = test.lines().length
    await mention('why-timeout last 30m')
    expect(test.app.asked.at(-1)).toMatchObject({
      symptom: 'timeout',
      name: 'orders',
      account: '123456789012',
      region: 'eu-west-1',
    })
    expect(test.lines().length).toBeGreaterThan(before)
  })

  it('that names a resource asks about that one', async () => {
    await mention('why-timeout carts')
    expect(test.app.asked.at(-1)).toMatchObject({ symptom: 'timeout', name: 'carts' })
  })

  it('adds a note, once however often Slack delivers it', async () => {
    await mention('note: rolled back to version 41')
    expect(saying(':memo: *Ada Okafor*: rolled back to version 41')).toHaveLength(1)
  })

  it('exports', async () => {
    await mention('export')
    expect(whispered()).toContain('postmortem draft')
  })

  it('elsewhere is understood as everywhere', async () => {
    const { ts } = await test.app.slack.control.say('something is slow')
    await mention('why', ts)
    expect(whispered()).toContain('Which resource?')
    expect(test.app.asked).toHaveLength(1)
  })
})

describe('📝', () => {
  const said = () =>
    test.app.slack.control.say('the deploy at 02:50 changed the memory', { user: miguel, threadTs: test.card().ts })
  const react = async (ts: string, user = ada, name = 'memo') => {
    await test.app.slack.control.react(name, { channel, ts }, user)
    await test.app.server.idle()
  }

  it('on a message makes a note of it, once however many react', async () => {
    const { ts } = await said()
    const before = test.lines().length
    await react(ts)
    await react(ts, miguel)
    const { id } = await test.incident()
    const notes = ((await test.app.server.records?.timeline(id)) ?? []).filter(({ type }) => type === 'noted')
    expect(notes).toMatchObject([
      { text: 'the deploy at 02:50 changed the memory', author: miguel, by: { kind: 'person', user: ada } },
    ])
    expect(whispered(ada)).toContain('Noted')
    expect(whispered(miguel)).toContain('already')
    expect(test.lines()).toHaveLength(before)
  })

  it('elsewhere, by a guest, or another reaction does nothing', async () => {
    const { ts } = await said()
    await react(ts, ada, 'eyes')
    await react(ts, 'U0GUEST000')
    const other = await test.app.slack.control.say('no incident here')
    await react(other.ts)
    await react(test.card().ts)
    const { id } = await test.incident()
    expect(((await test.app.server.records?.timeline(id)) ?? []).map(({ type }) => type)).not.toContain('noted')
    expect(whispered(ada)).toBe('[]')
  })
})

describe('a line in a thread', () => {
  const context = { now: Date.parse('2026-11-23T03:00:00Z'), zone: 'UTC' }

  it.each([
    ['<@U0FIRSTLOOK> note we rolled back', { kind: 'note', text: 'we rolled back' }],
    ['<@U0FIRSTLOOK> why', { kind: 'look-again' }],
    ['<@U0FIRSTLOOK> logs', { kind: 'unnamed', line: 'logs' }],
    ['<@U0FIRSTLOOK> why-502 last 30m', { kind: 'unnamed', line: 'why-502 last 30m' }],
    ['<@U0FIRSTLOOK> why-502 orders-api', undefined],
    ['<@U0FIRSTLOOK> alarms', undefined],
    ['<@U0FIRSTLOOK> help', undefined],
    ['<@U0FIRSTLOOK>', undefined],
    ['<@U0FIRSTLOOK> gibberish', undefined],
  ])('%s', (line, expected) => {
    expect(readThreadLine(line, context)).toEqual(expected)
  })

  it('keeps the account it names itself', () => {
    const question = { name: 'orders', account: '123456789012', region: 'eu-west-1' }
    expect(withResource('why-502', question, context)).toBe(
      'why-502 name="orders" account="123456789012" region=eu-west-1',
    )
    expect(withResource('why-502 in prod', question, context)).toBe('why-502 in prod name="orders"')
  })
})
