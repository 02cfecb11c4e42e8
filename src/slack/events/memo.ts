import type { App, Context } from '@slack/bolt'
import { escapeMrkdwn } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { guarded } from '../guarded.ts'
import { onIncident } from '../incidents/door.ts'
import { noteCharacters } from '../incidents/forms.ts'
import { incidentOfThread, isOurs, messageAt } from '../incidents/of-thread.ts'
import { spoken } from '../incidents/spoken.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { messageText } from '../shortcuts/message-text.ts'
import { tell, type Venue } from '../venue.ts'

/** The name of 📝. https://docs.slack.dev/reference/events/reaction_added */
const memo = 'memo'

/**
 * A 📝 on what somebody said makes it a note, once however many people react: of the incident in whose thread it was said, elsewhere of the shift of the
 * channel's rotation. In a channel without one nothing comes of it, because there people mean something else by it.
 */
export function listenToMemos(app: App, parts: Parts): void {
  app.event('reaction_added', async ({ event, client, context }) => {
    const { reaction, item, user } = event
    if (reaction !== memo || parts.incidents === undefined) return
    const { channel, ts } = item
    const said = await messageAt(client, channel, ts)
    if (said === undefined || isOurs(said, context)) return
    const thread = said.thread_ts === ts ? undefined : said.thread_ts
    const incidentId =
      thread === undefined ? undefined : await incidentOfThread(client, { channel, threadTs: thread }, context)
    const text = messageText(said).slice(0, noteCharacters)
    if (text === '') return
    const venue = { client, channel, user, isPrivate: false, ...(thread === undefined ? {} : { threadTs: thread }) }
    if (incidentId === undefined)
      return await noteOfShift({ venue, text, said: { ts, author: said.user } }, parts, context)
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

interface Remark {
  readonly venue: Venue
  readonly text: string
  readonly said: { readonly ts: string; readonly author: string | undefined }
}

/** What `/aws note` does, with what somebody has said. */
async function noteOfShift({ venue, text, said }: Remark, parts: Parts, context: Context): Promise<void> {
  const { onCall } = parts
  const source = await onCall?.desk.ofChannel(venue.channel)
  if (onCall === undefined || source === undefined) return
  await guarded(venue, parts, context, async () => {
    const note = { text: redact(text), by: said.author ?? venue.user, at: parts.clock() }
    const isNew = await onCall.notes.add(venue.channel, note, `memo-${venue.channel}-${said.ts}`)
    const words = isNew ? 'Noted.' : 'It was noted already.'
    await tell(venue, spoken(`:memo: ${words} The handoff of *${escapeMrkdwn(source.name)}* tells it.`))
  })
}
