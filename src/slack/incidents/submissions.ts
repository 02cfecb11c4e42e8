import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import * as z from 'zod'
import { silencedBy, snoozeChoices, snoozeUntil } from '../../incidents/snooze.ts'
import { redact } from '../../report/redact.ts'
import { guarded } from '../guarded.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell } from '../venue.ts'
import { incidentViews } from './action-ids.ts'
import { isTooLate } from './buttons.ts'
import { actOn, type Deed, onIncident, tellStale } from './door.ts'
import { type Again, assignForm, type FormPlace, formPlaceSchema, noteForm, snoozeForm } from './forms.ts'

interface Submission extends Deed {
  readonly place: FormPlace
  readonly values: Values
  /** Shows the form again; by then the first is closed, for the request was answered before it was queued. */
  readonly again: (view: ModalView, problem: string) => Promise<void>
}

const valuesSchema = z.object({
  choice: z.object({ value: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }).optional(),
  who: z.object({ value: z.object({ selected_user: z.string().nullish() }) }).optional(),
  text: z.object({ value: z.object({ value: z.string().nullish() }) }).optional(),
})

/** What was filled in; the text without spaces around it and without secrets. */
interface Values {
  readonly choice: string
  readonly who: string
  readonly text: string
}

/** The forms of incidents, sent. Slack itself holds them to what must be filled in; what only we can know shows the form again. */
export function listenToIncidentForms(app: App, parts: Parts): void {
  const on = (callbackId: string, submitted: (submission: Submission) => Promise<void>) =>
    app.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view, client, context }) => {
      await ack()
      const place = formPlaceSchema.parse(JSON.parse(view.private_metadata))
      const { channel, threadTs, incident: incidentId } = place
      const venue = {
        client,
        channel,
        user: body.user.id,
        isPrivate: false,
        ...(threadTs === undefined ? {} : { threadTs }),
      }
      const values = valuesOf(view.state.values)
      const triggerId = String(Reflect.get(body, 'trigger_id'))
      await guarded(venue, parts, context, (reference) =>
        onIncident({ incidentId, id: view.id }, venue, parts, (deed) =>
          submitted({
            ...deed,
            place,
            values,
            again: (form, problem) => showAgain(form, problem, triggerId, deed, reference),
          }),
        ),
      )
    })
  on(incidentViews.snooze, snoozed)
  on(incidentViews.assign, assigned)
  on(incidentViews.resolve, resolved)
  on(incidentViews.note, noted)
}

function valuesOf(state: unknown): Values {
  const { choice, who, text } = valuesSchema.parse(state)
  return {
    choice: choice?.value.selected_option?.value ?? '',
    who: who?.value.selected_user ?? '',
    text: redact((text?.value.value ?? '').trim()),
  }
}

async function showAgain(
  view: ModalView,
  problem: string,
  triggerId: string,
  { venue, parts }: Deed,
  reference: string,
): Promise<void> {
  try {
    await venue.client.views.open({ trigger_id: triggerId, view })
  } catch (error) {
    if (!isTooLate(error)) throw error
    parts.log.info('a form could not be shown again in time', { reference, error })
    await tell(venue, notice(`${problem} Press the button again.`))
  }
}

async function snoozed(submission: Submission): Promise<void> {
  const { incident, parts, values, place, again } = submission
  const now = parts.clock()
  const { timeZone } = parts.config
  const choice = snoozeChoices.find((each) => each === values.choice)
  if (choice === undefined || values.text.length < 3) {
    const wrong: Again = { problem: 'Say why: everybody in the thread reads it.', choice: values.choice }
    const context = { silenced: silencedBy(incident, parts.config), now, timeZone }
    return await again(snoozeForm(incident, place, context, wrong), wrong.problem)
  }
  await actOn(submission, { type: 'snoozed', until: snoozeUntil(choice, now, timeZone), reason: values.text })
}

async function assigned(submission: Submission): Promise<void> {
  const { incident, venue, parts, values, place, again } = submission
  if (incident.state === 'closed') return await tellStale('acknowledged', incident, submission)
  const person = await parts.directory.person(venue.client, values.who)
  const isUnfit = person.isBot || person.isGuest || person.isStranger || person.isDeactivated
  if (isUnfit) {
    const who = person.name ?? values.who
    const wrong: Again = {
      problem: `${who} cannot take it: bots, guests and people of other workspaces may not ask Firstlook.`,
      choice: venue.user,
    }
    return await again(assignForm(incident, place, venue.user, wrong), wrong.problem)
  }
  await actOn(submission, { type: 'assigned', to: values.who, why: 'asked' })
}

async function resolved(submission: Submission): Promise<void> {
  const { choice, text } = submission.values
  const causeWas = choice === 'right' || choice === 'other' ? choice : 'unsaid'
  await actOn(submission, { type: 'resolved', causeWas, ...(text === '' ? {} : { note: text }) })
}

async function noted({ incident, door, venue, values, place, again, id }: Submission): Promise<void> {
  const { text } = values
  if (text === '') {
    const problem = 'The note is empty.'
    return await again(noteForm(incident, place, { problem }), problem)
  }
  await door.desk.happen(incident.id, { type: 'noted', text }, `noted ${id}`, { kind: 'person', user: venue.user })
}
