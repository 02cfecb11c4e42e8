import type { ModalView, PlainTextOption } from '@slack/types'
import { DateTime } from 'luxon'
import * as z from 'zod'
import type { Rotation, Span, Swap } from '../../incidents/oncall/rotation.ts'
import type { Shift } from '../../incidents/oncall/shifts.ts'
import type { SlackMessage } from '../../report/slack/message.ts'
import { slackTime } from '../incidents/slack-time.ts'
import { onCallActionIds, onCallViews } from './action-ids.ts'
import { modal, plain } from './handoff-forms.ts'
import { button } from './handoff-message.ts'
import type { RotationPlace } from './rotation-form.ts'

const mostOptions = 100

/** Which of my shifts somebody is to take, who, and for which of theirs. */
export function swapForm(user: string, shifts: readonly Shift[], timeZone: string, place: RotationPlace): ModalView {
  const option = ({ from, to }: Shift): PlainTextOption => ({
    text: plain(`${clock(from, timeZone)} to ${clock(to, timeZone)}`),
    value: `${from} ${to}`,
  })
  const mine = shifts
    .filter((shift) => shift.user === user)
    .slice(0, mostOptions)
    .map(option)
  const others = shifts
    .filter((shift) => shift.user !== undefined && shift.user !== user)
    .slice(0, mostOptions)
    .map(option)
  const select = (options: PlainTextOption[]) => ({ type: 'static_select' as const, action_id: 'value', options })
  return modal(onCallViews.swap, place, 'Swap a shift', 'Ask', [
    { type: 'input', block_id: 'mine', label: plain('Your shift'), element: select(mine) },
    {
      type: 'input',
      block_id: 'who',
      label: plain('Who is to take it'),
      element: { type: 'users_select', action_id: 'value' },
    },
    ...(others.length === 0
      ? []
      : [
          {
            type: 'input' as const,
            block_id: 'theirs',
            optional: true,
            label: plain('Their shift that you take instead'),
            element: select(others),
          },
        ]),
  ])
}

function clock(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone }).setLocale('en').toFormat('ccc d LLL HH:mm')
}

const chosen = z.object({ value: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) })
const valuesSchema = z.object({
  mine: chosen,
  who: z.object({ value: z.object({ selected_user: z.string().nullish() }) }),
  theirs: chosen.optional(),
})

/** What was filled in. */
export function readSwapForm(state: unknown): Span & { readonly asked: string; readonly inReturn?: Span } {
  const { mine, who, theirs } = valuesSchema.parse(state)
  const span = (held: string): Span => {
    const [from = 0, to = 0] = held.split(' ').map(Number)
    return { from, to }
  }
  const other = theirs?.value.selected_option?.value
  return {
    ...span(mine.value.selected_option?.value ?? ''),
    asked: who.value.selected_user ?? '',
    ...(other === undefined ? {} : { inReturn: span(other) }),
  }
}

/** The question to whoever is asked, or what has become of it. */
export function swapMessage(rotation: Rotation, swap: Swap): SlackMessage {
  const times = ({ from, to }: Span) => `${slackTime(from)} to ${slackTime(to)}`
  const inReturn = swap.inReturn === undefined ? '' : ` In return <@${swap.asker}> takes ${times(swap.inReturn)}.`
  const text = `<@${swap.asker}> asks <@${swap.asked}> to take the shift ${times(swap)} of *${rotation.name}*.${inReturn}`
  const ends = {
    asked: '',
    accepted: ' :white_check_mark: Accepted.',
    declined: ' :no_entry_sign: Declined.',
    withdrawn: ' Withdrawn.',
  }
  const held = `${rotation.id}:${swap.id}`
  return {
    text: `${text}${ends[swap.state]}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `${text}${ends[swap.state]}` } },
      ...(swap.state === 'asked'
        ? [
            {
              type: 'actions' as const,
              elements: [
                { ...button('Accept', onCallActionIds.swapAccept, held), style: 'primary' as const },
                button('Decline', onCallActionIds.swapDecline, held),
              ],
            },
          ]
        : []),
    ],
  }
}
