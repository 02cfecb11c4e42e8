import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { blockFaults as slackFaults } from '../../sandbox/slack/limits/limits.ts'
import { parseCommand } from '../intake/grammar.ts'
import { verbs } from '../intake/verbs.ts'
import { playbook } from '../playbook/index.ts'
import type { Alarms } from '../report/information/alarms.ts'
import { renderPage } from '../report/information/slack.ts'
import { informedOf, pageOf } from './informed-in-test.ts'

const apiAlarm = {
  name: 'orders-5xx',
  namespace: 'AWS/ApiGateway',
  metric: '5XXError',
  dimensions: { ApiName: 'orders-api', Stage: 'prod' },
  since: '-10m',
} as const
const functionAlarm = {
  name: 'orders-errors',
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: 'orders' },
  since: '-2d',
} as const
const firing: DeclaredWorld = {
  alarms: [
    functionAlarm,
    apiAlarm,
    { name: 'orders-down', rule: 'ALARM("orders-errors") AND ALARM(orders-5xx)', since: '-9m' },
    { name: 'disk', namespace: 'Custom/Disk', metric: 'Used', since: '-3d' },
    { name: 'fine', namespace: 'AWS/Lambda', metric: 'Errors', dimensions: { FunctionName: 'twin' }, state: 'OK' },
  ],
}

describe('alarms', () => {
  it('newest first, those of a composite alarm under it, each with the line that diagnoses it', async () => {
    const { page, data, text } = pageOf(await informedOf('alarms', firing))
    const [place] = (data as Alarms).places

    expect(page.title).toBe('4 alarms fire')
    expect(place?.alarms.map(({ name, children }) => [name, children.map((child) => child.name)])).toEqual([
      ['orders-down', ['orders-errors', 'orders-5xx']],
      ['disk', []],
    ])
    expect(page.offers?.map(({ line }) => line)).toEqual([
      'why-errors orders region eu-west-1',
      'why-502 orders-api/prod region eu-west-1 last 70m',
    ])
    expect(text).toContain('points at nothing Firstlook can ask')
    for (const { line } of page.offers ?? []) expect(parseCommand(line, { now: Date.now() }).kind).toBe('diagnosis')
  })

  it('says that none fires where all were looked at', async () => {
    const { page, text } = pageOf(await informedOf('alarms', { alarms: [{ ...apiAlarm, state: 'OK' }] }))

    expect(page).toMatchObject({ tone: 'good', title: 'No alarm fires' })
    expect(text).toContain('All alarms were looked at.')
  })

  it('that could not be looked at are not called quiet', async () => {
    const { page, text } = pageOf(await informedOf('alarms', { ...firing, deny: ['cloudwatch:DescribeAlarms'] }))

    expect(page).toMatchObject({ tone: 'unsure', title: 'Alarms could not be looked at' })
    expect(text).toContain('could not look. cloudwatch:DescribeAlarms')
  })

  it('of every account and region that may be asked about, and of no other', async () => {
    const trusting = (name: string) => ({ name, trustedAccounts: ['123456789012'] })
    const world: DeclaredWorld = {
      caller: { policy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } },
      elsewhere: [
        { account: '210987654321', region: 'eu-west-1', alarms: [apiAlarm], roles: [trusting('FirstlookDiagnostic')] },
        { account: '210987654321', region: 'us-east-1', alarms: [] },
        { account: '310987654321', region: 'eu-west-1', alarms: [functionAlarm] },
      ],
    }
    const config = {
      accounts: {
        prod: { id: '210987654321', regions: ['eu-west-1'] },
        locked: { id: '410987654321', regions: ['eu-west-1'] },
        secret: { id: '310987654321', regions: ['eu-west-1'] },
      },
    }
    const asker = { door: 'slack', user: 'U0ADA', channel: 'C0OPS', accounts: ['prod', 'locked'] } as const
    const { page, text } = pageOf(await informedOf('alarms', world, { asker, config }))

    expect(page.title).toBe('1 alarm fires, 1 of 2 places could not be looked at')
    expect(text).toContain('prod (210987654321) · eu-west-1')
    expect(text).toMatch(/locked.*could not look/)
    expect(text).not.toContain('secret')
    expect(page.offers?.[0]?.line).toBe('why-502 orders-api/prod in prod region eu-west-1 last 70m')

    const none = { ...asker, accounts: [] }
    expect((await informedOf('alarms', world, { asker: none, config })).informed).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining('No account may be asked about here'),
    })
    const { informed } = await informedOf('alarms secret', world, { asker, config })
    expect(informed).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining('`secret` may not be asked about here'),
    })
  })
})

