import { addMessage, findMessage, wireMessage } from '../messages.ts'
import { addReaction, removeReaction } from '../web-api/presence.ts'
import type { SlackMessage } from '../workspace.ts'
import { escapeNames, type TypedLine } from './commands.ts'
import { type Delivered, deliverPayload, type Outgoing, payloadHead } from './delivery.ts'
import { type EventOutcome, sendEvent } from './events.ts'

/** Says a line as a person; the app hears of a mention or a direct message. */
export function say(outgoing: Outgoing, line: TypedLine): { message: SlackMessage; events: Promise<EventOutcome[]> } {
  const { workspace } = outgoing
  const text = escapeNames(workspace, line.text)
  const message = addMessage(workspace, {
    type: 'message',
    channel: line.channel,
    ts: workspace.nextTs(),
    text,
    user: line.user,
    ...(line.threadTs && { thread_ts: line.threadTs }),
  })
  const event = {
    user: line.user,
    text,
    ts: message.ts,
    event_ts: message.ts,
    channel: line.channel,
    team: workspace.app.teamId,
    ...(line.threadTs && { thread_ts: line.threadTs }),
  }
  const isDirect = workspace.channels.get(line.channel)?.directMessageWith !== undefined
  if (isDirect) {
    return { message, events: Promise.all([sendEvent(outgoing, { type: 'message', channel_type: 'im', ...event })]) }
  }
  if (!text.includes(`<@${workspace.app.botUserId}>`)) return { message, events: Promise.resolve([]) }
  return { message, events: Promise.all([sendEvent(outgoing, { type: 'app_mention', ...event })]) }
}

/** Adds a person's reaction, or takes it back when it is there; the app hears of both. */
export async function react(
  outgoing: Outgoing,
  user: string,
  channel: string,
  ts: string,
  name: string,
): Promise<void> {
  const { workspace } = outgoing
  const message = findMessage(workspace, channel, ts)
  const added = addReaction(workspace, channel, ts, name, user)
  if (!added && !removeReaction(workspace, channel, ts, name, user)) return
  await sendEvent(outgoing, {
    type: added ? 'reaction_added' : 'reaction_removed',
    user,
    reaction: name,
    item_user: message?.user,
    item: { type: 'message', channel, ts },
    event_ts: workspace.nextTs(),
  })
}

/** Tells the app that a person looks at its Home or Messages tab. */
export function openAppHome(outgoing: Outgoing, user: string, tab: 'home' | 'messages'): Promise<EventOutcome> {
  const { workspace } = outgoing
  const direct = [...workspace.channels.values()].find((channel) => channel.directMessageWith === user)
  const view = workspace.homes.get(user)
  return sendEvent(outgoing, {
    type: 'app_home_opened',
    user,
    channel: direct?.id,
    tab,
    event_ts: workspace.nextTs(),
    ...(tab === 'home' && view && { view }),
  })
}

/** Uses a message shortcut on a message. Throws when the message is not there. */
export function sendMessageShortcut(
  outgoing: Outgoing,
  callbackId: string,
  user: string,
  channel: string,
  ts: string,
): Promise<Delivered> {
  const { workspace, triggers, responseUrls } = outgoing
  const message = findMessage(workspace, channel, ts)
  if (!message || message.ephemeral_to)
    throw new Error(`no message ${ts} in ${channel} that a shortcut could be used on`)
  const threadTs = message.thread_ts
  return deliverPayload(outgoing, {
    ...payloadHead(outgoing, 'message_action', user),
    callback_id: callbackId,
    trigger_id: triggers.issue(user),
    action_ts: workspace.nextTs(),
    message_ts: ts,
    channel: { id: channel, name: workspace.channels.get(channel)?.name ?? '' },
    message: wireMessage(workspace, message),
    response_url: responseUrls.issue({ user, channel, messageTs: ts, ...(threadTs && { threadTs }) }),
  })
}
