import type { App } from '@slack/bolt'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import type { Parts } from '../parts.ts'

/** A mention asks the same as the command, and is answered in its thread: commands cannot be typed there. */
export function listenToMentions(app: App, parts: Parts): void {
  app.event('app_mention', async ({ event, client, context }) => {
    const { user } = event
    if (user === undefined || event.bot_id !== undefined) return
    const venue = { client, channel: event.channel, user, isPrivate: false, threadTs: event.thread_ts ?? event.ts }
    await guarded(venue, parts, context, (reference) => answerLine(event.text, venue, parts, reference))
  })
}
