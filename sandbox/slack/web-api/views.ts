import { createHash } from 'node:crypto'
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { viewFaults } from '../limits/limits.ts'
import { withBlockIds } from '../messages.ts'
import type { Triggers } from '../outgoing/triggers.ts'
import type { SlackView, Workspace } from '../workspace.ts'
import { type Method, type MethodCall, optional, required, userOf } from './arguments.ts'
import { refuse } from './refusal.ts'

const modalsPerStack = 3
const viewBytes = 250_000

/** A view as it was sent, checked and completed with what Slack adds; refuses with `invalid_arguments`. */
export function completedView(workspace: Workspace, sent: unknown, links: JsonObject = {}): SlackView {
  const faults = viewFaults(sent)
  if (faults.length > 0) refuse('invalid_arguments', ...faults)
  if (!isObject(sent)) return refuse('invalid_arguments')
  if (JSON.stringify(sent).length > viewBytes) refuse('view_too_large')
  const id = stringOf(links.id) || workspace.nextId('V')
  const content = createHash('md5').update(JSON.stringify(sent)).digest('hex').slice(0, 8)
  return {
    team_id: workspace.app.teamId,
    app_id: workspace.app.id,
    bot_id: workspace.app.botId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    previous_view_id: null,
    root_view_id: id,
    state: { values: {} },
    ...sent,
    ...links,
    id,
    type: sent.type === 'home' ? 'home' : 'modal',
    hash: `${Math.floor(workspace.now() / 1000)}.${content}`,
    blocks: withBlockIds(workspace, objectsOf(sent.blocks)),
  }
}

/** Shows these modals to the person, the last one on top. */
export function showModals(workspace: Workspace, user: string, views: readonly SlackView[]): void {
  workspace.modals.set(user, [...views])
  workspace.publish({ type: 'modals', views, audience: user })
}

/** The person who has the view open, and their whole stack. */
export function holderOf(workspace: Workspace, viewId: string): { user: string; stack: SlackView[] } | undefined {
  for (const [user, stack] of workspace.modals) {
    if (stack.some((view) => view.id === viewId)) return { user, stack }
  }
  return undefined
}

/** Puts a new version of an open view in its place. */
export function replaceView(workspace: Workspace, user: string, current: SlackView, sent: unknown): SlackView {
  const { id, previous_view_id, root_view_id } = current
  const next = completedView(workspace, sent, { id, previous_view_id, root_view_id })
  const stack = workspace.modals.get(user) ?? []
  showModals(
    workspace,
    user,
    stack.map((view) => (view.id === id ? next : view)),
  )
  return next
}

/** Puts a new view on top of the person's stack. */
export function pushView(workspace: Workspace, user: string, sent: unknown): SlackView {
  const stack = workspace.modals.get(user) ?? []
  if (stack.length >= modalsPerStack) refuse('push_limit_reached')
  const top = stack.at(-1)
  const links = top ? { previous_view_id: top.id, root_view_id: top.root_view_id } : {}
  const view = completedView(workspace, sent, links)
  showModals(workspace, user, [...stack, view])
  return view
}

function viewArgument(call: MethodCall, type: SlackView['type']): unknown {
  const view = call.arguments.view
  if (view === undefined) refuse('invalid_arguments', '[ERROR] missing required field: view')
  if (isObject(view) && view.type !== type) refuse('invalid_arguments', `[ERROR] view type must be ${type}`)
  return view
}

function openView(workspace: Workspace, id: string | undefined, externalId: string | undefined) {
  for (const [user, stack] of workspace.modals) {
    const view = stack.find((one) => one.id === id || (externalId !== undefined && one.external_id === externalId))
    if (view) return { user, view }
  }
  return undefined
}

const update: Method = (call) => {
  const { workspace } = call
  const sent = call.arguments.view
  const found = openView(workspace, optional(call, 'view_id'), optional(call, 'external_id'))
  if (!found) refuse('not_found')
  const hash = optional(call, 'hash')
  if (hash !== undefined && hash !== found.view.hash) refuse('hash_conflict')
  return { view: replaceView(workspace, found.user, found.view, sent) }
}

const publish: Method = (call) => {
  const { workspace } = call
  const user = userOf(call, 'user_id')
  const current = workspace.homes.get(user.id)
  const hash = optional(call, 'hash')
  if (hash !== undefined && current && hash !== current.hash) refuse('hash_conflict')
  const view = completedView(workspace, viewArgument(call, 'home'), current ? { id: current.id } : {})
  workspace.homes.set(user.id, view)
  workspace.publish({ type: 'home', view, audience: user.id })
  return { view }
}

export function viewMethods(triggers: Triggers): Readonly<Record<string, Method>> {
  return {
    'views.open': (call) => {
      const sent = viewArgument(call, 'modal')
      const faults = viewFaults(sent)
      if (faults.length > 0) refuse('invalid_arguments', ...faults)
      const user = triggers.exchange(required(call, 'trigger_id'))
      const view = completedView(call.workspace, sent)
      showModals(call.workspace, user, [view])
      return { view }
    },
    'views.push': (call) => {
      const sent = viewArgument(call, 'modal')
      const user = triggers.exchange(required(call, 'trigger_id'))
      return { view: pushView(call.workspace, user, sent) }
    },
    'views.update': update,
    'views.publish': publish,
  }
}
