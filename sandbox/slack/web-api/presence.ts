import { clearStatus, findMessage, replaceMessage } from '../messages.ts'
import type { Workspace } from '../workspace.ts'
import { channelOf, type Method, type MethodCall, required } from './arguments.ts'
import { refuse } from './refusal.ts'

const statusLifetimeMs = 2 * 60 * 1000

function messageAsked(call: MethodCall) {
  const channel = channelOf(call)
  const message = findMessage(call.workspace, channel.id, required(call, 'timestamp'))
  return message && !message.ephemeral_to ? message : refuse('message_not_found')
}

/** Adds a person's reaction; false when it is there already. */
export function addReaction(workspace: Workspace, channel: string, ts: string, name: string, user: string): boolean {
  const message = findMessage(workspace, channel, ts)
  if (!message || message.ephemeral_to) return false
  const reactions = message.reactions ?? []
  const current = reactions.find((reaction) => reaction.name === name)
  if (current?.users.includes(user)) return false
  const users = [...(current?.users ?? []), user]
  const next = { name, users, count: users.length }
  const others = reactions.map((reaction) => (reaction.name === name ? next : reaction))
  replaceMessage(workspace, { ...message, reactions: current ? others : [...reactions, next] })
  return true
}

/** Takes a person's reaction away; false when it was not there. */
export function removeReaction(workspace: Workspace, channel: string, ts: string, name: string, user: string): boolean {
  const message = findMessage(workspace, channel, ts)
  const current = message?.reactions?.find((reaction) => reaction.name === name)
  if (!message || !current?.users.includes(user)) return false
  const users = current.users.filter((other) => other !== user)
  const reactions = (message.reactions ?? []).flatMap((reaction) => {
    if (reaction.name !== name) return [reaction]
    return users.length > 0 ? [{ name, users, count: users.length }] : []
  })
  replaceMessage(workspace, { ...message, reactions })
  return true
}

const setStatus: Method = (call) => {
  const { workspace } = call
  const channel = channelOf(call, 'channel_id')
  const threadTs = required(call, 'thread_ts')
  const status = call.arguments.status
  if (typeof status !== 'string') refuse('invalid_arguments', '[ERROR] missing required field: status')
  const asked = call.arguments.loading_messages
  const loading = Array.isArray(asked) ? asked.filter((one) => typeof one === 'string') : []
  if (loading.length > 10) refuse('invalid_arguments', '[ERROR] no more than 10 items allowed')
  if (status === '') {
    clearStatus(workspace, channel.id, threadTs)
    return {}
  }
  const next = { channel: channel.id, thread_ts: threadTs, status, loading_messages: loading }
  workspace.statuses.set(`${channel.id}:${threadTs}`, next)
  workspace.publish({ type: 'status', status: next })
  const forget = () => {
    if (workspace.statuses.get(`${channel.id}:${threadTs}`) === next) clearStatus(workspace, channel.id, threadTs)
  }
  setTimeout(forget, statusLifetimeMs).unref()
  return {}
}

export const presenceMethods: Readonly<Record<string, Method>> = {
  'auth.test': ({ workspace }) => ({
    url: `${workspace.url}/`,
    team: workspace.app.teamName,
    team_id: workspace.app.teamId,
    user: workspace.app.name.toLowerCase(),
    user_id: workspace.app.botUserId,
    bot_id: workspace.app.botId,
    is_enterprise_install: false,
  }),
  'api.test': () => ({}),
  'reactions.add': (call) => {
    const message = messageAsked(call)
    const name = required(call, 'name')
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) refuse('invalid_name')
    const added = addReaction(call.workspace, message.channel, message.ts, name, call.workspace.app.botUserId)
    return added ? {} : refuse('already_reacted')
  },
  'reactions.remove': (call) => {
    const message = messageAsked(call)
    const { botUserId } = call.workspace.app
    const removed = removeReaction(call.workspace, message.channel, message.ts, required(call, 'name'), botUserId)
    return removed ? {} : refuse('no_reaction')
  },
  'reactions.get': (call) => {
    const message = messageAsked(call)
    const { channel, ...wire } = message
    return { type: 'message', channel, message: { ...wire, reactions: message.reactions ?? [] } }
  },
  'assistant.threads.setStatus': setStatus,
}
