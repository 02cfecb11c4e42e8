import type { Choices } from './elements.ts'
import type { Fault, Faults } from './faults.ts'
import { findMessage, repliesTo } from './messages.ts'
import { type Press, press } from './outgoing/actions.ts'
import { type CommandOutcome, type SlashCommand, sendCommand } from './outgoing/commands.ts'
import type { Delivered, Outgoing } from './outgoing/delivery.ts'
import { type EventOutcome, verifyRequestUrl } from './outgoing/events.ts'
import { closeView, type Submitted, submitView } from './outgoing/modals.ts'
import { openAppHome, react, say, sendMessageShortcut } from './outgoing/speech.ts'
import type { ApiCall, SlackMessage, SlackView, Workspace } from './workspace.ts'

/** Who acts, and where; the first person and the first channel when left out. */
export interface Actor {
  readonly user?: string | undefined
  readonly channel?: string | undefined
}

/** A person at a keyboard, for tests. Everything goes through the same requests the page's people cause. */
export interface SlackControl {
  /** Types a whole line that begins with a slash: `/aws why-502 orders-api`. */
  readonly typeCommand: (text: string, actor?: Actor & { threadTs?: string }) => Promise<CommandOutcome>
  /** Says a line; resolves when the app has taken the event or Slack has given up. */
  readonly say: (text: string, actor?: Actor & { threadTs?: string }) => Promise<SlackMessage>
  /** Says a line that begins with the app's name. */
  readonly mention: (text: string, actor?: Actor & { threadTs?: string }) => Promise<SlackMessage>
  /** Presses a button, or chooses in a select, an overflow menu or a group of boxes. */
  readonly click: (pressed: Omit<Press, 'user'> & { user?: string }) => Promise<Delivered>
  readonly submitView: (choices?: Choices, actor?: { user?: string; viewId?: string }) => Promise<Submitted>
  readonly closeView: (actor?: { user?: string; viewId?: string; all?: boolean }) => Promise<void>
  readonly shortcut: (callbackId: string, message: { channel: string; ts: string }, user?: string) => Promise<Delivered>
  readonly react: (name: string, message: { channel: string; ts: string }, user?: string) => Promise<void>
  readonly openHome: (user?: string, tab?: 'home' | 'messages') => Promise<EventOutcome>
  /** The first message, there already or still to come, that fits; rejects when none does in time. */
  readonly waitForMessage: (fits: (message: SlackMessage) => boolean, timeoutMs?: number) => Promise<SlackMessage>
  /** The modal on top, there already or still to come; rejects when none opens in time. */
  readonly waitForView: (user?: string, timeoutMs?: number) => Promise<SlackView>
  /** What a channel shows everybody, oldest first, without replies. */
  readonly messages: (channel?: string) => SlackMessage[]
  /** The root of a thread and its replies. */
  readonly thread: (channel: string, ts: string) => SlackMessage[]
  /** What only this person sees. */
  readonly ephemerals: (user?: string) => SlackMessage[]
  /** The modal on top, or nothing. */
  readonly view: (user?: string) => SlackView | undefined
  readonly home: (user?: string) => SlackView | undefined
  readonly fault: (fault: Fault) => () => void
  readonly clearFaults: () => void
  /** The Web API calls so far, of one method or all. */
  readonly calls: (method?: string) => readonly ApiCall[]
  /** The calls this Slack refused or spoiled. */
  readonly refusals: () => readonly ApiCall[]
  readonly verifyRequestUrl: () => Promise<boolean>
}

