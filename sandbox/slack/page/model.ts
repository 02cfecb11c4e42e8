import type { Snapshot } from '../page-routes.ts'
import type { Change, SlackCanvas, SlackMessage, SlackUser } from '../workspace.ts'

export type Model = Snapshot

/** The model after a change; the same object when the change says nothing new. */
export function applyChange(model: Model, change: Change): Model {
  switch (change.type) {
    case 'message':
      return { ...model, messages: withMessage(model.messages, change.message) }
    case 'message_deleted':
      return {
        ...model,
        messages: model.messages.filter((one) => one.channel !== change.channel || one.ts !== change.ts),
      }
    case 'modals':
      return { ...model, modals: change.views }
    case 'home':
      return { ...model, home: change.view }
    case 'status': {
      const { channel, thread_ts, status } = change.status
      const others = model.statuses.filter((one) => one.channel !== channel || one.thread_ts !== thread_ts)
      return { ...model, statuses: status === '' ? others : [...others, change.status] }
    }
    case 'channel': {
      const others = model.channels.filter((one) => one.id !== change.channel.id)
      return { ...model, channels: [...others, change.channel] }
    }
    case 'palette':
      return { ...model, palette: change.palette }
    case 'canvas':
      return { ...model, canvases: [...model.canvases.filter((one) => one.id !== change.canvas.id), change.canvas] }
  }
}

function withMessage(messages: readonly SlackMessage[], message: SlackMessage): SlackMessage[] {
  const at = messages.findIndex((one) => one.channel === message.channel && one.ts === message.ts)
  if (at === -1) return [...messages, message]
  return messages.map((one, index) => (index === at ? message : one))
}

/** What a channel's main view shows, oldest first: no replies, save those sent to the channel too. */
export function channelMessages(model: Model, channel: string): SlackMessage[] {
  return model.messages
    .filter((one) => one.channel === channel && (isRoot(one) || one.reply_broadcast === true))
    .sort(byTime)
}

export function threadReplies(model: Model, channel: string, ts: string): SlackMessage[] {
  return model.messages.filter((one) => one.channel === channel && one.thread_ts === ts && one.ts !== ts).sort(byTime)
}

function isRoot(message: SlackMessage): boolean {
  return !message.thread_ts || message.thread_ts === message.ts
}

function byTime(a: SlackMessage, b: SlackMessage): number {
  return Number(a.ts) - Number(b.ts)
}

/** What time it is in this Slack, in epoch milliseconds. */
export function nowOf(model: Model): number {
  return Date.now() + model.palette.movedOnMs
}

/** Who wrote a message, as a name and a seed for the avatar. */
export function authorOf(
  model: Model,
  message: SlackMessage,
): { name: string; user: SlackUser | undefined; isApp: boolean } {
  const user = model.users.find((one) => one.id === message.user)
  const isApp = message.app_id !== undefined
  return { name: message.username ?? (isApp ? model.app.name : (user?.realName ?? 'Unknown')), user, isApp }
}

/** Direct message with the app, of the person at the page. */
export function appChannel(model: Model): string {
  return model.channels.find((channel) => channel.directMessageWith === model.me)?.id ?? ''
}

export function channelLabel(model: Model, id: string): string {
  const channel = model.channels.find((one) => one.id === id)
  if (!channel) return ''
  return channel.directMessageWith ? model.app.name : channel.name
}

export function canvasOf(model: Model, id: string): SlackCanvas | undefined {
  return model.canvases.find((canvas) => canvas.id === id)
}
