import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { SlackMessage } from '../report/slack/message.ts'
import { partsInSlack } from './outbox.ts'
import { copyOf, isUninvited, patiently, type Venue } from './venue.ts'

const answerEvent = 'firstlook_answer'
const quiet = { unfurl_links: false, unfurl_media: false } as const
const attempts = 3

/**
 * Posts a message that everybody sees and returns its `ts`; `part` tells it from the request's others. When nobody knows whether a post
 * arrived, Slack is asked before it is posted again.
 */
export async function post(venue: Venue, message: SlackMessage, threadTs?: string, part = 'card'): Promise<string> {
  const { client, sender = client, channel } = venue
  const incident = requestKey(venue)
  const posted = {
    ...{ channel, ...copyOf(message), ...quiet },
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(incident !== undefined && { metadata: { event_type: answerEvent, event_payload: { incident, part } } }),
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const { ts } = await patiently(() => sender.chat.postMessage(posted))
      if (ts === undefined) throw new Error('chat.postMessage returned no ts')
      return ts
    } catch (error) {
      const isCertain = error instanceof WebAPIPlatformError || error instanceof WebAPIRateLimitedError
      if (isCertain || incident === undefined || attempt === attempts) throw error
      const ts = (await partsPosted(venue, incident, threadTs)).get(part)
      if (ts !== undefined) return ts
    }
  }
}

/** Posts messages into a thread, in their order, but those whose part is `there` already. */
export async function postAll(
  venue: Venue,
  messages: readonly SlackMessage[],
  threadTs: string,
  there: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  for (const [index, message] of messages.entries()) {
    const part = `reply.${index}`
    if (!there.has(part)) await post(venue, message, threadTs, part)
  }
}

/** What an earlier delivery of the venue's request has posted: `ts` by part. Slack is asked only when there was one. */
export async function postedBefore(venue: Venue): Promise<ReadonlyMap<string, string>> {
  const key = requestKey(venue)
  if (key === undefined || venue.request?.isAgain !== true) return new Map()
  return await partsPosted(venue, key, venue.threadTs).catch((error: unknown) => {
    // Where the app is no member it has posted nothing.
    if (isUninvited(error)) return new Map<string, string>()
    throw error
  })
}

async function partsPosted({ client, channel }: Venue, key: string, threadTs: string | undefined) {
  return await partsInSlack(key, { channel, ...(threadTs !== undefined && { cardTs: threadTs }) }, client)
}

/** How a request's messages are named in their metadata. */
function requestKey({ request }: Venue): string | undefined {
  return request === undefined ? undefined : `request ${request.id}`.slice(0, 250)
}
