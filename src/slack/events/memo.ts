import type { App } from '@slack/bolt'
import { guarded } from '../guarded.ts'
import { onIncident } from '../incidents/door.ts'
import { noteCharacters } from '../incidents/forms.ts'
import { incidentOfThread, isOurs, messageAt } from '../incidents/of-thread.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { messageText } from '../shortcuts/message-text.ts'
import { tell } from '../venue.ts'

/** The name of 📝. https://docs.slack.dev/reference/events/reaction_added */
const memo = 'memo'

/** A 📝 on what somebody said in the thread of an incident makes it a note of the incident, once however many people react. */
export function listenToMemos(app: App, parts: Parts): void {
  app.event('reaction_added', async ({ event, client, context }) => {
    const { reaction, item, user } = event
    if (reaction !== memo || parts.incidents === undefined) return
    const { channel, ts } = item
    const said = await messageAt(client, channel, ts)
    if (said?.thread_ts === undefined || said.thread_ts === ts || isOurs(said, context)) return
    const incidentId = await incidentOfThread(client, { channel, threadTs: said.thread_ts }, context)
    if (incidentId === undefined) return
    const text = messageText(said).slice(0, noteCharacters)
    if (text === '') return
    const venue = { client, channel, user, isPrivate: false, threadTs: said.thread_ts }
    await guarded(venue, parts, context, () =>
      onIncident({ incidentId, id: `memo ${channel} ${ts}` }, venue, parts, async ({ incident, door, id }) => {
        const author = said.user
        const note = { type: 'noted', text, author: author ?? 'somebody' } as const
        const { isNew } = await door.desk.happen(incident.id, note, id, { kind: 'person', user })
        const words = isNew
          ? 'Noted: it is in the timeline of the incident.'
          : 'It is in the timeline of the incident already.'
        await tell(venue, notice(words))
      }),
    )
  })
}
