import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foundReport } from '../../report/example-reports.ts'
import { channel, reported } from '../app-in-test.ts'
import { incidentActionIds as ids } from './action-ids.ts'
import { type IncidentInTest, startIncident } from './incident-in-test.ts'

const ada = 'U0ADA00000'
const miguel = 'U0MIGUEL00'
const guest = 'U0GUEST000'
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
const shown = () => test.app.shown()
const saying = (words: string) => test.lines().filter((line) => line.includes(words))

describe('Ack', () => {
  it('makes it the clicker’s, and the second one is told so', async () => {
    await test.press(ids.acknowledge)
    expect(await test.incident()).toMatchObject({ state: 'acknowledged', owner: ada })
    expect(shown()).toContain('Acknowledged')
    expect(saying('acknowledged it')).toHaveLength(1)
  })

  it('pressed by two people at once counts once, and the other hears whose it is', async () => {
    const { control } = test.app.slack
    const place = test.card()
    await Promise.all([
      control.click({ place, actionId: ids.acknowledge, user: ada }),
      control.click({ place, actionId: ids.acknowledge, user: miguel }),
    ])
    await test.app.server.idle()
    const { owner } = await test.incident()
    const other = owner === ada ? miguel : ada
    expect(saying('acknowledged it')).toHaveLength(1)
    expect(whispered(other)).toContain(`already acknowledged by <@${owner}>`)
    expect(test.app.slack.control.ephemerals(owner)).toEqual([])
  })

  it('of a card that is out of date says what has become of it', async () => {
    const stale = test.card()
    test.app.slack.control.fault({ method: 'chat.update', kind: 'http_error', status: 503, times: 50 })
    test.now += 60_000
    const ok = test.alarm('OK')
    await expect.poll(async () => (await test.incident()).state).toBe('recovered')
    await test.app.slack.control.click({ place: stale, actionId: ids.acknowledge })
    await expect.poll(() => whispered()).toContain('already recovered at')
    expect((await test.incident()).state).toBe('recovered')
    test.app.slack.control.clearFaults()
    await ok
  })

  it('by a guest changes nothing and tells why', async () => {
    await test.press(ids.acknowledge, { user: guest })
    expect(await test.incident()).toMatchObject({ state: 'firing' })
    expect(whispered(guest)).toContain('Guests of the workspace may not ask Firstlook')
  })

  it('is taken back by Un-ack, and then somebody is reminded again', async () => {
    await test.press(ids.acknowledge)
    await test.press(ids.unacknowledge)
    expect(await test.incident()).toMatchObject({ state: 'firing', owner: ada })
    await test.pass(16)
    expect(saying('nobody has acknowledged this yet')).toHaveLength(1)
  })
})

describe('an incident of an account that the clicker may not ask about', () => {
  it('does nothing for them', async () => {
    await test.app.close()
    test = await startIncident({
      accounts: { shop: { id: '123456789012', regions: ['eu-west-1'], people: { users: [ada] } } },
    })
    await test.press(ids.acknowledge, { user: miguel })
    expect(await test.incident()).toMatchObject({ state: 'firing' })
    expect(whispered(miguel)).toContain('You are not among those who may ask about')
    await test.press(ids.fixSteps, { user: miguel })
    await test.press(ids.more, { user: miguel, choice: `export:${(await test.incident()).id}` })
    expect(whispered(miguel)).not.toContain('Point the alias live')
    expect(whispered(miguel)).not.toContain('postmortem')
    await test.press(ids.acknowledge, { user: ada })
    expect(await test.incident()).toMatchObject({ state: 'acknowledged' })
  })
})

