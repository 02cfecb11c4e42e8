import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../config/config.ts'
import { informing } from '../../entry/information.ts'
import { alarmEvent } from '../../incidents/desk-in-test.ts'
import { foundReport } from '../../report/example-reports.ts'
import type { AppInTest } from '../app-in-test.ts'
import { channel, reported } from '../app-in-test.ts'
import { incidentActionIds as ids } from './action-ids.ts'
import { type IncidentInTest, startIncident } from './incident-in-test.ts'

const ada = 'U0ADA00000'
const miguel = 'U0MIGUEL00'
let test: IncidentInTest

beforeEach(async () => {
  test = await startIncident({}, { informWith: (shelf) => informing(loadConfig({}), { shelf, clock: () => test.now }) })
})
afterEach(async () => {
  const refused = test.app.slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await test.app.close()
  expect(refused).toEqual([])
})

const whispered = (user = ada) => JSON.stringify(test.app.slack.control.ephemerals(user))
const type = async (text: string, user = ada): ReturnType<AppInTest['typed']> => {
  const outcome = await test.app.slack.control.typeCommand(text, { user })
  await test.app.server.idle()
  return outcome
}
const snooze = async () => {
  await test.press(ids.snooze)
  await test.submit({ choice: '1h', text: 'known: load test' })
}

describe('mine', () => {
  it('says plainly that nothing is, to the asker alone', async () => {
    await type('/aws mine')
    expect(whispered()).toContain('No open incident is yours')
    expect(test.app.shown()).not.toContain('No open incident')
  })

  it('shows what the asker acknowledged, with a link to its card', async () => {
    await test.press(ids.acknowledge)
    await type('/aws mine')
    await type('/aws mine', miguel)
    expect(whispered()).toContain('1 open incident is yours')
    expect(whispered()).toContain(`/archives/${channel}/p`)
    expect(whispered(miguel)).toContain('No open incident is yours')
  })
})

describe('missed', () => {
  it('shows what fires and nobody took, until somebody does', async () => {
    await type('/aws missed')
    expect(test.app.shown()).toContain('1 incident nobody acknowledged, 1 still firing')
    await test.press(ids.acknowledge)
    await type('/aws missed private')
    expect(whispered()).toContain('Nothing was missed')
  })

  it('shows what is over unseen, and forgets what was over before', async () => {
    test.now += 60_000
    await test.alarm('OK')
    await type('/aws missed private')
    expect(whispered()).toContain('1 incident nobody acknowledged')
    await test.pass(61)
    test.now += 25 * 3_600_000
    expect(await test.incident()).toMatchObject({ state: 'closed' })
    await type('/aws missed private')
    expect(whispered()).toContain('Nothing was missed')
    await type('/aws missed last 3d private')
    expect(test.app.slack.control.ephemerals(ada).at(-1)?.text).toContain('1 incident nobody acknowledged')
  })
})

describe('snoozes', () => {
  it('says plainly that nothing sleeps', async () => {
    await type('/aws snoozes')
    expect(test.app.shown()).toContain('Nothing is snoozed')
  })

  it('shows what sleeps with a button that wakes it, and explains itself once it is awake', async () => {
    await snooze()
    await type('/aws snoozes')
    const list = test.app.slack.control.messages(channel).at(-1)
    if (list === undefined) throw new Error('there is no list')
    expect(JSON.stringify(list.blocks)).toContain('known: load test')
    const wake = async (user: string) => {
      await test.app.slack.control.click({ place: list, actionId: `${ids.unsnooze}:0`, user })
      await test.app.server.idle()
    }
    await wake(miguel)
    expect(await test.incident()).toMatchObject({ state: 'firing' })
    await wake(ada)
    expect(whispered()).toContain('awake already')
  })
})

describe('export', () => {
  it('finds an incident by its alarm or its id', async () => {
    const { id } = await test.incident()
    await type('/aws export orders-errors')
    await type(`/aws export ${id}`)
    const exported = test.app.slack.control.ephemerals(ada).filter(({ text }) => text.includes('postmortem draft'))
    expect(exported).toHaveLength(2)
    expect(whispered()).toContain('# Incident: orders-errors')
  })

  it('lets choose when an alarm fired in several', async () => {
    await test.press(ids.more, { choice: `resolve:${(await test.incident()).id}` })
    await test.submit({ choice: 'right' })
    test.now += 5 * 3_600_000
    await test.alarm('ALARM')
    await type('/aws export orders-errors')
    expect(whispered()).toContain('fired in 2 incidents. Which one?')
  })

  it('says so when there is none of that name', async () => {
    await type('/aws export orders')
    expect(whispered()).toContain('No incident of the last 60 days is called “orders”')
    expect(whispered()).toContain('export orders-errors')
  })
})

describe('incidents of an account that may not be asked about here', () => {
  it('are on no list', async () => {
    await test.app.close()
    const config = {
      accounts: {
        shop: { id: '123456789012', regions: ['eu-west-1'], people: { users: [ada] } },
        other: { id: '210987654321', regions: ['eu-west-1'] },
      },
    }
    test = await startIncident(config, {
      informWith: (shelf) => informing(loadConfig(config), { shelf, clock: () => test.now }),
    })
    test.app.answer = async () => reported({ ...foundReport, verdict: 'insufficient-evidence', causes: [] })
    await test.app.server.alarm(alarmEvent('carts', 'carts', 'ALARM', test.now, { account: '210987654321' }))
    await test.app.server.idle()
    await type('/aws missed private', miguel)
    expect(whispered(miguel)).toContain('carts')
    expect(whispered(miguel)).not.toContain('orders-errors')
    await type('/aws export orders-errors', miguel)
    expect(whispered(miguel)).not.toContain('# Incident')
    await type('/aws missed in shop private', miguel)
    expect(whispered(miguel)).toContain('You are not among those who may ask about')
  })
})

describe('without a table', () => {
  it('a command says where incidents are', async () => {
    const informed = await informing(loadConfig({}))(
      'mine',
      { name: '', window: { from: 0, to: 1 }, command: 'mine' },
      { door: 'terminal' },
    )
    expect(informed).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('FIRSTLOOK_TABLE') })
  })
})
