import type { SlackMessage } from '../../report/slack/message.ts'
import { tell, type Venue } from '../venue.ts'

/** Tells the person alone, by direct message where there is no channel, as in App Home. */
export async function say(venue: Venue, message: SlackMessage): Promise<void> {
  if (venue.channel !== '') return await tell(venue, message)
  const { text, blocks } = message
  await venue.client.chat.postMessage({
    channel: venue.user,
    text,
    blocks: [...blocks],
    unfurl_links: false,
    unfurl_media: false,
  })
}