describe('explain', () => {
  it('tells symptoms, evidence, look-alikes, fix and permissions of a cause', async () => {
    const { text } = pageOf(await informedOf('explain lambda-oom', {}))

    for (const part of [
      'why-errors',
      'lambda.failures',
      'Looks like it',
      'Fix now: Raise the memory',
      'logs:FilterLogEvents',
    ])
      expect(text).toContain(part)
  })

  it('knows other names of a cause, and advice', async () => {
    const [advice] = playbook.advice

    expect(pageOf(await informedOf('explain apigw502-oom', {})).page.title).toBe('apigw502-oom, which is lambda-oom')
    expect(pageOf(await informedOf(`explain ${advice?.id}`, {})).text).toContain('No read can see it')
  })

  it('has examples that are there', async () => {
    const { examples = [] } = verbs.find(({ name }) => name === 'explain') ?? {}
    for (const example of examples)
      expect(pageOf(await informedOf(example, {})).page.title).toContain(example.split(' ')[1])
  })

  it('names what may have been meant', async () => {
    expect((await informedOf('explain lamda-oom', {})).informed).toMatchObject({
      kind: 'refused',
      nearMisses: expect.arrayContaining(['lambda-oom']),
    })
  })

  it('has a page that Slack takes for every entry of the playbook, and reads nothing for it', async () => {
    const ids = [...playbook.causes, ...playbook.advice].map(({ id }) => id)
    const faults: string[] = []
    for (const id of ids) {
      const { informed, calls } = await informedOf(`explain ${id}`, {})
      if (informed.kind !== 'page') throw new Error(`${id}: ${informed.kind}`)
      const messages = renderPage(informed.page, { command: informed.command })
      faults.push(...messages.flatMap(({ blocks }) => slackFaults(blocks)).map((fault) => `${id}: ${fault}`))
      if (calls.length > 0) faults.push(`${id} was read for`)
      if (/[=/:] ?undefined|undefined[/:]/.test(JSON.stringify(messages))) faults.push(`${id} says undefined`)
    }

    expect(ids.length).toBeGreaterThan(100)
    expect(faults).toEqual([])
  })
})

describe('accounts and whoami', () => {
  const config = {
    accounts: {
      prod: { id: '210987654321', regions: ['eu-west-1'] },
      dev: { id: '310987654321', regions: ['us-east-1'] },
    },
  }

  it('name the accounts of the channel, with region and role', async () => {
    const asker = { door: 'slack', user: 'U0ADA', channel: 'C0OPS', accounts: ['prod'] } as const
    const { text } = pageOf(await informedOf('accounts', {}, { asker, config }))

    expect(text).toContain('prod 210987654321 · eu-west-1 · role FirstlookDiagnostic')
    expect(text).not.toContain('dev')
    expect(pageOf(await informedOf('whoami', {}, { asker, config })).text).toMatch(/U0ADA[\s\S]*prod/)
  })

  it('say whose credentials read AWS on a terminal', async () => {
    const { text } = pageOf(await informedOf('whoami', {}))

    expect(text).toMatch(/Identity: arn:aws:iam::123456789012:/)
    expect(pageOf(await informedOf('accounts', {})).text).toContain('account 123456789012')
  })

  it('tell a channel without accounts that it has none', async () => {
    const asker = { door: 'slack', user: 'U0ADA', channel: 'C0OPS', accounts: [] } as const
    expect(pageOf(await informedOf('accounts', {}, { asker, config })).text).toContain('may not ask about any account')
  })
})
