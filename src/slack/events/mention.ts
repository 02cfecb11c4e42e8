import type { App } from '@slack/bolt'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import { answerInThread } from '../incidents/answer-in-thread.ts'
import type { Parts } from '../parts.ts'

/**
 * A mention asks the same as the command, and is answered in its thread: commands cannot be typed there. In the thread of an incident it
 * may leave out what it is about.
 */
export function listenToMentions(app: App, parts: Parts): void {
  app.event('app_mention', async ({ event, client, context }) => {
    const { user, text, ts, thread_ts: threadTs } = event
    if (user === undefined || event.bot_id !== undefined) return
    const venue = { client, channel: event.channel, user, isPrivate: false, threadTs: threadTs ?? ts }
    await guarded(venue, parts, context, async (reference, here) => {
      const said = { text, ts, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) }
      const isAnswered = await answerInThread(said, here, parts, { reference, ourselves: context })
      if (!isAnswered) await answerLine(text, here, parts, reference)
    })
  })
}
