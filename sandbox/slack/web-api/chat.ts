import { isObject, type JsonObject } from '../json.ts'
import { addMessage, findMessage, removeMessage, replaceMessage, wireMessage } from '../messages.ts'
import type { SlackMessage, Workspace } from '../workspace.ts'
import {
  channelOf,
  flag,
  type Method,
  type MethodCall,
  optional,
  required,
  userOf,
  writableChannelOf,
} from './arguments.ts'
import { messageContent } from './content.ts'
import { refuse } from './refusal.ts'

const longestDelaySeconds = 120 * 24 * 60 * 60

function fromApp(workspace: Workspace): Pick<SlackMessage, 'type' | 'user' | 'bot_id' | 'app_id'> {
  const { botUserId, botId, id } = workspace.app
  return { type: 'message', user: botUserId, bot_id: botId, app_id: id }
}

function threadOf(call: MethodCall, channel: string): { thread_ts?: string } {
  const threadTs = optional(call, 'thread_ts')
  if (!threadTs) return {}
  const root = findMessage(call.workspace, channel, threadTs)
  if (!root) refuse('thread_not_found')
  if (root.ephemeral_to) refuse('cannot_reply_to_message')
  return { thread_ts: root.thread_ts ?? root.ts }
}

function metadataOf(call: MethodCall): { metadata?: JsonObject } {
  const metadata = call.arguments.metadata
  if (metadata === undefined) return {}
  if (!isObject(metadata)) refuse('metadata_must_be_an_object')
  if (typeof metadata.event_type !== 'string' || !isObject(metadata.event_payload)) refuse('invalid_metadata_format')
  return { metadata }
}

const postMessage: Method = (call) => {
  const { workspace } = call
  const channel = writableChannelOf(call)
  const content = messageContent(workspace, call.arguments, 'post')
  const message = addMessage(workspace, {
    ...fromApp(workspace),
    channel: channel.id,
    ts: workspace.nextTs(),
    ...content,
    ...threadOf(call, channel.id),
    ...(flag(call, 'reply_broadcast') && { reply_broadcast: true, subtype: 'thread_broadcast' }),
    ...metadataOf(call),
  })
  return { channel: channel.id, ts: message.ts, message: wireMessage(workspace, message) }
}

const update: Method = (call) => {
  const { workspace } = call
  const channel = channelOf(call)
  const message = findMessage(workspace, channel.id, required(call, 'ts'))
  if (!message || message.ephemeral_to) refuse('message_not_found')
  if (message.app_id !== workspace.app.id) refuse('cant_update_message')
  const content = messageContent(workspace, call.arguments, 'update')
  if (content.text === '' && !content.blocks && !content.attachments) refuse('no_text')
  const updated = replaceMessage(workspace, {
    ...message,
    ...content,
    text: content.text || message.text,
    edited: { user: workspace.app.botUserId, ts: workspace.nextTs() },
    ...metadataOf(call),
  })
  return { channel: channel.id, ts: updated.ts, text: updated.text, message: wireMessage(workspace, updated) }
}

const deleteMessage: Method = (call) => {
  const { workspace } = call
  const channel = channelOf(call)
  const message = findMessage(workspace, channel.id, required(call, 'ts'))
  if (!message || message.ephemeral_to) refuse('message_not_found')
  if (message.app_id !== workspace.app.id) refuse('cant_delete_message')
  removeMessage(workspace, message)
  return { channel: channel.id, ts: message.ts }
}

const postEphemeral: Method = (call) => {
  const { workspace } = call
  const channel = writableChannelOf(call)
  const user = userOf(call)
  if (!channel.members.includes(user.id)) refuse('user_not_in_channel')
  const content = messageContent(workspace, call.arguments, 'post')
  const message = addMessage(workspace, {
    ...fromApp(workspace),
    channel: channel.id,
    ts: workspace.nextTs(),
    ...content,
    ...threadOf(call, channel.id),
    ephemeral_to: user.id,
  })
  return { message_ts: message.ts }
}

const getPermalink: Method = (call) => {
  const channel = channelOf(call)
  const message = findMessage(call.workspace, channel.id, required(call, 'message_ts'))
  if (!message || message.ephemeral_to) refuse('message_not_found')
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : ''
  const permalink = `${call.workspace.url}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`
  return { channel: channel.id, permalink }
}

const scheduleMessage: Method = (call) => {
  const { workspace } = call
  const channel = writableChannelOf(call)
  const postAt = Number(required(call, 'post_at'))
  const seconds = Math.floor(workspace.now() / 1000)
  if (!Number.isInteger(postAt)) refuse('invalid_time')
  if (postAt <= seconds) refuse('time_in_past')
  if (postAt > seconds + longestDelaySeconds) refuse('time_too_far')
  const content = messageContent(workspace, call.arguments, 'post')
  const thread = threadOf(call, channel.id)
  const id = workspace.nextId('Q')
  workspace.scheduled.set(id, { channel: channel.id, postAt, text: content.text })
  const post = () => {
    if (!workspace.scheduled.delete(id)) return
    addMessage(workspace, {
      ...fromApp(workspace),
      channel: channel.id,
      ts: workspace.nextTs(),
      ...content,
      ...thread,
    })
  }
  // A timer cannot wait longer than 2^31 ms, and no sandbox lives that long.
  setTimeout(post, Math.min(postAt * 1000 - workspace.now(), 2 ** 31 - 1)).unref()
  return { channel: channel.id, scheduled_message_id: id, post_at: postAt, message: { text: content.text } }
}

const deleteScheduledMessage: Method = (call) => {
  if (!call.workspace.scheduled.delete(required(call, 'scheduled_message_id'))) {
    refuse('invalid_scheduled_message_id')
  }
  return {}
}

const scheduledMessagesList: Method = ({ workspace }) => ({
  scheduled_messages: [...workspace.scheduled].map(([id, one]) => ({
    id,
    channel_id: one.channel,
    post_at: one.postAt,
    text: one.text,
  })),
})

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'chat.scheduleMessage': scheduleMessage,
  'chat.deleteScheduledMessage': deleteScheduledMessage,
  'chat.scheduledMessages.list': scheduledMessagesList,
}
