import { afterEach, describe, expect, it } from 'vitest'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import type { SlackMessage } from '../../sandbox/slack/workspace.ts'
import { alarmCount, causeKey, type Incident } from '../../src/incidents/incident.ts'
import { makeReplay, onCall, type Replay } from './replay.ts'
import { type Sequence, sequences } from './sequence.ts'
import { stormSequence } from './storm.ts'

const channel = 'C0INCIDENT'
const bot = { botToken: 'xoxb-test', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }
const signingSecret = 'a-signing-secret-of-the-test'

let slack: RunningSlack
let replay: Replay

async function played(sequence: Sequence, options: { readonly again?: boolean } = {}): Promise<readonly Incident[]> {
  slack = await startSlack({ signingSecret, botToken: bot.botToken, now: () => Date.parse(sequence.start) })
  replay = await makeReplay(sequence, { apiUrl: slack.apiUrl, bot, signingSecret, channel })
  slack.setRequestUrl(replay.app.url)
  await replay.run(options)
  return await replay.incidents()
}

afterEach(async () => {
  await replay.close()
  await slack.close()
})

function cards(): SlackMessage[] {
  return slack.control.messages(channel)
}

function replies({ ts }: SlackMessage): SlackMessage[] {
  return slack.control.thread(channel, ts).slice(1)
}

/** The incident a card is of, and the part of it that a message is. */
function partOf({ metadata }: SlackMessage): { readonly incident: string; readonly part: string } {
  return metadata?.event_payload as { incident: string; part: string }
}

function mentionsIn(text: string): number {
  return text.split(`<!subteam^${onCall}>`).length - 1
}

/** What every replay must keep to, whatever happened in it. */
function expectNothingTwice(): void {
  const all = cards().flatMap((card) => [card, ...replies(card)])
  const parts = all.map((message) => JSON.stringify(partOf(message)))
  expect(parts).toEqual([...new Set(parts)])
  expect(slack.control.calls('chat.postMessage')).toHaveLength(all.length)
  expect(slack.control.refusals()).toEqual([])
  expect(cards().filter(({ text }) => mentionsIn(text) > 1)).toEqual([])
  expect(
    cards()
      .flatMap(replies)
      .filter((reply) => JSON.stringify(reply).includes(onCall)),
  ).toEqual([])
  expect(all.filter(({ reply_broadcast: isBroadcast }) => isBroadcast)).toEqual([])
}

describe.each(sequences())('$name', ({ sequence }) => {
  it.each([
    ['once', false],
    ['again and again', true],
  ])(`${sequence.title}: one card with the right history, delivered %s`, async (_, again) => {
    const incidents = await played(sequence, { again })
    const byId = new Map(incidents.map((incident) => [incident.id, incident]))
    expect(replay.faults).toEqual([])
    expectNothingTwice()
    expect(cards()).toHaveLength(sequence.cards.length)
    for (const [index, card] of cards().entries()) {
      const { state, cause, text, says, thread } = sequence.cards[index] ?? {}
      const incident = byId.get(partOf(card).incident)
      // One whose alarms another took over stands on no list.
      expect({ state: incident?.state ?? 'closed', cause: incident?.diagnosis.cause?.id ?? null }).toEqual({
        state,
        cause,
      })
      expect(card.text).toContain(text)
      expect(mentionsIn(card.text)).toBe(1)
      const face = JSON.stringify(card.attachments)
      for (const words of says ?? []) expect(face).toContain(words)
      expect(replies(card).map((reply) => reply.text)).toEqual(thread?.map((words) => expect.stringContaining(words)))
    }
  })
})

describe('a storm', () => {
  it('of forty alarms: every alarm in one incident, one card for each cause and one over them', async () => {
    const incidents = await played(stormSequence())
    expect(replay.faults).toEqual([])
    expectNothingTwice()
    const alarms = stormSequence().batches.flatMap(({ messages }) => messages)
    const own = incidents.filter(({ kind, mergedInto }) => kind === 'alarm' && mergedInto === undefined)
    expect(own.reduce((sum, each) => sum + alarmCount(each), 0)).toBe(alarms.length)
    const causes = own.flatMap(({ diagnosis }) => causeKey(diagnosis.cause) ?? [])
    expect(causes).toEqual([...new Set(causes)])
    expect(incidents.filter(({ kind }) => kind === 'account')).toHaveLength(1)
    // People are called by what came before the storm was known, and once for all of it.
    expect(
      cards()
        .filter(({ text }) => mentionsIn(text) > 0)
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining('Many alarms')])
    expect(cards().filter(({ text }) => text.includes('Many alarms in 123456789012'))).toHaveLength(1)
  }, 60_000)
})
