import type { App } from '@slack/bolt'
import * as z from 'zod'
import type { Answered } from '../../incidents/handoff/accept.ts'
import { acceptFault, declineFault } from '../../incidents/handoff/handoff-transition.ts'
import type { OnCallDesk } from '../../incidents/oncall/on-call-desk.ts'
import { redact } from '../../report/redact.ts'
import { heldBy, venueOf } from '../actions/venue-of.ts'
import { guarded } from '../guarded.ts'
import { spoken } from '../incidents/spoken.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import type { Venue } from '../venue.ts'
import { onCallActionIds, onCallViews } from './action-ids.ts'
import { acceptSomeForm, declineForm } from './handoff-forms.ts'
import { openForm } from './open-form.ts'
import { say } from './say.ts'

const heldSchema = z.object({ handoff: z.string(), channel: z.string() })
const chosenSchema = z.record(
  z.string(),
  z.object({
    value: z.object({
      selected_options: z.array(z.object({ value: z.string() })).optional(),
      value: z.string().nullish(),
    }),
  }),
)

/** Accept, Accept some and Decline under a handoff, in the channel, in direct messages and in App Home. */
export function listenToHandoffs(app: App, parts: Parts): void {
  const onPress = (actionId: string, work: (pressed: Pressed) => Promise<void>) =>
    app.action(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, body, action, client, context, respond }) => {
        await ack()
        const venue = venueOf(body, client, respond)
        await guarded(venue, parts, context, async () => {
          const { onCall } = parts
          if (onCall === undefined) return await say(venue, notice(nowhere))
          await work({ handoffId: heldBy(action), venue, desk: onCall.desk, click: body.trigger_id, parts })
        })
      },
    )
  onPress(onCallActionIds.accept, async ({ handoffId, venue, desk, click }) => {
    await told(await desk.handoff.accept(handoffId, venue.user, 'all', click), venue)
    await parts.onCall?.refreshHome(venue.client, venue.user)
  })
  onPress(onCallActionIds.acceptSome, async ({ handoffId, venue, desk, click }) => {
    const [handoff, content] = await Promise.all([desk.handoff.get(handoffId), desk.handoff.contentOf(handoffId)])
    const fault =
      handoff === undefined || content === undefined ? gone : acceptFault(handoff, venue.user, parts.clock())
    if (fault !== undefined || handoff === undefined || content === undefined)
      return await say(venue, spoken(fault ?? gone))
    await openForm(venue, click, acceptSomeForm(handoff, content, venue.channel), parts)
  })
  onPress(onCallActionIds.decline, async ({ handoffId, venue, desk, click }) => {
    const handoff = await desk.handoff.get(handoffId)
    const fault = handoff === undefined ? gone : declineFault(handoff, venue.user, parts.clock())
    if (fault !== undefined || handoff === undefined) return await say(venue, spoken(fault ?? gone))
    await openForm(venue, click, declineForm(handoff, venue.channel), parts)
  })

  const onForm = (callbackId: string, work: (sent: Sent) => Promise<void>) =>
    app.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view, client, context }) => {
      await ack()
      const { handoff: handoffId, channel } = heldSchema.parse(JSON.parse(view.private_metadata))
      const venue = { client, channel, user: body.user.id, isPrivate: false }
      await guarded(venue, parts, context, async () => {
        const { onCall } = parts
        if (onCall !== undefined)
          await work({
            handoffId,
            venue,
            desk: onCall.desk,
            click: view.id,
            values: chosenSchema.parse(view.state.values),
          })
      })
    })
  onForm(onCallViews.acceptSome, async ({ handoffId, venue, desk, click, values }) => {
    const items = Object.values(values).flatMap(({ value }) =>
      (value.selected_options ?? []).map((option) => option.value),
    )
    if (items.length === 0)
      return await say(venue, notice('You chose none, so nothing was taken. Press *Accept some* again.'))
    await told(await desk.handoff.accept(handoffId, venue.user, items, click), venue)
  })
  onForm(onCallViews.decline, async ({ handoffId, venue, desk, click, values }) => {
    const reason = redact((values.text?.value.value ?? '').trim())
    await told(await desk.handoff.decline(handoffId, venue.user, reason, click), venue)
  })
}

const nowhere = 'On-call is kept nowhere here: there is no table for it.'
const gone = 'This handoff is no longer kept. `/aws handoff` shows what is open now.'

interface Pressed {
  readonly handoffId: string
  readonly venue: Venue
  readonly desk: OnCallDesk
  /** The same for the same press however often it is delivered. */
  readonly click: string
  readonly parts: Parts
}

interface Sent extends Omit<Pressed, 'parts'> {
  readonly values: z.infer<typeof chosenSchema>
}

/** Says why nothing came of it; what did come of it stands in the message. */
async function told({ fault }: Answered, venue: Venue): Promise<void> {
  if (fault !== undefined) await say(venue, spoken(fault))
}
