import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeReplay, onCall, type Replay } from '../sequences/replay.ts'
import { sequenceOf } from '../sequences/sequence.ts'
import {
  bot,
  channel,
  type ForeignMessage,
  isInstalled,
  type LocalSlack,
  makeLocalSlack,
  signingSecret,
} from './local-slack/start.ts'

const recorded = [
  'fire.json',
  'repeat.json',
  'flap.json',
  'ok-when-it-stopped.json',
  'reopen.json',
  'duplicate.json',
  'out-of-order.json',
  'composite.json',
  'composite-nested.json',
  'cross-account.json',
].map(sequenceOf)

let slack: LocalSlack

beforeEach(async () => {
  slack = await makeLocalSlack()
})

afterEach(async () => {
  await slack.close()
})

function repliesTo(card: ForeignMessage, messages: readonly ForeignMessage[]): readonly ForeignMessage[] {
  return messages.filter(({ thread_ts: thread, ts }) => thread === card.ts && ts !== thread)
}

/** Of the words that a thread is to say, those it says, each after the one before and once: lines that waited together are one message. */
function inOrder(replies: readonly ForeignMessage[], thread: readonly string[]): readonly string[] {
  const told = replies.map(({ text }) => text).join('\n')
  let from = 0
  return thread.filter((words) => {
    const at = told.indexOf(words, from)
    if (at !== -1) from = at + words.length
    return at !== -1
  })
}

describe.runIf(isInstalled)('in a Slack that somebody else wrote', () => {
  it.each(recorded)('$title: a card edited in place for each incident, with the right history', async (sequence) => {
    const replay: Replay = await makeReplay(sequence, { apiUrl: `${slack.url}/api/`, bot, signingSecret, channel })
    try {
      await slack.start(replay.app.url)
      await replay.run({ again: true })
      expect(replay.faults).toEqual([])
      const messages = await slack.messages()
      const cards = messages.filter(({ thread_ts: thread, ts }) => thread === undefined || thread === ts)
      expect(cards.map(({ text }) => text)).toEqual(sequence.cards.map(({ text }) => expect.stringContaining(text)))
      for (const [index, card] of cards.entries()) {
        expect(card.text.split(`<!subteam^${onCall}>`).length).toBeLessThanOrEqual(2)
        const replies = repliesTo(card, messages)
        expect(inOrder(replies, sequence.cards[index]?.thread ?? [])).toEqual(sequence.cards[index]?.thread)
        expect(new Set(replies.map(({ text }) => text)).size).toBe(replies.length)
        expect(replies.length).toBeLessThanOrEqual(sequence.cards[index]?.thread.length ?? 0)
        expect(JSON.stringify(replies)).not.toContain(onCall)
      }
    } finally {
      await replay.close()
    }
  })
})
