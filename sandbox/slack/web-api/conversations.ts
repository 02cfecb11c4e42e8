import type { JsonObject } from '../json.ts'
import { findMessage, repliesTo, wireMessage } from '../messages.ts'
import type { SlackChannel, SlackMessage, Workspace } from '../workspace.ts'
import { channelOf, flag, limitOf, type Method, type MethodCall, optional, page, required } from './arguments.ts'
import { refuse } from './refusal.ts'

function wireChannel(workspace: Workspace, channel: SlackChannel): JsonObject {
  const direct = channel.directMessageWith
  return {
    id: channel.id,
    ...(direct ? { user: direct } : { name: channel.name, name_normalized: channel.name }),
    is_channel: !direct,
    is_im: Boolean(direct),
    is_mpim: false,
    is_group: false,
    is_private: Boolean(direct) || Boolean(channel.isPrivate),
    is_archived: Boolean(channel.isArchived),
    is_ext_shared: Boolean(channel.isExtShared),
    is_shared: Boolean(channel.isExtShared),
    is_org_shared: false,
    is_member: channel.members.includes(workspace.app.botUserId),
    num_members: channel.members.length,
    topic: { value: channel.topic ?? '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: workspace.app.teamId,
  }
}

/** Newest messages first unless `oldestFirst`, in the window asked for, a page at a time. */
function historyPage(call: MethodCall, messages: readonly SlackMessage[], oldestFirst: boolean): JsonObject {
  const oldest = Number(optional(call, 'oldest') ?? 0)
  const latest = Number(optional(call, 'latest') ?? Number.POSITIVE_INFINITY)
  const inclusive = flag(call, 'inclusive')
  const inWindow = messages.filter(({ ts }) => {
    const at = Number(ts)
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
  })
  const ordered = oldestFirst ? inWindow : inWindow.reverse()
  const { items, nextCursor } = page(call, ordered, limitOf(call, 100, 999))
  const wanted = items.map((message) => {
    const { metadata, ...wire } = wireMessage(call.workspace, message)
    return flag(call, 'include_all_metadata') && metadata ? { ...wire, metadata } : wire
  })
  return { messages: wanted, has_more: nextCursor !== '', response_metadata: { next_cursor: nextCursor } }
}

function readable(call: MethodCall): SlackChannel {
  const channel = channelOf(call)
  if (!channel.members.includes(call.workspace.app.botUserId)) refuse('not_in_channel')
  return channel
}

const history: Method = (call) => {
  const channel = readable(call)
  const all = call.workspace.messages.get(channel.id) ?? []
  const visible = all.filter((message) => {
    const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts && !message.reply_broadcast
    return !isReply && !message.ephemeral_to
  })
  return historyPage(call, visible, false)
}

const replies: Method = (call) => {
  const channel = readable(call)
  const asked = findMessage(call.workspace, channel.id, required(call, 'ts'))
  if (!asked || asked.ephemeral_to) refuse('thread_not_found')
  const root = asked.thread_ts ? findMessage(call.workspace, channel.id, asked.thread_ts) : asked
  const rootTs = root?.ts ?? asked.ts
  return historyPage(call, [...(root ? [root] : []), ...repliesTo(call.workspace, channel.id, rootTs)], true)
}

const info: Method = (call) => ({ channel: wireChannel(call.workspace, channelOf(call)) })

const list: Method = (call) => {
  const types = (optional(call, 'types') ?? 'public_channel').split(',')
  const typeOf = (channel: SlackChannel) => {
    if (channel.directMessageWith) return 'im'
    return channel.isPrivate ? 'private_channel' : 'public_channel'
  }
  const all = [...call.workspace.channels.values()].filter(
    (channel) => types.includes(typeOf(channel)) && !(flag(call, 'exclude_archived') && channel.isArchived),
  )
  const { items, nextCursor } = page(call, all, limitOf(call, 100, 1000))
  return {
    channels: items.map((channel) => wireChannel(call.workspace, channel)),
    response_metadata: { next_cursor: nextCursor },
  }
}

const members: Method = (call) => {
  const { items, nextCursor } = page(call, channelOf(call).members, limitOf(call, 100, 1000))
  return { members: items, response_metadata: { next_cursor: nextCursor } }
}

const open: Method = (call) => {
  const users = required(call, 'users').split(',')
  if (users.length !== 1) refuse('method_not_supported_for_channel_type')
  const channel = [...call.workspace.channels.values()].find((one) => one.directMessageWith === users[0])
  if (!channel) refuse('user_not_found')
  return { no_op: true, already_open: true, channel: { id: channel.id } }
}

const join: Method = (call) => {
  const channel = channelOf(call)
  if (channel.isArchived) refuse('is_archived')
  const { botUserId } = call.workspace.app
  const joined = { ...channel, members: [...new Set([...channel.members, botUserId])] }
  call.workspace.channels.set(channel.id, joined)
  call.workspace.publish({ type: 'channel', channel: joined })
  return { channel: wireChannel(call.workspace, joined) }
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.info': info,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.list': list,
  'conversations.open': open,
  'conversations.join': join,
  'conversations.members': members,
}
