import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foundReport } from '../report/example-reports.ts'
import type { Report } from '../report/report.ts'
import { alarmEvent, startDesk, startedAt, type TestDesk } from './desk-in-test.ts'
import type { Incident } from './incident.ts'
import { diagnosisPatienceMs } from './undiagnosed.ts'

let test: TestDesk

beforeEach(async () => {
  test = await startDesk({
    alarms: {
      unacknowledged: { remindMinutes: 10, escalateMinutes: 20, escalateTo: ['U0BOSS'] },
      storm: { incidents: 3, minutes: 2 },
    },
  })
})
afterEach(() => test.close())

const only = async (): Promise<Incident> => {
  const { records } = await test.records.listOpen()
  expect(records).toHaveLength(1)
  const [incident] = records
  if (incident === undefined) throw new Error('no incident')
  return incident
}
const person = { kind: 'person', user: 'U1' } as const
const causeOn = (name: string, id = 'lambda-oom'): Report => {
  const [cause] = foundReport.causes
  if (cause === undefined) throw new Error('the example names no cause')
  const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
  return { ...foundReport, causes: [{ ...cause, id, aliases: [], resource: { ...cause.resource, name, arn } }] }
}
const healthy = (earlier: Report['earlier'] = []): Report => ({
  ...foundReport,
  verdict: 'recovered',
  causes: [],
  earlier,
})

describe('an alarm', () => {
  it('becomes one incident with its diagnosis, however often it is delivered', async () => {
    const event = alarmEvent('orders-errors', 'orders', 'ALARM', startedAt)
    await test.desk.alarm(event, 'r1')
    await test.desk.alarm(event, 'r2')
    const incident = await only()
    expect(incident).toMatchObject({ state: 'firing', firings: 1, channel: 'C0ONCALL' })
    expect(incident.alarms[0]).toMatchObject({ peak: 41, threshold: 5 })
    expect(incident.diagnosis).toMatchObject({ status: 'done', attempts: 1, verdict: 'cause-found' })
    expect(test.asked).toEqual(['orders'])
  })

  it('that is OK or knows too little opens nothing and asks nothing', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'OK', startedAt), 'r1')
    await test.desk.alarm(alarmEvent('carts-errors', 'carts', 'INSUFFICIENT_DATA', startedAt), 'r2')
    expect((await test.records.listOpen()).records).toEqual([])
    expect(test.asked).toEqual([])
  })

  it('is looked at again when it is OK, and says what became of the cause', async () => {
    test.finding = causeOn('orders')
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    test.now += 300_000
    test.finding = healthy(causeOn('orders').causes)
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'OK', test.now), 'r2')
    const incident = await only()
    expect(incident).toMatchObject({ state: 'recovered', recovery: { outcome: 'only-quiet' } })
    expect(incident.diagnosis.cause?.id).toBe('lambda-oom')
    expect(test.planned.map(({ kind }) => kind)).toContain('close')
  })

  it('that fires again within the window opens the same incident and is diagnosed anew', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    test.now += 300_000
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'OK', test.now), 'r2')
    test.now += 300_000
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', test.now), 'r3')
    expect(await only()).toMatchObject({ id, state: 'firing', reopenings: 1, diagnosis: { attempts: 2 } })
  })

  it('that fires after the window opens a new one', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    await test.desk.happen(id, { type: 'resolved', causeWas: 'right' }, 'click', person)
    test.now += 3 * 3_600_000
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', test.now), 'r2')
    expect((await only()).id).not.toBe(id)
  })

  it('shares the incident of another that asks the same, without a second diagnosis', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    await test.desk.alarm(alarmEvent('orders-error-rate', 'orders', 'ALARM', startedAt), 'r2')
    expect((await only()).alarms.map(({ name }) => name)).toEqual(['orders-errors', 'orders-error-rate'])
    expect(test.asked).toEqual(['orders'])
  })

  it('shares the incident of another that has the same cause', async () => {
    test.finding = causeOn('orders')
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    await test.desk.alarm(alarmEvent('checkout-errors', 'checkout', 'ALARM', startedAt), 'r2')
    expect((await only()).alarms.map(({ name }) => name)).toEqual(['orders-errors', 'checkout-errors'])
  })

  it('that cannot be diagnosed says so, and a later look can', async () => {
    test.finding = new Error('a bug')
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    expect((await only()).diagnosis).toMatchObject({ status: 'failed', reference: 'r1' })
  })
})

describe('a diagnosis whose worker died', () => {
  it('is told to be interrupted, and ended by the next delivery', async () => {
    const event = alarmEvent('orders-errors', 'orders', 'ALARM', startedAt)
    let die: (error: Error) => void = () => undefined
    test.finding = () => new Promise((_, reject) => (die = reject))
    const dead = test.desk.alarm(event, 'r1')
    await expect.poll(() => test.asked).toHaveLength(1)
    test.now += diagnosisPatienceMs
    for (const due of test.planned.filter(({ kind }) => kind === 'diagnosis-overdue')) await test.desk.due(due)
    expect((await only()).diagnosis.status).toBe('interrupted')

    test.finding = causeOn('orders')
    await test.desk.alarm(event, 'r2')
    expect((await only()).diagnosis).toMatchObject({ status: 'done', attempts: 2, cause: { id: 'lambda-oom' } })
    die(new Error('the end of the test'))
    await dead
    expect((await only()).diagnosis.status).toBe('done')
  })
})

