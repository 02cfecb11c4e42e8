import { RespondError, type RespondFn } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { SlackMessage } from '../report/slack/message.ts'

/** Where an answer goes, and to whom. */
export interface Venue {
  readonly client: WebClient
  readonly channel: string
  readonly user: string
  /** Set when the answer belongs into a thread that is already there. */
  readonly threadTs?: string
  /** Results are for the asker alone. */
  readonly isPrivate: boolean
  /** Present for commands, buttons and shortcuts: answers even where the app is no member. Five uses in 30 minutes. */
  readonly respond?: RespondFn
  /** Present for commands: opens a form, within three seconds. */
  readonly triggerId?: string
  /** The request that is answered: its messages bear its id, so that a later delivery of it finds them. */
  readonly request?: { readonly id: string; readonly isAgain: boolean }
  /** Sends a call once and never again by itself; `client` when absent. */
  readonly sender?: WebClient
}

const patienceSeconds = 10
const unfurled = { unfurl_links: false, unfurl_media: false } as const
const attempts = 3
const respondUses = 4

/** Replaces a message of ours. */
export async function edit({ client, channel }: Venue, ts: string, message: SlackMessage): Promise<void> {
  await patiently(() => client.chat.update({ channel, ts, ...copyOf(message) }))
}

/** Removes a message of ours; one that is gone already is no error. */
export async function remove({ client, channel }: Venue, ts: string): Promise<void> {
  try {
    await patiently(() => client.chat.delete({ channel, ts }))
  } catch (error) {
    if (!isPlatformError(error, ['message_not_found', 'cant_delete_message'])) throw error
  }
}

/** Tells the asker alone. */
export async function tell(venue: Venue, message: SlackMessage): Promise<void> {
  if (venue.respond !== undefined) {
    await venue.respond({ ...copyOf(message), response_type: 'ephemeral', replace_original: false })
    return
  }
  const { client, channel, user, threadTs } = venue
  // In App Home there is no channel to whisper in.
  if (channel === '') {
    await patiently(() => client.chat.postMessage({ channel: user, ...copyOf(message), ...unfurled }))
    return
  }
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
  await patiently(() => client.chat.postEphemeral({ channel, user, ...copyOf(message), ...thread }))
}

/** Tells the asker alone, in several messages. */
export async function tellAll(venue: Venue, messages: readonly SlackMessage[]): Promise<void> {
  for (const message of messages.slice(0, respondUses)) await tell(venue, message)
  // The address of a command or button takes five messages; from there on they are ordinary ephemeral ones.
  const { respond: _, ...unaddressed } = venue
  for (const message of messages.slice(respondUses)) await tell(unaddressed, message)
}

/** Whether the app may not post here, because nobody invited it. */
export function isUninvited(error: unknown): boolean {
  return isPlatformError(error, ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])
}

/** Whether Slack does not know, or does not take, a block of the message. */
export function isRefusedBlock(error: unknown): boolean {
  return (
    isPlatformError(error, ['invalid_blocks', 'invalid_blocks_format']) ||
    (error instanceof RespondError && error.statusCode === 400)
  )
}

function isPlatformError(error: unknown, codes: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && codes.includes(error.data.error)
}

/** A message as the Web API's arguments. */
export function copyOf({ text, blocks }: SlackMessage): { text: string; blocks: KnownBlock[] } {
  return { text, blocks: [...blocks] }
}

/** Waits out short rate limits; longer ones are thrown, so that the queue tries again later. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const isShort = error instanceof WebAPIRateLimitedError && error.retryAfter <= patienceSeconds
      if (!isShort || attempt === attempts) throw error
      await new Promise((resume) => setTimeout(resume, error.retryAfter * 1000))
    }
  }
}
