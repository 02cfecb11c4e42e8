import { type Choices, formErrors, stateValues } from '../elements.ts'
import { isObject, type JsonObject } from '../json.ts'
import { Refusal } from '../web-api/refusal.ts'
import { holderOf, pushView, replaceView, showModals } from '../web-api/views.ts'
import type { SlackView } from '../workspace.ts'
import { type Delivered, deliverPayload, type Outgoing, payloadHead } from './delivery.ts'

/** What became of a submission. `errors` are by block id; `failed` carries the line the person reads. */
export type Submitted =
  | { readonly outcome: 'closed' | 'cleared' | 'updated' | 'pushed' }
  | { readonly outcome: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly outcome: 'failed'; readonly message: string }

const troubleLine = 'We had some trouble connecting. Try again?'

/** Submits the modal a person has open, with the checks the Slack client makes first. */
export async function submitView(
  outgoing: Outgoing,
  user: string,
  viewId: string,
  choices: Choices,
): Promise<Submitted> {
  const { workspace, triggers } = outgoing
  const view = openView(outgoing, user, viewId)
  const errors = formErrors(view.blocks, choices)
  if (Object.keys(errors).length > 0) return { outcome: 'errors', errors }
  const filled = { ...view, state: { values: stateValues(view.blocks, choices) } }
  const delivered = await deliverPayload(outgoing, {
    ...payloadHead(outgoing, 'view_submission', user),
    trigger_id: triggers.issue(user),
    view: filled,
    response_urls: [],
  })
  if (delivered.outcome !== 'ok') return { outcome: 'failed', message: troubleLine }
  try {
    return applyAnswer(outgoing, user, view, delivered)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const details = { method: 'view_submission', arguments: {}, at: workspace.now(), status: 200, error: error.message }
    workspace.calls.push(details)
    return { outcome: 'failed', message: troubleLine }
  }
}

function applyAnswer(
  { workspace }: Outgoing,
  user: string,
  view: SlackView,
  delivered: Extract<Delivered, { outcome: 'ok' }>,
): Submitted {
  const answer = parsed(delivered.body)
  const action = answer.response_action
  if (action === 'errors' && isObject(answer.errors)) {
    const errors = Object.fromEntries(Object.entries(answer.errors).map(([id, text]) => [id, String(text)]))
    const known = new Set(view.blocks.map((block) => String(block.block_id)))
    if (Object.keys(errors).some((id) => !known.has(id))) return { outcome: 'failed', message: troubleLine }
    return { outcome: 'errors', errors }
  }
  if (action === 'update') {
    replaceView(workspace, user, view, answer.view)
    return { outcome: 'updated' }
  }
  if (action === 'push') {
    pushView(workspace, user, answer.view)
    return { outcome: 'pushed' }
  }
  const stack = workspace.modals.get(user) ?? []
  const cleared = action === 'clear'
  showModals(workspace, user, cleared ? [] : stack.filter((other) => other.id !== view.id))
  return { outcome: cleared ? 'cleared' : 'closed' }
}

/** Closes a modal as its × does, or all of them; the app hears of it where it asked to. */
export async function closeView(outgoing: Outgoing, user: string, viewId: string, all = false): Promise<void> {
  const { workspace } = outgoing
  const view = openView(outgoing, user, viewId)
  const stack = workspace.modals.get(user) ?? []
  const closed = all || view.clear_on_close === true ? stack : stack.filter((other) => other.id === viewId)
  showModals(
    workspace,
    user,
    stack.filter((other) => !closed.includes(other)),
  )
  const heard = closed.filter((one) => one.notify_on_close === true)
  await Promise.all(
    heard.map((one) =>
      deliverPayload(outgoing, {
        ...payloadHead(outgoing, 'view_closed', user),
        view: one,
        is_cleared: closed.length > 1,
      }),
    ),
  )
}

function openView({ workspace }: Outgoing, user: string, viewId: string): SlackView {
  const held = holderOf(workspace, viewId)
  const view = held?.user === user ? held.stack.find((one) => one.id === viewId) : undefined
  if (!view) throw new Error(`${user} does not have the view ${viewId} open`)
  return view
}

function parsed(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body || '{}')
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
