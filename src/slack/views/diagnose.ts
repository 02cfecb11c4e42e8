import type { App } from '@slack/bolt'
import type { ModalView, PlainTextOption } from '@slack/types'
import * as z from 'zod'
import { offeredVerbs } from '../../intake/verbs.ts'
import { clip, oneLine } from '../../report/escape.ts'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import type { Parts } from '../parts.ts'

export const diagnoseView = 'diagnose_view'

/** Where the modal was opened, so that the answer goes there. */
const placeSchema = z.object({ channel: z.string(), threadTs: z.string() })
type Place = z.infer<typeof placeSchema>

/** The modal that asks what a message did not say: what is seen, and of what. */
export function diagnoseModal(
  place: Place,
  hint: { readonly verb?: string; readonly name?: string },
  available: readonly string[],
): ModalView {
  const options: PlainTextOption[] = offeredVerbs(available)
    .filter(({ kind }) => kind === 'diagnosis')
    .map(({ name, summary }) => ({
      text: { type: 'plain_text', text: clip(`${name}: ${summary}`, 75), emoji: false },
      value: name,
    }))
  const chosen = options.find(({ value }) => value === hint.verb)
  const name = oneLine(hint.name ?? '').slice(0, 500)
  return {
    type: 'modal',
    callback_id: diagnoseView,
    private_metadata: JSON.stringify(place),
    title: { type: 'plain_text', text: 'Diagnose this' },
    submit: { type: 'plain_text', text: 'Diagnose' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'verb',
        label: { type: 'plain_text', text: 'What is seen' },
        element: {
          type: 'static_select',
          action_id: 'value',
          focus_on_load: true,
          placeholder: { type: 'plain_text', text: 'Choose one' },
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      },
      {
        type: 'input',
        block_id: 'rest',
        label: { type: 'plain_text', text: 'Resource, and where or when' },
        hint: {
          type: 'plain_text',
          text: 'A name, ARN or address; then, if you like: in prod, region eu-west-1, last 30m',
        },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: 500,
          placeholder: { type: 'plain_text', text: 'orders-api in prod last 30m' },
          ...(name === '' ? {} : { initial_value: name }),
        },
      },
    ],
  }
}

const stateSchema = z.object({
  verb: z.object({ value: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
  rest: z.object({ value: z.object({ value: z.string().nullish() }) }),
})

/** The modal, sent: the same parser, answered in the thread of the message it came from. */
export function listenToDiagnoseView(app: App, parts: Parts): void {
  app.view(diagnoseView, async ({ ack, body, view, client, context }) => {
    await ack()
    const place = placeSchema.parse(JSON.parse(view.private_metadata))
    const { verb, rest } = stateSchema.parse(view.state.values)
    const venue = { client, channel: place.channel, user: body.user.id, threadTs: place.threadTs, isPrivate: false }
    const line = `${verb.value.selected_option?.value ?? ''} ${rest.value.value ?? ''}`
    await guarded(venue, parts, context, (reference, here) => answerLine(line, here, parts, reference))
  })
}
