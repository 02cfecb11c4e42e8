import type { BlockAction, RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Venue } from '../venue.ts'

/** Where a press of a button is answered: in the thread of the message it stands under, to the person who pressed it. */
export function venueOf(body: BlockAction, client: WebClient, respond: RespondFn): Venue {
  const { container, message } = body
  const isEphemeral = container.is_ephemeral === true
  const thread: unknown = message?.thread_ts ?? container.thread_ts
  const threadTs = typeof thread === 'string' ? thread : undefined
  return {
    client,
    channel: body.channel?.id ?? '',
    user: body.user.id,
    isPrivate: isEphemeral,
    respond,
    ...(threadTs === undefined ? {} : { threadTs }),
  }
}

/** The message a button stands under, which is the root of its thread unless it is in one. */
export function rootOf(body: BlockAction): string | undefined {
  const { message, container } = body
  const ts: unknown = message?.thread_ts ?? container.thread_ts ?? message?.ts ?? container.message_ts
  return typeof ts === 'string' && container.is_ephemeral !== true ? ts : undefined
}

/** What a pressed button or a chosen item holds. */
export function heldBy(action: object): string {
  if ('value' in action && typeof action.value === 'string') return action.value
  const option = 'selected_option' in action ? action.selected_option : undefined
  return option !== null && typeof option === 'object' && 'value' in option ? String(option.value) : ''
}
