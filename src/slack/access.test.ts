import type { WebClient } from '@slack/web-api'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ConfigInput, loadConfig } from '../config/config.ts'
import { accountsFor, isWatched, mayAct, mayAsk, mayShow } from './access.ts'
import { type Directory, MissingScopeError, type Person } from './directory.ts'

const accounts = {
  prod: { id: '123456789012', regions: ['eu-west-1'] },
  lab: { id: '210987654321', regions: ['eu-west-1'] },
}
const member: Person = { isBot: false, isGuest: false, isStranger: false, isDeactivated: false, team: 'T0SHOP' }
const client = {} as WebClient
const question = { name: 'orders-api', command: 'why-502 orders-api' }

let person: Person | Error = member
let isShared: boolean | undefined = false
let logged: unknown[] = []
beforeEach(() => {
  person = member
  isShared = false
  logged = []
})

const directory: Directory = {
  person: async () => {
    if (person instanceof Error) throw person
    return person
  },
  isShared: async () => isShared,
  members: async (_, group) => new Set(group === 'S0ONCALL' ? ['U0ADA'] : []),
}
const parts = (config: ConfigInput) => ({
  config: loadConfig({ accounts, ...config }),
  directory,
  log: { info: (_: string, fields?: object) => logged.push(fields), error: () => undefined },
})
const at = (channel: string, user = 'U0ADA') => ({ client, channel, user })

const ask = (config: ConfigInput, asked: { account?: string } = {}, where = at('C0ORDERS'), verb = 'why-502') =>
  mayAsk({ ...question, ...asked }, verb, where, parts(config))

describe('the account of a question', () => {
  const channels = { C0ORDERS: { accounts: ['prod'] } }

  it('may be any, and is the only one there is, until channels are configured', async () => {
    expect(await ask({}, { account: 'lab' })).toMatchObject({ question: { account: 'lab' } })
    expect(await ask({ accounts: { prod: accounts.prod } })).toMatchObject({ question: { account: 'prod' } })
    expect((await ask({ accounts: {} })).question).not.toHaveProperty('account')
  })
  it('has to be said where there are several', async () => {
    expect((await ask({})).refusal).toBe('Which account? Add `in prod` to the question; known are `prod`, `lab`.')
  })
  it('is the channel’s first where none is named', async () => {
    expect(await ask({ channels })).toMatchObject({ question: { ...question, account: 'prod' }, isPrivate: false })
  })
  it.each(['prod', '123456789012'])('may be %s, by name and by id', async (account) => {
    expect(await ask({ channels }, { account })).toMatchObject({ question: { account } })
  })
  it.each([
    ['lab', 'C0ORDERS', 'may not ask about `lab`'],
    ['210987654321', 'C0ORDERS', 'may not ask about `210987654321`'],
    ['999999999999', 'C0ORDERS', 'It may ask about `prod`'],
    ['prod', 'C0ELSE', 'may not ask about any account'],
    [undefined, 'C0ELSE', 'may not ask about any account'],
  ])('%s is refused in %s', async (account, channel, words) => {
    const { refusal } = await ask({ channels }, account === undefined ? {} : { account }, at(channel))
    expect(refusal).toContain(words)
  })
})

it('names the asker for the session', async () => {
  expect((await ask({}, { account: 'prod' })).question?.asker).toEqual({
    user: 'U0ADA',
    team: 'T0SHOP',
    channel: 'C0ORDERS',
    incident: 'why-502',
  })
})

