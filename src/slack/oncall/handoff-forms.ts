import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { HandoffContent } from '../../incidents/handoff/content.ts'
import { type Handoff, remainingItems } from '../../incidents/handoff/handoff.ts'
import { clip, oneLine } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { focusedOnFirst } from '../focused.ts'
import { onCallViews } from './action-ids.ts'

const perSelect = 100
const mostSelects = 10

export const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false })

/** Which items to take. */
export function acceptSomeForm(handoff: Handoff, content: HandoffContent, channel: string): ModalView {
  const titles = new Map(content.items.map(({ id, title, group }) => [id, `${title} (${group})`]))
  const options = remainingItems(handoff).map(
    ({ id }): PlainTextOption => ({ text: plain(clip(redact(oneLine(titles.get(id) ?? id)), 75) || id), value: id }),
  )
  const selects = Array.from({ length: Math.min(mostSelects, Math.ceil(options.length / perSelect)) }, (_, index) => {
    const part = options.slice(index * perSelect, (index + 1) * perSelect)
    return {
      type: 'input' as const,
      block_id: `items${index}`,
      optional: true,
      label: plain(
        options.length <= perSelect
          ? 'Take these'
          : `Take of ${index * perSelect + 1} to ${index * perSelect + part.length}`,
      ),
      element: {
        type: 'multi_static_select' as const,
        action_id: 'value',
        placeholder: plain('Choose some'),
        options: part,
      },
    }
  })
  return modal(onCallViews.acceptSome, { handoff: handoff.id, channel }, 'Accept some', 'Accept', [
    ...selects,
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'What you do not take keeps the name it has.' }] },
  ])
}

/** Why it is declined. */
export function declineForm(handoff: Handoff, channel: string): ModalView {
  return modal(onCallViews.decline, { handoff: handoff.id, channel }, 'Decline', 'Decline', [
    {
      type: 'input',
      block_id: 'text',
      label: plain('Why'),
      hint: plain('Everybody in the channel reads it. The handoff is then open to everybody.'),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        max_length: 300,
        placeholder: plain('I am ill; Cleo knows'),
      },
    },
  ])
}

export function modal(
  callbackId: string,
  held: object,
  title: string,
  submit: string,
  blocks: readonly KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(held),
    title: plain(title),
    submit: plain(submit),
    close: plain('Cancel'),
    blocks: focusedOnFirst(blocks),
  }
}
