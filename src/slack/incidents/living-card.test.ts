import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeMessage } from '../../../sandbox/slack/messages.ts'
import { alarmEvent } from '../../incidents/desk-in-test.ts'
import { foundReport } from '../../report/example-reports.ts'
import { channel, reported, startAppInTest } from '../app-in-test.ts'
import { type IncidentInTest, startIncident } from './incident-in-test.ts'

const arn = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors'
let test: IncidentInTest

beforeEach(async () => {
  test = await startIncident()
})
afterEach(async () => {
  await test.app.close()
})

const shown = () => test.app.shown()
const configured = async (operation: 'update' | 'delete', at: number, id = `${operation} ${at}`) => {
  const event = {
    ...{ source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm Configuration Change', resources: [arn] },
    ...{ id, account: '123456789012', region: 'eu-west-1', time: new Date(at).toISOString() },
    detail: { operation, alarmName: 'orders-errors' },
  }
  await test.app.server.alarm(event)
  await test.app.server.idle()
}

describe('the card of an alarm', () => {
  it('that was deleted does not say OK, and lives again when the alarm is made anew', async () => {
    test.now += 60_000
    await configured('delete', test.now)
    expect(await test.incident()).toMatchObject({ state: 'recovered' })
    expect(shown()).toContain('*Alarm deleted*')
    expect(shown()).toContain('nothing tells whether it is over')
    expect(shown()).not.toContain('OK since')
    test.now += 60_000
    await test.alarm('ALARM')
    expect(await test.incident()).toMatchObject({ state: 'firing', reopenings: 1 })
    expect(shown()).toContain('*Firing again*')
  })

  it('fires on when the news that an earlier alarm of its name was deleted comes late', async () => {
    await configured('delete', test.now - 60_000)
    expect(await test.incident()).toMatchObject({ state: 'firing' })
  })

  it('tells an edit once, however often EventBridge does', async () => {
    const at = test.now + 1000
    await configured('update', at, 'one')
    await configured('update', at, 'another')
    expect(test.lines().filter((line) => line.includes('was edited'))).toHaveLength(1)
  })

  it('that closed by itself still says what looking again has shown', async () => {
    test.app.answer = async () =>
      reported({ ...foundReport, verdict: 'recovered', causes: [], earlier: foundReport.causes })
    test.now += 60_000
    await test.alarm('OK')
    await test.pass(61)
    expect(await test.incident()).toMatchObject({ state: 'closed' })
    expect(shown()).toContain('Only quiet: nothing shows that the cause was removed.')
  })

  it('that somebody deleted in Slack is told anew, with its thread', async () => {
    const { ts } = test.card()
    const { state, control } = test.app.slack
    for (const message of control.messages(channel)) removeMessage(state, message)
    test.now += 60_000
    await test.alarm('OK')
    expect(test.card().ts).not.toBe(ts)
    expect(shown()).toContain('*Recovered')
    expect(test.lines().filter((line) => line.includes('fired at'))).toHaveLength(1)
  })
})

describe('while a diagnosis runs', () => {
  it('the card says what was seen so far, and nothing of it once the answer is there', async () => {
    const app = await startAppInTest({}, { pause: async () => undefined })
    let finish: () => void = () => undefined
    app.answer = async (_, onProgress) => {
      onProgress?.({
        ...{ step: 'reading', readsDone: 3, readsStarted: 8, causesDecided: 2, causesTotal: 40 },
        seen: 'orders: Errors 37 of 1,215',
      })
      await new Promise<void>((resolve) => (finish = resolve))
      return reported()
    }
    await app.server.alarm(alarmEvent('orders-errors', 'orders', 'ALARM', Date.now()))
    await expect.poll(app.shown).toContain('Seen so far: orders: Errors 37 of 1,215. 3 of 8 reads')
    finish()
    await app.server.idle()
    expect(app.shown()).not.toContain('Seen so far')
    expect(app.slack.control.messages(channel)).toHaveLength(1)
    await app.close()
  })
})