describe('an incident nobody takes', () => {
  it('reminds and escalates as often as configured, and not once it is acknowledged', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    await test.desk.happen(id, { type: 'assigned', to: 'U2', why: 'asked' }, 'assign', person)
    const run = async (kind: string) => {
      // What is planned meanwhile is run too.
      for (const due of test.planned) {
        if (due.kind !== kind) continue
        test.now = due.at
        await test.desk.due(due)
        await test.desk.due(due)
      }
    }
    await run('remind')
    await run('escalate')
    expect(await only()).toMatchObject({ reminders: 2, escalation: { to: 'U0BOSS', level: 1 } })
    await test.desk.happen(id, { type: 'acknowledged' }, 'ack', person)
    await run('remind')
    expect((await only()).reminders).toBe(2)
  })

  it('loses an acknowledgement that is not confirmed', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    await test.desk.happen(id, { type: 'acknowledged' }, 'ack', person)
    for (const kind of ['ask-acknowledger', 'unconfirmed']) {
      const due = test.planned.find((each) => each.kind === kind)
      if (due === undefined) throw new Error(`${kind} was not planned`)
      test.now = due.at
      await test.desk.due(due)
    }
    expect(await only()).toMatchObject({ state: 'firing', owner: 'U1' })
  })
})

describe('a snooze', () => {
  const snoozed = async () => {
    test.finding = causeOn('orders')
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    await test.desk.happen(id, { type: 'snoozed', until: startedAt + 3_600_000, reason: 'known' }, 'snooze', person)
    return id
  }

  it('ends by itself', async () => {
    await snoozed()
    const due = test.planned.find(({ kind }) => kind === 'snooze-over')
    expect(due?.at).toBe(startedAt + 3_600_000)
    if (due !== undefined) await test.desk.due(due)
    expect((await only()).state).toBe('firing')
  })

  it('is broken when another look finds another cause', async () => {
    const id = await snoozed()
    test.finding = causeOn('orders', 'lambda-timeout')
    await test.desk.recheck(id, 'click', person)
    expect(await only()).toMatchObject({ state: 'firing', diagnosis: { cause: { id: 'lambda-timeout' } } })
  })
})

describe('a snooze that counts on its cause', () => {
  it('is broken by another cause though nobody looked, and not by the same', async () => {
    test.finding = causeOn('orders')
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    await test.desk.happen(id, { type: 'snoozed', until: 'ok', reason: 'known' }, 'snooze', person)
    const glances = () => test.planned.filter(({ kind }) => kind === 'look-asleep')
    const [first] = glances()
    if (first !== undefined) await test.desk.due(first)
    expect(await only()).toMatchObject({ state: 'snoozed' })
    const [, second] = glances()
    test.finding = causeOn('orders', 'lambda-timeout')
    if (second !== undefined) await test.desk.due(second)
    expect(await only()).toMatchObject({ state: 'firing', diagnosis: { cause: { id: 'lambda-timeout' } } })
  })

  it('that is put off ends at its new time', async () => {
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    const { id } = await only()
    for (const hours of [1, 4])
      await test.desk.happen(
        id,
        { type: 'snoozed', until: startedAt + hours * 3_600_000, reason: 'known' },
        `snooze ${hours}`,
        person,
      )
    const ends = test.planned.filter(({ kind }) => kind === 'snooze-over')
    expect(ends).toHaveLength(2)
    const states: string[] = []
    for (const due of ends) {
      await test.desk.due(due)
      states.push((await only()).state)
    }
    expect(states).toEqual(['snoozed', 'firing'])
  })
})

describe('quiet hours', () => {
  it('hold reminders and escalations back until they are over', async () => {
    await test.close()
    const match = { alarmNames: ['*'] }
    const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' }
    const route = { name: 'orders', match, channel: 'C0ORDERS', mention: 'S0ONCALL', quietHours }
    test = await startDesk({ alarms: { routes: [route], unacknowledged: { escalateTo: ['U0BOSS'] } } })
    await test.desk.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', startedAt), 'r1')
    for (const due of [...test.planned]) if (due.kind === 'remind' || due.kind === 'escalate') await test.desk.due(due)
    const incident = await only()
    expect(incident).toMatchObject({ reminders: 0 })
    expect(incident.escalation).toBeUndefined()
    const morning = Date.parse('2026-11-23T07:00:00Z')
    for (const due of test.planned.filter(({ at }) => at === morning)) await test.desk.due(due)
    expect(await only()).toMatchObject({ reminders: 1, escalation: { to: 'U0BOSS' } })
  })
})

describe('a storm', () => {
  it('puts the incidents of one account under one, and ends with them', async () => {
    test.finding = async (name) => causeOn(name)
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) await test.desk.alarm(alarmEvent(`${name}-errors`, name, 'ALARM', test.now), `r-${name}`)
    const { records: open } = await test.records.listOpen()
    const parents = open.filter(({ kind }) => kind === 'account')
    expect(parents).toHaveLength(1)
    expect(open.filter(({ parentId }) => parentId === parents[0]?.id)).toHaveLength(4)
    expect(parents[0]?.children.map(({ cause }) => cause).sort()).toEqual(names.map((name) => `lambda-oom on ${name}`))

    test.now += 300_000
    test.finding = healthy()
    for (const name of names) await test.desk.alarm(alarmEvent(`${name}-errors`, name, 'OK', test.now), `ok-${name}`)
    expect((await test.records.get(parents[0]?.id ?? ''))?.state).toBe('recovered')
  })
})
