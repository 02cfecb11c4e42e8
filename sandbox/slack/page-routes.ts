import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Choice, Choices } from './elements.ts'
import { readBody, sendJson } from './http.ts'
import { isObject, type JsonObject, stringOf } from './json.ts'
import { type Press, press, suggest } from './outgoing/actions.ts'
import { type SlashCommand, sendCommand } from './outgoing/commands.ts'
import type { Outgoing } from './outgoing/delivery.ts'
import { closeView, submitView } from './outgoing/modals.ts'
import { openAppHome, react, say, sendMessageShortcut } from './outgoing/speech.ts'
import type { Palette } from './palette.ts'
import type {
  AssistantStatus,
  Change,
  SlackApp,
  SlackCanvas,
  SlackChannel,
  SlackMessage,
  SlackUser,
  SlackUsergroup,
  SlackView,
  Workspace,
} from './workspace.ts'

/** An incident the visitor can set off. */
export interface Scenario {
  readonly id: string
  readonly title: string
  /** What a customer or an alarm would say. */
  readonly symptom: string
  /** What to type next. */
  readonly suggestedCommand: string
  readonly description: string
}

export interface MessageShortcut {
  readonly callbackId: string
  readonly name: string
}

/** All a page needs to draw itself, for one person. */
export interface Snapshot {
  readonly app: SlackApp
  readonly me: string
  readonly notice: string
  readonly users: readonly SlackUser[]
  readonly channels: readonly SlackChannel[]
  readonly usergroups: readonly SlackUsergroup[]
  readonly messages: readonly SlackMessage[]
  readonly modals: readonly SlackView[]
  readonly home: SlackView | null
  readonly statuses: readonly AssistantStatus[]
  readonly canvases: readonly SlackCanvas[]
  readonly commands: readonly SlashCommand[]
  readonly shortcuts: readonly MessageShortcut[]
  readonly scenarios: readonly Scenario[]
  readonly palette: Palette
}

export interface PageOptions {
  readonly outgoing: Outgoing
  readonly commands: readonly SlashCommand[]
  readonly shortcuts: readonly MessageShortcut[]
  readonly scenarios: readonly Scenario[]
  readonly onScenario: (id: string) => void | Promise<void>
  readonly onControl: (id: string) => Promise<string>
  readonly notice: string
}

type Route = (body: JsonObject, user: string) => unknown

/** Serves `/ui/<name>`: a stream of changes, and one POST for each thing a person does. */
export function pageRoutes(options: PageOptions) {
  const { outgoing, commands } = options
  const { workspace } = outgoing
  const routes: Readonly<Record<string, Route>> = {
    async say(body, user) {
      const threadTs = stringOf(body.threadTs)
      const text = stringOf(body.text).trim()
      const line = { user, channel: stringOf(body.channel), text, ...(threadTs && { threadTs }) }
      if (text === '') return {}
      if (text.startsWith('/')) return { outcome: await sendCommand(outgoing, commands, line) }
      const { message, events } = say(outgoing, line)
      // The app's answer arrives as messages; a page waits for no event, which may be retried for minutes.
      events.catch(() => {})
      return { ts: message.ts }
    },
    async press(body, user) {
      const { outcome } = await press(outgoing, pressOf(body, user))
      return { outcome }
    },
    async suggest(body, user) {
      return { options: await suggest(outgoing, pressOf(body, user), stringOf(body.typed)) }
    },
    submit: (body, user) => submitView(outgoing, user, stringOf(body.viewId), choicesOf(body.choices)),
    close: (body, user) => closeView(outgoing, user, stringOf(body.viewId), body.all === true).then(() => ({})),
    async shortcut(body, user) {
      const { callbackId, channel, ts } = body
      return sendMessageShortcut(outgoing, stringOf(callbackId), user, stringOf(channel), stringOf(ts))
    },
    async react(body, user) {
      react(outgoing, user, stringOf(body.channel), stringOf(body.ts), stringOf(body.name)).catch(() => {})
      return {}
    },
    async home(body, user) {
      openAppHome(outgoing, user, body.tab === 'messages' ? 'messages' : 'home').catch(() => {})
      return {}
    },
    async scenario(body) {
      await options.onScenario(stringOf(body.id))
      return {}
    },
    async control(body) {
      return { said: await options.onControl(stringOf(body.id)) }
    },
  }

  return async function respond(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '/', 'http://slack').searchParams
    const asked = query.get('user') ?? ''
    const user = workspace.users.has(asked) ? asked : [...workspace.users.keys()][0]
    if (!user) return sendJson(response, 404, { error: 'the workspace has no people' })
    if (name === 'changes') return stream(workspace, snapshot(options, user), user, response)
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined
    if (!route || request.method !== 'POST') return sendJson(response, 404, { error: `no such action: ${name}` })
    const body: unknown = JSON.parse((await readBody(request)).toString('utf8') || '{}')
    sendJson(response, 200, await route(isObject(body) ? body : {}, user))
  }
}

function snapshot({ outgoing, commands, shortcuts, scenarios, notice }: PageOptions, me: string): Snapshot {
  const { workspace } = outgoing
  return {
    app: workspace.app,
    me,
    notice,
    users: [...workspace.users.values()],
    channels: [...workspace.channels.values()].filter((channel) => channel.members.includes(me)),
    usergroups: [...workspace.usergroups.values()],
    messages: [...workspace.messages.values()].flat().filter((one) => !one.ephemeral_to || one.ephemeral_to === me),
    modals: workspace.modals.get(me) ?? [],
    home: workspace.homes.get(me) ?? null,
    statuses: [...workspace.statuses.values()],
    canvases: [...workspace.canvases.values()],
    commands,
    shortcuts,
    scenarios,
    palette: workspace.palette,
  }
}

/** Server-sent events: `snapshot` once, then each `change` this person may learn of. */
function stream(workspace: Workspace, first: Snapshot, user: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(`retry: 500\nevent: snapshot\ndata: ${JSON.stringify(first)}\n\n`)
  const unsubscribe = workspace.subscribe((change: Change) => {
    if (change.audience && change.audience !== user) return
    response.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`)
  })
  response.on('close', unsubscribe)
}

function pressOf(body: JsonObject, user: string): Press {
  const viewId = stringOf(body.viewId)
  const place = viewId ? { viewId } : { channel: stringOf(body.channel), ts: stringOf(body.ts) }
  return {
    user,
    place,
    actionId: stringOf(body.actionId),
    blockId: stringOf(body.blockId) || undefined,
    choice: body.choice === undefined ? undefined : choiceOf(body.choice),
    choices: choicesOf(body.choices),
  }
}

function choicesOf(value: unknown): Choices {
  if (!isObject(value)) return {}
  const blocks = Object.entries(value).map(([blockId, actions]) => {
    const chosen = isObject(actions) ? Object.entries(actions).map(([id, choice]) => [id, choiceOf(choice)]) : []
    return [blockId, Object.fromEntries(chosen)]
  })
  return Object.fromEntries(blocks)
}

function choiceOf(value: unknown): Choice {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' ? value : null
}