export function createControl(outgoing: Outgoing, commands: readonly SlashCommand[], faults: Faults): SlackControl {
  const { workspace } = outgoing
  const someone = (user?: string) => user ?? firstOf(workspace.users.values()).id
  const somewhere = (channel?: string) => channel ?? firstOf(workspace.channels.values()).id
  const line = (text: string, actor: Actor & { threadTs?: string }) => ({
    text,
    user: someone(actor.user),
    channel: somewhere(actor.channel),
    ...(actor.threadTs && { threadTs: actor.threadTs }),
  })
  const visible = (message: SlackMessage) => !message.ephemeral_to
  const topView = (user?: string) => workspace.modals.get(someone(user))?.at(-1)
  const viewIdOf = (actor: { user?: string; viewId?: string }) => {
    const id = actor.viewId ?? topView(actor.user)?.id
    if (!id) throw new Error(`${someone(actor.user)} has no modal open`)
    return id
  }
  const speak = async (text: string, actor: Actor & { threadTs?: string }) => {
    const { message, events } = say(outgoing, line(text, actor))
    await events
    return message
  }
  return {
    typeCommand: (text, actor = {}) => sendCommand(outgoing, commands, line(text, actor)),
    say: (text, actor = {}) => speak(text, actor),
    mention: (text, actor = {}) => speak(`@${workspace.app.name.toLowerCase()} ${text}`, actor),
    click: ({ user, ...pressed }) => press(outgoing, { ...pressed, user: someone(user) }),
    submitView: (choices = {}, actor = {}) => submitView(outgoing, someone(actor.user), viewIdOf(actor), choices),
    closeView: (actor = {}) => closeView(outgoing, someone(actor.user), viewIdOf(actor), actor.all),
    shortcut: (callbackId, { channel, ts }, user) =>
      sendMessageShortcut(outgoing, callbackId, someone(user), channel, ts),
    react: (name, { channel, ts }, user) => react(outgoing, someone(user), channel, ts, name),
    openHome: (user, tab = 'home') => openAppHome(outgoing, someone(user), tab),
    waitForMessage(fits, timeoutMs = 5000) {
      const all = () => [...workspace.messages.values()].flat()
      const texts = () => all().map((message) => JSON.stringify(message.text.slice(0, 120)))
      const missing = () => `no fitting message; there are: ${texts().join(', ') || 'none'}`
      return waitFor(workspace, () => all().find(fits), timeoutMs, missing)
    },
    waitForView(user, timeoutMs = 5000) {
      const missing = () => `${someone(user)} has no modal open`
      return waitFor(workspace, () => topView(user), timeoutMs, missing)
    },
    messages(channel) {
      const all = workspace.messages.get(somewhere(channel)) ?? []
      return all.filter((message) => visible(message) && (!message.thread_ts || message.thread_ts === message.ts))
    },
    thread(channel, ts) {
      const root = findMessage(workspace, channel, ts)
      return [...(root ? [root] : []), ...repliesTo(workspace, channel, ts)]
    },
    ephemerals: (user) =>
      [...workspace.messages.values()].flat().filter((message) => message.ephemeral_to === someone(user)),
    view: topView,
    home: (user) => workspace.homes.get(someone(user)),
    fault: faults.add,
    clearFaults: faults.clear,
    calls: (method) => workspace.calls.filter((call) => method === undefined || call.method === method),
    refusals: () => workspace.calls.filter((call) => call.error !== undefined),
    verifyRequestUrl: () => verifyRequestUrl(outgoing),
  }
}

/** The first thing `read` finds, now or after some change; rejects with `missing()` when it finds none in time. */
function waitFor<T>(
  workspace: Workspace,
  read: () => T | undefined,
  timeoutMs: number,
  missing: () => string,
): Promise<T> {
  const present = read()
  if (present !== undefined) return Promise.resolve(present)
  return new Promise((resolve, reject) => {
    const unsubscribe = workspace.subscribe(() => {
      const found = read()
      if (found === undefined) return
      clearTimeout(timer)
      unsubscribe()
      resolve(found)
    })
    const timer = setTimeout(() => {
      unsubscribe()
      reject(new Error(`${missing()} after ${timeoutMs} ms`))
    }, timeoutMs)
  })
}

function firstOf<T>(values: Iterable<T>): T {
  for (const value of values) return value
  throw new Error('the workspace is empty')
}