describe('the question whether somebody is still at it', () => {
  const question = () => {
    const message = test.app.slack.control
      .thread(channel, test.card().ts)
      .find(({ text }) => text.includes('are you still at it'))
    if (message === undefined) throw new Error('nobody was asked')
    return message
  }
  const confirm = async (user = ada) => {
    await test.app.slack.control.click({ place: question(), actionId: ids.confirm, user })
    await test.app.server.idle()
  }

  beforeEach(async () => {
    await test.press(ids.acknowledge)
    await test.pass(121)
  })

  it('is answered by Confirm, once', async () => {
    await confirm()
    await confirm()
    expect(saying('is still at it')).toHaveLength(1)
    expect(whispered()).toContain('You confirmed it already')
    await test.pass(31)
    expect(await test.incident()).toMatchObject({ state: 'acknowledged' })
  })

  it('is not answered by anybody else', async () => {
    await confirm(miguel)
    expect(whispered(miguel)).toContain('only they can confirm')
    expect(saying('is still at it')).toHaveLength(0)
  })

  it('left alone opens it again, and Confirm then explains itself', async () => {
    const asked = question()
    await test.pass(31)
    expect(await test.incident()).toMatchObject({ state: 'firing' })
    await test.app.slack.control.click({ place: asked, actionId: ids.confirm })
    await test.app.server.idle()
    expect(whispered()).toContain('not acknowledged any more: it fires since')
  })
})

describe('Re-check', () => {
  it('asks the same again and tells before and after', async () => {
    await test.press(ids.recheck)
    expect(test.app.asked.map(({ name }) => name)).toEqual(['orders', 'orders'])
    expect(whispered()).toContain('Looking again')
    expect(saying('*Ada Okafor* looked again. Still there:')).toHaveLength(1)
  })

  it('pressed while another look is under way starts no second', async () => {
    let answer: () => void = () => undefined
    test.app.answer = () => new Promise((resolve) => (answer = () => resolve(reported())))
    const { control } = test.app.slack
    await control.click({ place: test.card(), actionId: ids.recheck })
    await expect.poll(() => test.app.asked).toHaveLength(2)
    await control.click({ place: test.card(), actionId: ids.recheck, user: miguel })
    await expect.poll(() => whispered(miguel)).toContain('being looked at since')
    answer()
    await test.app.server.idle()
    expect(test.app.asked).toHaveLength(2)
    expect(saying('looked again')).toHaveLength(1)
    test.app.answer = async () => reported()
    await test.press(ids.recheck)
    expect(saying('looked again')).toHaveLength(2)
  })

  it('that breaks says so to everybody, with a reference', async () => {
    test.app.answer = async () => {
      throw new Error('a bug')
    }
    await test.press(ids.recheck)
    expect(saying('could not be looked at again, reference')).toHaveLength(1)
    expect(test.app.logged).toEqual([expect.stringContaining('a bug')])
  })
})

describe('Fix steps', () => {
  it('are shown to the clicker alone', async () => {
    await test.press(ids.fixSteps)
    expect(whispered()).toContain('Point the alias live back at version 41')
    expect(whispered(miguel)).toBe('[]')
  })
})

describe('under a diagnosis', () => {
  const diagnosis = () => {
    const message = test.app.slack.control
      .thread(channel, test.card().ts)
      .findLast(({ blocks }) => JSON.stringify(blocks).includes(ids.causeRight))
    if (message === undefined) throw new Error('nobody is asked whether the cause was right')
    return message
  }
  const judge = async (actionId: string, user = ada) => {
    await test.app.slack.control.click({ place: diagnosis(), actionId, user })
    await test.app.server.idle()
  }

  it('people are asked once whether it was right, and their word is kept', async () => {
    expect(test.lines().filter((line) => line.includes(ids.causeRight))).toHaveLength(1)
    await judge(ids.causeRight)
    expect(await test.incident()).toMatchObject({
      judgement: { by: ada, causeWas: 'right', causeId: 'apigw502-malformed-shape' },
    })
    expect(whispered()).toContain('kept as right')
    await judge(ids.causeRight, miguel)
    expect(whispered(miguel)).toContain(`<@${ada}> said so already`)
    await judge(ids.causeOther, miguel)
    expect(await test.incident()).toMatchObject({ judgement: { by: miguel, causeWas: 'other' } })
  })

  it('a word on a cause that is no longer named is not kept for the new one', async () => {
    const [cause] = foundReport.causes
    if (cause === undefined) throw new Error('the example names no cause')
    test.app.answer = async () =>
      reported({ ...foundReport, causes: [{ ...cause, id: 'lambda-timeout', aliases: [] }] })
    await test.press(ids.recheck)
    await judge(ids.causeRight)
    expect((await test.incident()).judgement).toBeUndefined()
    expect(whispered()).toContain('lambda-timeout')
  })
})
