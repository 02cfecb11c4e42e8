import { type Choice, type Choices, elementsOf, type PlacedElement, reported, stateValues } from '../elements.ts'
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { findMessage, slackbotSays, wireMessage } from '../messages.ts'
import { holderOf } from '../web-api/views.ts'
import type { SlackMessage, SlackView } from '../workspace.ts'
import { type Delivered, deliverPayload, failureWord, type Outgoing, payloadHead } from './delivery.ts'

/** Where an element stands: in a message, or in a modal or Home tab. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly viewId: string }

export interface Press {
  readonly user: string
  readonly place: Place
  readonly actionId: string
  readonly blockId?: string | undefined
  /** What is chosen in the element; for feedback buttons, the value of the one pressed. */
  readonly choice?: Choice | undefined
  /** What the other elements of the surface hold. */
  readonly choices?: Choices | undefined
}

interface Surface {
  readonly blocks: readonly JsonObject[]
  readonly fields: JsonObject
  readonly channel?: string
  readonly threadTs?: string | undefined
}

/** Presses, chooses or ticks an element and sends `block_actions`. Throws when no such element is there. */
export async function press(outgoing: Outgoing, pressed: Press): Promise<Delivered> {
  const { workspace, triggers } = outgoing
  const surface = surfaceOf(outgoing, pressed.place, pressed.user)
  const placed = find(surface.blocks, pressed.actionId, pressed.blockId)
  const blockId = stringOf(placed.block.block_id)
  const choices: Choices = {
    ...pressed.choices,
    ...(pressed.choice !== undefined && {
      [blockId]: { ...pressed.choices?.[blockId], [pressed.actionId]: pressed.choice },
    }),
  }
  const delivered = await deliverPayload(outgoing, {
    ...payloadHead(outgoing, 'block_actions', pressed.user),
    trigger_id: triggers.issue(pressed.user),
    ...surface.fields,
    state: { values: stateValues(surface.blocks, choices) },
    actions: [{ ...actionOf(placed, pressed.choice ?? null), action_ts: workspace.nextTs() }],
  })
  if (delivered.outcome !== 'ok' && surface.channel) {
    const text = `This app responded with an error (${failureWord(delivered)}). Try again, or ask the people who look after it.`
    slackbotSays(workspace, pressed.user, surface.channel, text, surface.threadTs)
  }
  return delivered
}

/** Asks the app for the options of an external select. */
export async function suggest(outgoing: Outgoing, pressed: Press, typed: string): Promise<JsonObject[]> {
  const surface = surfaceOf(outgoing, pressed.place, pressed.user)
  const { block, element } = find(surface.blocks, pressed.actionId, pressed.blockId)
  const delivered = await deliverPayload(outgoing, {
    ...payloadHead(outgoing, 'block_suggestion', pressed.user),
    ...surface.fields,
    action_id: element.action_id,
    block_id: block.block_id,
    value: typed,
  })
  if (delivered.outcome !== 'ok') return []
  try {
    const answer: unknown = JSON.parse(delivered.body)
    if (!isObject(answer)) return []
    return [
      ...objectsOf(answer.options),
      ...objectsOf(answer.option_groups).flatMap((group) => objectsOf(group.options)),
    ]
  } catch {
    return []
  }
}

function find(blocks: readonly JsonObject[], actionId: string, blockId: string | undefined): PlacedElement {
  const found = elementsOf(blocks).find(
    ({ block, element }) => element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  )
  if (found) return found
  const there = elementsOf(blocks).map(({ element }) => element.action_id)
  throw new Error(`no element has the action_id ${actionId}; there are: ${there.join(', ') || 'none'}`)
}

function actionOf({ block, element }: PlacedElement, choice: Choice): JsonObject {
  const { type, action_id, text, value, style } = element
  const common = { type, action_id, block_id: block.block_id }
  if (type === 'feedback_buttons') {
    const both = [element.positive_button, element.negative_button].filter(isObject)
    const one = both.find((button) => button.value === choice) ?? both[0]
    return { ...common, value: one?.value, text: one?.text }
  }
  if (type === 'button' || type === 'workflow_button' || type === 'icon_button') {
    return { ...common, text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) }
  }
  return { ...common, ...reported(element, choice) }
}

/** The blocks of a message with those of its attachments. */
export function messageBlocks(message: SlackMessage): JsonObject[] {
  const attached = (message.attachments ?? []).flatMap((attachment) => objectsOf(attachment.blocks))
  return [...(message.blocks ?? []), ...attached]
}

function surfaceOf(outgoing: Outgoing, place: Place, user: string): Surface {
  const { workspace, responseUrls } = outgoing
  if ('viewId' in place) return viewSurface(outgoing, place.viewId)
  const message = findMessage(workspace, place.channel, place.ts)
  if (!message || (message.ephemeral_to && message.ephemeral_to !== user)) {
    throw new Error(`${user} sees no message ${place.ts} in ${place.channel}`)
  }
  const channel = workspace.channels.get(place.channel)
  const isEphemeral = message.ephemeral_to !== undefined
  const threadTs = message.thread_ts
  return {
    blocks: messageBlocks(message),
    channel: place.channel,
    threadTs,
    fields: {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: place.channel,
        is_ephemeral: isEphemeral,
        ...(threadTs && { thread_ts: threadTs }),
      },
      channel: { id: place.channel, name: channel?.directMessageWith ? 'directmessage' : (channel?.name ?? '') },
      ...(!isEphemeral && { message: wireMessage(workspace, message) }),
      response_url: responseUrls.issue({
        user,
        channel: place.channel,
        messageTs: message.ts,
        ...(threadTs && { threadTs }),
      }),
    },
  }
}

function viewSurface({ workspace }: Outgoing, viewId: string): Surface {
  const home = [...workspace.homes.values()].find((view) => view.id === viewId)
  const view: SlackView | undefined = home ?? holderOf(workspace, viewId)?.stack.find((one) => one.id === viewId)
  if (!view) throw new Error(`nobody has the view ${viewId} open`)
  return { blocks: view.blocks, fields: { container: { type: 'view', view_id: view.id }, view } }
}
