import { alarmEvent } from '../../src/incidents/desk-in-test.ts'
import { foundReport } from '../../src/report/example-reports.ts'
import { channel } from './life.ts'
import { type Scene, type SceneOptions, startScene } from './scene.ts'

/** What came of one run. */
export interface Told {
  /** Outgoing calls. */
  readonly calls: number
  readonly deaths: number
  /** Everything that was lost, doubled or left unfinished, in words. */
  readonly faults: readonly string[]
  readonly errors: readonly string[]
}

/** Something that happens from its beginning to its end, and what must be in Slack then. */
export interface Story {
  readonly name: string
  readonly run: (options?: SceneOptions) => Promise<Told>
}

const [cause] = foundReport.causes

/** A question typed, until its answer stands in the thread. */
export const command: Story = {
  name: 'a command’s answer',
  run: (options) =>
    played(options, async (scene) => {
      const raw = new URLSearchParams({
        ...{ command: '/aws', text: 'why-errors orders', channel_id: channel, user_id: 'U0ADA00000', team_id: 'T1' },
        ...{ trigger_id: '1.2.3', response_url: `${scene.slack.apiUrl}gone` },
      }).toString()
      const envelope = { v: 1, contentType: 'application/x-www-form-urlencoded', raw, receivedAt: scene.now() }
      await scene.deliver(envelope, 'command-1')
      const cards = scene.slack.control.messages(channel)
      return [
        ...(cards.length === 1 ? [] : [`${cards.length} messages in the channel`]),
        ...cards.filter((card) => /Looking/.test(textOf(card))).map(() => 'a message still says “Looking”'),
        ...(cards.some(namesCause) ? [] : ['no message names the cause']),
        ...cards.flatMap(({ ts }) => threadFaults(scene, ts, 1)),
      ]
    }),
}

/** An alarm that fires, is diagnosed, and is over. */
export const alarm: Story = {
  name: 'an alarm’s life',
  run: (options) =>
    played(options, async (scene) => {
      await firesAndEnds(scene)
      const { records: all } = await scene.records.listOpen()
      const cards = scene.slack.control.messages(channel)
      const [incident] = all
      return [
        ...(all.length === 1 ? [] : [`${all.length} incidents`]),
        ...(incident?.diagnosis.status === 'running' ? ['the diagnosis is said to run for ever'] : []),
        ...(incident?.alarms.some(({ state }) => state === 'ALARM') === true
          ? ['the alarm is still said to fire']
          : []),
        ...(cards.length === 1 ? [] : [`${cards.length} cards`]),
        ...cards.filter((card) => !namesCause(card)).map(() => 'the card does not name the cause'),
        ...cards.filter((card) => !/Recovered/.test(textOf(card))).map(() => 'the card does not say that it is over'),
        ...cards.flatMap(({ ts }) => threadFaults(scene, ts, 2)),
      ]
    }),
}

/** The same, with all that is planned, until the incident is closed. */
export const wholeLife: Story = {
  name: 'an incident until it is closed',
  run: (options) =>
    played(options, async (scene) => {
      await firesAndEnds(scene)
      await scene.pass(24 * 3_600_000)
      const { records: open } = await scene.records.listOpen()
      const cards = scene.slack.control.messages(channel)
      return [
        ...open.map(({ state }) => `the incident is still open: ${state}`),
        ...(cards.length === 1 ? [] : [`${cards.length} cards`]),
        ...cards.filter((card) => !namesCause(card)).map(() => 'the card does not name the cause'),
        ...cards.filter((card) => !/Closed/.test(textOf(card))).map((card) => `the card says “${textOf(card)}”`),
        ...cards.flatMap(({ ts }) => threadFaults(scene, ts, 2)),
      ]
    }),
}

/** An alarm whose end is told before its beginning, late. */
export const overtakenAlarm: Story = {
  name: 'an OK before its ALARM',
  run: (options) =>
    played(options, async (scene) => {
      const firing = alarmEvent('orders-errors', 'orders', 'ALARM', scene.now())
      const over = alarmEvent('orders-errors', 'orders', 'OK', scene.now() + 60_000)
      await scene.pass(120_000)
      scene.alarm = { name: 'orders-errors', arn: '', state: 'OK', configuration: { metrics: [] } }
      await scene.deliver(over, 'alarm-2')
      await scene.deliver(firing, 'alarm-1')
      const { records: all } = await scene.records.listOpen()
      return all.filter(({ state }) => state === 'firing').map(() => 'an alarm that is over is said to fire')
    }),
}

async function firesAndEnds(scene: Scene): Promise<void> {
  await scene.deliver(alarmEvent('orders-errors', 'orders', 'ALARM', scene.now()), 'alarm-1')
  await scene.pass(60_000)
  await scene.deliver(alarmEvent('orders-errors', 'orders', 'OK', scene.now()), 'alarm-2')
}

async function played(
  options: SceneOptions | undefined,
  play: (scene: Scene) => Promise<readonly string[]>,
): Promise<Told> {
  const scene = await startScene(options)
  try {
    const faults = await play(scene)
    return {
      calls: scene.calls(),
      deaths: scene.deaths(),
      faults: [...faults, ...scene.lost.map((id) => `${id} was lost`)],
      errors: scene.errors,
    }
  } finally {
    await scene.close()
  }
}

function threadFaults({ slack }: Scene, ts: string, least: number): string[] {
  const replies = slack.control.thread(channel, ts).filter((message) => message.ts !== ts)
  // Ids and times differ between two copies of one message.
  const seen = replies.map(({ text, blocks, attachments }) =>
    JSON.stringify([text, blocks, attachments]).replaceAll(/"(value|block_id)":"[^"]*"/g, ''),
  )
  return [
    ...(replies.length >= least ? [] : [`${replies.length} replies where ${least} were to come`]),
    ...(new Set(seen).size === seen.length ? [] : [`${seen.length - new Set(seen).size} replies are there twice`]),
  ]
}

function namesCause(message: object): boolean {
  return cause !== undefined && JSON.stringify(message).includes(JSON.stringify(cause.summary).slice(1, -1))
}

function textOf({ text }: { readonly text?: string }): string {
  return text ?? ''
}
