import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeReplay, onCall, type Replay } from '../sequences/replay.ts'
import { sequenceOf } from '../sequences/sequence.ts'
import { bot, channel, isInstalled, type LocalSlack, makeLocalSlack, signingSecret } from './local-slack/start.ts'

const sequence = sequenceOf('reopen.json')

let slack: LocalSlack
let replay: Replay

describe.runIf(isInstalled)(`${sequence.title}, in a Slack that somebody else wrote`, () => {
  beforeAll(async () => {
    slack = await makeLocalSlack()
    replay = await makeReplay(sequence, { apiUrl: `${slack.url}/api/`, bot, signingSecret, channel })
    await slack.start(replay.app.url)
  })

  afterAll(async () => {
    await replay?.close()
    await slack?.close()
  })

  it('gives one card, edited in place, with the right history', async () => {
    await replay.run({ again: true })
    expect(replay.faults).toEqual([])
    const messages = await slack.messages()
    const [card, ...others] = messages.filter(({ thread_ts: thread, ts }) => thread === undefined || thread === ts)
    const [expected] = sequence.cards
    expect(others).toEqual([])
    expect(card?.text).toContain(expected?.text)
    expect(card?.text.split(`<!subteam^${onCall}>`)).toHaveLength(2)
    const replies = messages.filter(({ thread_ts: thread, ts }) => thread === card?.ts && ts !== thread)
    expect(replies.map(({ text }) => text)).toEqual(expected?.thread.map((words) => expect.stringContaining(words)))
    expect(JSON.stringify(replies)).not.toContain(onCall)
  })
})
