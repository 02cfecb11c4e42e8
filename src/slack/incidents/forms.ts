import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { DateTime } from 'luxon'
import * as z from 'zod'
import type { Incident } from '../../incidents/incident.ts'
import { isFiring } from '../../incidents/incident.ts'
import { type Silenced, type SnoozeChoice, snoozeChoices, snoozeUntil } from '../../incidents/snooze.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { focusedOnFirst } from '../focused.ts'
import { incidentViews } from './action-ids.ts'
import { silenceWords } from './silence-words.ts'

/** What a form is about, and where its button was: whatever must be said to the person goes there. */
export const formPlaceSchema = z.object({
  incident: z.string(),
  channel: z.string(),
  threadTs: z.string().optional(),
})
export type FormPlace = z.infer<typeof formPlaceSchema>

/** A form that comes again, with what was wrong and what was typed. */
export interface Again {
  readonly problem: string
  readonly choice?: string
  readonly text?: string
}

export const snoozeReasonCharacters = 300
export const noteCharacters = 2500

const choiceWords: Readonly<Record<SnoozeChoice, string>> = {
  '30m': '30 minutes',
  '1h': '1 hour',
  '4h': '4 hours',
  ok: 'Until it is OK',
  tomorrow: 'Until tomorrow',
}

/** How long, why, and in words what that silences. */
export function snoozeForm(
  incident: Incident,
  place: FormPlace,
  context: { readonly silenced: Silenced; readonly now: number; readonly timeZone: string },
  again?: Again,
): ModalView {
  const { silenced, now, timeZone } = context
  const options = snoozeChoices.map((choice): PlainTextOption => {
    const until = snoozeUntil(choice, now, timeZone)
    const clock = until === 'ok' ? '' : `, ${endWords(until, now, timeZone)}`
    return option(`${choiceWords[choice]}${clock}`, choice)
  })
  const chosen = options.find(({ value }) => value === (again?.choice ?? '1h'))
  return modal(incidentViews.snooze, place, 'Snooze', 'Snooze', [
    ...head(incident, again),
    {
      type: 'input',
      block_id: 'choice',
      label: plain('How long'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      },
    },
    {
      type: 'input',
      block_id: 'text',
      label: plain('Why'),
      hint: plain('Everybody in the thread reads it.'),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        min_length: 3,
        max_length: snoozeReasonCharacters,
        placeholder: plain('Known: the load test runs until noon'),
        ...typed(again),
      },
    },
    section(silenceWords(silenced)),
  ])
}

/** When a snooze ends, by the team's clock: `14:35 UTC`, `24 Nov 09:00 Europe/Berlin`. */
export function endWords(until: number, now: number, timeZone: string): string {
  const at = DateTime.fromMillis(until, { zone: timeZone, locale: 'en' })
  const isToday = at.hasSame(DateTime.fromMillis(now, { zone: timeZone }), 'day')
  return `${at.toFormat(isToday ? 'HH:mm' : 'd LLL HH:mm')} ${timeZone}`
}

/** Whom it is handed to. */
export function assignForm(incident: Incident, place: FormPlace, user: string, again?: Again): ModalView {
  return modal(incidentViews.assign, place, 'Assign', 'Assign', [
    ...head(incident, again),
    {
      type: 'input',
      block_id: 'who',
      label: plain('Who takes it'),
      hint: plain('They are mentioned in the thread, and reminded while nobody acknowledges it.'),
      element: { type: 'users_select', action_id: 'value', initial_user: again?.choice ?? user },
    },
  ])
}

const verdicts = [
  ['right', 'Yes, that was the cause'],
  ['other', 'No, it was another cause'],
  ['unsaid', 'Rather not say'],
] as const

/** Whether the cause was right, and what there is to say. */
export function resolveForm(incident: Incident, place: FormPlace, again?: Again): ModalView {
  const { diagnosis } = incident
  const { cause } = diagnosis
  const options = verdicts.map(([value, words]) => option(words, value))
  const chosen = options.find(({ value }) => value === (again?.choice ?? 'unsaid'))
  const asked: KnownBlock[] =
    cause === undefined
      ? []
      : [
          section(`*${escapeMrkdwn(cause.id)}*: ${escapeMrkdwn(clip(redact(oneLine(cause.summary)), 500))}`),
          {
            type: 'input',
            block_id: 'choice',
            label: plain('Was the cause right?'),
            element: {
              type: 'radio_buttons',
              action_id: 'value',
              options,
              ...(chosen === undefined ? {} : { initial_option: chosen }),
            },
          },
        ]
  const warned = isFiring(incident)
    ? [section(':warning: It still fires. Resolved all the same, it opens again only when an alarm fires anew.')]
    : []
  return modal(incidentViews.resolve, place, 'Resolve', 'Resolve', [
    ...head(incident, again),
    ...warned,
    ...asked,
    {
      type: 'input',
      block_id: 'text',
      optional: true,
      label: plain('Note'),
      hint: plain('What it was, what ended it. It is kept in the timeline.'),
      element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000, ...typed(again) },
    },
  ])
}

/** A line for the timeline. */
export function noteForm(incident: Incident, place: FormPlace, again?: Again): ModalView {
  return modal(incidentViews.note, place, 'Add a note', 'Add', [
    ...head(incident, again),
    {
      type: 'input',
      block_id: 'text',
      label: plain('Note'),
      hint: plain('It is told in the thread and kept in the timeline. Secrets are taken out.'),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        min_length: 1,
        max_length: noteCharacters,
        ...typed(again),
      },
    },
  ])
}

function modal(callbackId: string, place: FormPlace, title: string, submit: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(place),
    title: plain(title),
    submit: plain(submit),
    close: plain('Cancel'),
    blocks: focusedOnFirst(blocks),
  }
}

function head({ title }: Incident, again: Again | undefined): KnownBlock[] {
  return [
    section(`*${escapeMrkdwn(clip(redact(title), 150)).replaceAll('*', '∗')}*`),
    ...(again === undefined ? [] : [section(`:warning: ${escapeMrkdwn(again.problem)}`)]),
  ]
}

function typed(again: Again | undefined): { readonly initial_value?: string } {
  return again?.text === undefined ? {} : { initial_value: again.text }
}

function option(text: string, value: string): PlainTextOption {
  return { text: plain(clip(text, 75)), value }
}

function plain(text: string) {
  return { type: 'plain_text' as const, text, emoji: false }
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 2900) } }
}
