import { takesAction } from './elements.ts'
import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts'
import type { SlackMessage, Workspace } from './workspace.ts'

/** Puts a message in its channel and tells whoever may see it. */
export function addMessage(workspace: Workspace, message: SlackMessage): SlackMessage {
  const list = workspace.messages.get(message.channel) ?? []
  workspace.messages.set(message.channel, [...list, message])
  publishMessage(workspace, message)
  const root = message.thread_ts && findMessage(workspace, message.channel, message.thread_ts)
  if (root && !message.ephemeral_to) publishMessage(workspace, root)
  if (message.app_id && message.thread_ts) clearStatus(workspace, message.channel, message.thread_ts)
  return message
}

/** Puts `next` in the place of the message with the same channel and timestamp. */
export function replaceMessage(workspace: Workspace, next: SlackMessage): SlackMessage {
  const list = workspace.messages.get(next.channel) ?? []
  workspace.messages.set(
    next.channel,
    list.map((message) => (message.ts === next.ts ? next : message)),
  )
  publishMessage(workspace, next)
  return next
}

export function removeMessage(workspace: Workspace, message: SlackMessage): void {
  const list = workspace.messages.get(message.channel) ?? []
  workspace.messages.set(
    message.channel,
    list.filter((other) => other.ts !== message.ts),
  )
  workspace.publish({
    type: 'message_deleted',
    channel: message.channel,
    ts: message.ts,
    ...(message.ephemeral_to && { audience: message.ephemeral_to }),
  })
}

export function findMessage(workspace: Workspace, channel: string, ts: string): SlackMessage | undefined {
  return workspace.messages.get(channel)?.find((message) => message.ts === ts)
}

/** The replies under a message that everyone sees, oldest first. */
export function repliesTo(workspace: Workspace, channel: string, ts: string): SlackMessage[] {
  const list = workspace.messages.get(channel) ?? []
  return list.filter((message) => message.thread_ts === ts && message.ts !== ts && !message.ephemeral_to)
}

/** The message as Slack shows it to an app: no channel, and reply counts on the root of a thread. */
export function wireMessage(workspace: Workspace, message: SlackMessage): JsonObject {
  const { channel, ephemeral_to, ...wire } = message
  const replies = repliesTo(workspace, channel, message.ts)
  const latest = replies.at(-1)
  if (!latest) return { ...wire, team: workspace.app.teamId, ...(ephemeral_to && { is_ephemeral: true }) }
  const replyUsers = [...new Set(replies.map((reply) => reply.user ?? reply.bot_id ?? ''))]
  return {
    ...wire,
    team: workspace.app.teamId,
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: replyUsers.length,
    reply_users: replyUsers,
    latest_reply: latest.ts,
  }
}

/** Posts a line from Slackbot that only `user` sees, as Slack does when a command fails. */
export function slackbotSays(workspace: Workspace, user: string, channel: string, text: string, threadTs?: string) {
  return addMessage(workspace, {
    type: 'message',
    channel,
    ts: workspace.nextTs(),
    text,
    user: 'USLACKBOT',
    username: 'Slackbot',
    ephemeral_to: user,
    ...(threadTs && { thread_ts: threadTs }),
  })
}

/** Gives every block and every interactive element an id, as Slack does when it stores them. */
export function withBlockIds(workspace: Workspace, blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => ({
    ...withActionIds(workspace, block),
    block_id: stringOf(block.block_id) || workspace.nextId('b'),
  }))
}

function withActionIds(workspace: Workspace, holder: JsonObject): JsonObject {
  const identified = (element: JsonObject) => {
    const whole = withActionIds(workspace, element)
    return takesAction(whole) && !stringOf(whole.action_id) ? { ...whole, action_id: workspace.nextId('a') } : whole
  }
  const next = { ...holder }
  for (const name of ['elements', 'actions']) {
    if (Array.isArray(holder[name])) next[name] = objectsOf(holder[name]).map(identified)
  }
  for (const name of ['accessory', 'element']) {
    if (isObject(holder[name])) next[name] = identified(holder[name])
  }
  if (Array.isArray(holder.child_blocks)) next.child_blocks = withBlockIds(workspace, objectsOf(holder.child_blocks))
  return next
}

export function clearStatus(workspace: Workspace, channel: string, threadTs: string): void {
  const key = `${channel}:${threadTs}`
  if (!workspace.statuses.delete(key)) return
  workspace.publish({ type: 'status', status: { channel, thread_ts: threadTs, status: '', loading_messages: [] } })
}

function publishMessage(workspace: Workspace, message: SlackMessage): void {
  workspace.publish({ type: 'message', message, ...(message.ephemeral_to && { audience: message.ephemeral_to }) })
}
