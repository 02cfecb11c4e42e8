import { alarmEvent, startedAt } from '../../incidents/desk-in-test.ts'
import type { Incident } from '../../incidents/incident.ts'
import { type AppInTest, channel, startAppInTest } from '../app-in-test.ts'

/** An incident in a local Slack, and a clock that moves by hand. */
export interface IncidentInTest {
  readonly app: AppInTest
  /** Epoch milliseconds. */
  now: number
  readonly incident: () => Promise<Incident>
  /** Lets the alarm say this, at the clock's time. */
  readonly alarm: (state: 'ALARM' | 'OK') => Promise<void>
  /** Presses a button of the card, or chooses in its menu, and waits for what comes of it. */
  readonly press: (actionId: string, options?: { readonly user?: string; readonly choice?: string }) => Promise<void>
  readonly submit: (choices: Readonly<Record<string, string>>, user?: string) => Promise<{ readonly outcome: string }>
  /** The thread under the card as text and JSON, without the card. */
  readonly lines: () => string[]
  readonly card: () => { readonly ts: string; readonly channel: string }
  /** Moves the clock and does what is due by then. */
  readonly pass: (minutes: number) => Promise<void>
}

export async function startIncident(
  config: Parameters<typeof startAppInTest>[0] = {},
  more: Parameters<typeof startAppInTest>[1] = {},
): Promise<IncidentInTest> {
  const test: IncidentInTest = {
    app: await startAppInTest(config, { clock: () => test.now, pause: async () => undefined, ...more }),
    now: startedAt,
    incident: async () => {
      const open = await test.app.server.records?.listOpen()
      const [first] = open?.records ?? []
      const closed = await test.app.server.records?.listClosed(new Date(test.now).toISOString().slice(0, 7))
      const incident = first ?? closed?.records[0]
      if (incident === undefined) throw new Error('there is no incident')
      return (await test.app.server.records?.get(incident.id)) ?? incident
    },
    alarm: async (state) => {
      await test.app.server.alarm(alarmEvent('orders-errors', 'orders', state, test.now))
      await test.app.server.idle()
    },
    press: async (actionId, { user, choice } = {}) => {
      const given = { ...(user === undefined ? {} : { user }), ...(choice === undefined ? {} : { choice }) }
      await test.app.slack.control.click({ place: test.card(), actionId, ...given })
      await test.app.server.idle()
    },
    submit: async (choices, user) => {
      const filled = Object.fromEntries(Object.entries(choices).map(([block, value]) => [block, { value }]))
      const outcome = await test.app.slack.control.submitView(filled, user === undefined ? {} : { user })
      await test.app.server.idle()
      return outcome
    },
    card: () => {
      const [first] = test.app.slack.control.messages(channel)
      if (first === undefined) throw new Error('the incident has no card')
      return first
    },
    lines: () => {
      const [, ...replies] = test.app.slack.control.thread(channel, test.card().ts)
      return replies.map((message) => `${message.text} ${JSON.stringify(message.blocks)}`)
    },
    pass: async (minutes) => {
      test.now += minutes * 60_000
      await test.app.server.runDue()
      await test.app.server.idle()
    },
  }
  await test.alarm('ALARM')
  return test
}