describe('refused and logged, whatever is asked, are', () => {
  it.each([
    ['guests', { isGuest: true }, false, 'guest', 'Guests'],
    ['bots', { isBot: true }, false, 'bot', 'Bots'],
    ['people of other workspaces', { isStranger: true }, false, 'stranger', 'another one'],
    ['deactivated accounts', { isDeactivated: true }, false, 'deactivated', 'deactivated'],
    ['channels shared with another organisation', {}, true, 'shared channel', 'another organisation'],
    ['conversations that cannot be seen', {}, undefined, 'unseen channel', '/invite'],
  ] as const)('%s', async (_, fields, shared, why, words) => {
    person = { ...member, ...fields }
    isShared = shared

    expect((await mayAct({}, at('C0ORDERS'), parts({}))).refusal).toContain(words)
    expect((await ask({}, { account: 'prod' })).refusal).toContain(words)
    expect(logged).toEqual([
      { why, user: 'U0ADA', channel: 'C0ORDERS' },
      { why, user: 'U0ADA', channel: 'C0ORDERS', verb: 'why-502', account: 'prod' },
    ])
  })

  it('everybody, when Slack withholds the scope to tell, which is named', async () => {
    person = new MissingScopeError('users:read')
    expect((await mayAct({}, at('C0ORDERS'), parts({}))).refusal).toContain('lacks the scope `users:read`')
  })

  it('and nobody slips through when Slack does not answer', async () => {
    person = new Error('slack is down')
    await expect(mayAct({}, at('C0ORDERS'), parts({}))).rejects.toThrow('slack is down')
  })
})

describe('rules for people', () => {
  const only = { users: ['U0MIGUEL'] }
  const oncall = { groups: ['S0ONCALL'] }
  const prod = { account: 'prod' }

  it.each([
    ['everywhere', { access: { people: only } }, '`access.people`'],
    ['in a channel', { channels: { C0ORDERS: { accounts: ['prod'], people: only } } }, 'in this channel'],
    ['for an account', { accounts: { prod: { ...accounts.prod, people: only } } }, '`accounts.prod.people`'],
  ])('hold %s', async (_, config, words) => {
    expect((await ask(config, prod)).refusal).toContain(words)
    expect((await ask(config, prod, at('C0ORDERS', 'U0MIGUEL'))).refusal).toBeUndefined()
    const byGroup = JSON.parse(JSON.stringify(config).replace(JSON.stringify(only), JSON.stringify(oncall)))
    expect((await ask(byGroup, prod)).refusal).toBeUndefined()
    expect((await ask(byGroup, prod, at('C0ORDERS', 'U0MIGUEL'))).refusal).toContain(words)
  })

  it('may bind the verbs that cost money only', async () => {
    const access = { costly: { people: only } }
    expect((await ask({ access }, prod, at('C0ORDERS'), 'why-cost')).refusal).toContain('`why-cost` costs money')
    expect((await ask({ access }, prod)).refusal).toBeUndefined()
    const wider = { costly: { verbs: ['why-cost', 'why-502'], people: only } }
    expect((await ask({ access: wider }, prod)).refusal).toContain('`why-502` costs money')
  })

  it('hold for one account without hiding the others', async () => {
    const config = { accounts: { ...accounts, prod: { ...accounts.prod, people: only } } }
    expect(await accountsFor({ ...at('C0ORDERS'), isPrivate: false }, parts(config))).toEqual(['lab'])
    expect(logged).toEqual([])
  })
})

describe('a sensitive account', () => {
  const config = { accounts: { ...accounts, prod: { ...accounts.prod, private: true } } }

  it('is answered to the asker alone, and never shown to a channel', async () => {
    expect((await ask(config, { account: '123456789012' })).isPrivate).toBe(true)
    expect((await ask(config, { account: 'lab' })).isPrivate).toBe(false)
    const checked = loadConfig(config)
    expect([mayShow('123456789012', 'C0ANY', checked), mayShow('lab', 'C0ANY', checked)]).toEqual([false, true])
    expect(await accountsFor({ ...at('C0ORDERS'), isPrivate: false }, parts(config))).toEqual(['lab'])
    expect(await accountsFor({ ...at('C0ORDERS'), isPrivate: true }, parts(config))).toEqual(['prod', 'lab'])
  })
})

describe('events of an account', () => {
  it('are taken from those that are configured, and from any only while none is', () => {
    const checked = loadConfig({ accounts })
    expect(['123456789012', '999999999999'].map((account) => isWatched(account, checked))).toEqual([true, false])
    expect(isWatched('999999999999', loadConfig({}))).toBe(true)
  })
})
