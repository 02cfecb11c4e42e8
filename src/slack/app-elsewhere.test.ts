import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foundReport, healthyReport } from '../report/example-reports.ts'
import { blockFaults } from '../report/slack-limits.ts'
import { type AppInTest, channel, only, reported, startAppInTest } from './app-in-test.ts'

let app: AppInTest

beforeEach(async () => {
  app = await startAppInTest()
})

afterEach(async () => {
  const refused = app.slack.control.refusals().filter(({ error }) => error?.includes('invalid'))
  await app.close()
  expect(refused).toEqual([])
})

describe('the buttons of a card', () => {
  async function pressed(actionId: string, choice?: string) {
    expect(await app.typed('/aws why-502 orders-api')).toBe('ok')
    const card = only(app.slack.control.messages(channel))
    const value =
      choice === undefined
        ? undefined
        : (new RegExp(`"value":"(${choice}:[^"]+)"`).exec(JSON.stringify(card.blocks))?.[1] ?? '')
    await app.slack.control.click({
      place: { channel, ts: card.ts },
      actionId,
      ...(value === undefined ? {} : { choice: value }),
    })
    await app.server.idle()
    return card
  }

  it('Re-check asks the same again up to now, in the thread', async () => {
    app.answer = async () => reported(app.asked.length > 1 ? healthyReport : foundReport)
    const card = await pressed('report_recheck')
    const [first, second] = app.asked
    expect(second).toMatchObject({ name: 'orders-api', symptom: '502' })
    expect((second?.window.to ?? 0) - (second?.window.from ?? 0)).toBe(
      (first?.window.to ?? 0) - (first?.window.from ?? 0),
    )
    expect(app.slack.control.messages(channel)).toHaveLength(1)
    expect(JSON.stringify(app.slack.control.thread(channel, card.ts))).toContain('No failure seen')
  })

  it('Fix steps shows the fix to whoever pressed', async () => {
    await pressed('report_fix_steps')
    expect(app.whispered()).toContain('aws lambda update-alias')
  })

  it('⋯ gives Markdown to copy', async () => {
    await pressed('report_more', 'markdown')
    expect(app.whispered()).toContain('# Cause found')
  })
})

describe('elsewhere than a command', () => {
  it('a mention asks the same and is answered in its thread', async () => {
    const mention = await app.slack.control.mention('why-502 orders-api')
    await app.server.idle()
    expect(only(app.asked)).toMatchObject({ name: 'orders-api' })
    const thread = app.slack.control.thread(channel, mention.ts)
    expect(JSON.stringify(thread)).toContain('Cause found')
    expect(app.slack.control.messages(channel)).toHaveLength(1)
  })

  it('a mention that cannot be read is answered to its writer alone', async () => {
    await app.slack.control.mention('why-502')
    await app.server.idle()
    expect(app.whispered()).toContain('Name an API')
    expect(app.asked).toEqual([])
  })

  it('Diagnose this asks what a message says outright, around its time, in its thread', async () => {
    const said = await app.slack.control.say('ALARM: /aws/lambda/orders-handler Task timed out after 3.00 seconds')
    await app.slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await app.server.idle()
    expect(only(app.asked)).toMatchObject({ symptom: 'timeout', name: 'orders-handler' })
    expect(JSON.stringify(app.slack.control.thread(channel, said.ts))).toContain('Cause found')
  })

  it('Diagnose this asks in a modal what a message does not say', async () => {
    const said = await app.slack.control.say('checkout is broken again :(')
    await app.slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await app.server.idle()
    const view = app.slack.control.view()
    expect(blockFaults([...(view?.blocks ?? [])], 'view')).toEqual([])
    await app.slack.control.submitView({ verb: { value: 'why-errors' }, rest: { value: 'checkout-worker last 30m' } })
    await app.server.idle()
    expect(only(app.asked)).toMatchObject({ symptom: 'errors', name: 'checkout-worker' })
    expect(JSON.stringify(app.slack.control.thread(channel, said.ts))).toContain('Cause found')
  })

  it('Diagnose this says how to ask when the modal came too late', async () => {
    app.slack.control.fault({ method: 'views.open', kind: 'refused', error: 'expired_trigger_id' })
    const said = await app.slack.control.say('checkout is broken again :(')
    await app.slack.control.shortcut('diagnose_message', { channel, ts: said.ts })
    await app.server.idle()
    expect(app.whispered()).toContain('Mention me in its thread')
    expect(app.logged).toEqual([])
  })

  it('an alarm is answered in the channel of the configuration, once', async () => {
    const event = {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '123456789012',
      region: 'eu-west-1',
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors'],
      detail: {
        alarmName: 'orders-errors',
        state: { value: 'ALARM', timestamp: '2026-11-23T14:25:40.989+0000' },
        configuration: {
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } },
              },
            },
          ],
        },
      },
    }
    await app.server.alarm(event)
    await app.server.alarm(event)
    await app.server.idle()
    expect(only(app.asked)).toMatchObject({ symptom: 'errors', name: 'orders', account: '123456789012' })
    const card = only(app.slack.control.messages(channel))
    expect(card.text).toContain('*Firing*  orders-errors')
    expect(JSON.stringify(app.slack.control.thread(channel, card.ts))).toContain('Cause id')
  })
})
