import type { App } from '@slack/bolt'
import { answerFault, swapFault } from '../../incidents/oncall/change-rotation.ts'
import { mayAct } from '../access.ts'
import { heldBy, venueOf } from '../actions/venue-of.ts'
import { guarded } from '../guarded.ts'
import { spoken } from '../incidents/spoken.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { edit } from '../venue.ts'
import { onCallActionIds, onCallViews } from './action-ids.ts'
import { openForm } from './open-form.ts'
import { readRotationForm, rotationForm, rotationPlaceSchema } from './rotation-form.ts'
import { say } from './say.ts'
import { readSwapForm, swapMessage } from './swap-form.ts'

/** Rotations and swaps, as they are filled in and answered. */
export function listenToRotations(app: App, parts: Parts): void {
  app.view(
    { type: 'view_submission', callback_id: onCallViews.rotation },
    async ({ ack, body, view, client, context }) => {
      await ack()
      const place = rotationPlaceSchema.parse(JSON.parse(view.private_metadata))
      const venue = { client, channel: place.channel, user: body.user.id, isPrivate: false }
      await guarded(venue, parts, context, async () => {
        const { onCall } = parts
        if (onCall === undefined) return
        const { draft, problem } = readRotationForm(view.state.values)
        const again = (words: string) =>
          openForm(venue, String(Reflect.get(body, 'trigger_id')), rotationForm(draft, place, words), parts)
        if (problem !== undefined) return await again(problem)
        const { refusal } = await mayAct({}, { ...venue, channel: draft.setting.channel }, parts)
        if (refusal !== undefined) return await again(refusal)
        const by = { kind: 'person', user: venue.user } as const
        const changed = await onCall.desk.change(place.rotation, { type: 'set', ...draft }, `set ${view.id}`, by)
        if (changed.outcome === 'channel-taken')
          return await again(
            `<#${draft.setting.channel}> has the rotation *${changed.holder?.name ?? 'another'}* already. Edit that one there, or choose another channel.`,
          )
        await say(
          venue,
          spoken(
            `Saved: *${draft.setting.name}* for <#${draft.setting.channel}>. \`/aws oncall\` shows who is on call.`,
          ),
        )
      })
    },
  )

  app.view({ type: 'view_submission', callback_id: onCallViews.swap }, async ({ ack, body, view, client, context }) => {
    await ack()
    const { rotation: rotationId, channel } = rotationPlaceSchema.parse(JSON.parse(view.private_metadata))
    const venue = { client, channel, user: body.user.id, isPrivate: false }
    await guarded(venue, parts, context, async () => {
      const { onCall } = parts
      const rotation = await onCall?.desk.rotations.get(rotationId)
      if (onCall === undefined || rotation === undefined) return
      const swap = { id: view.id, asker: venue.user, ...readSwapForm(view.state.values) }
      const fault = swapFault(rotation, swap, parts.clock())
      if (fault !== undefined) return await say(venue, spoken(fault))
      const by = { kind: 'person', user: venue.user } as const
      const changed = await onCall.desk.change(rotationId, { type: 'swap-asked', swap }, `ask ${view.id}`, by)
      if (changed.outcome !== 'done') return
      const { text, blocks } = swapMessage(changed.after, { ...swap, state: 'asked' })
      await client.chat.postMessage({
        channel: swap.asked,
        text,
        blocks: [...blocks],
        unfurl_links: false,
        unfurl_media: false,
      })
      await say(venue, spoken(`Asked <@${swap.asked}>. Until they accept, the shift stays yours.`))
    })
  })

  for (const [actionId, answer] of [
    [onCallActionIds.swapAccept, 'accepted'],
    [onCallActionIds.swapDecline, 'declined'],
  ] as const)
    app.action(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, body, action, client, context, respond }) => {
        await ack()
        const venue = venueOf(body, client, respond)
        await guarded(venue, parts, context, async () => {
          const [rotationId = '', swapId = ''] = heldBy(action).split(':')
          const { onCall } = parts
          const rotation = await onCall?.desk.rotations.get(rotationId)
          if (onCall === undefined || rotation === undefined)
            return await say(venue, notice('That rotation is no longer kept.'))
          const { user } = venue
          const fault = answerFault(rotation, { swapId, user, answer, now: parts.clock() })
          if (fault !== undefined) return await say(venue, spoken(fault))
          const by = { kind: 'person', user } as const
          const changed = await onCall.desk.change(
            rotationId,
            { type: 'swap-answered', swapId, answer },
            `${answer} ${swapId}`,
            by,
          )
          const swap =
            changed.outcome === 'channel-taken' ? undefined : changed.after.swaps.find(({ id }) => id === swapId)
          if (swap === undefined || changed.outcome === 'channel-taken') return
          const message = swapMessage(changed.after, swap)
          const ts = body.message?.ts
          if (typeof ts === 'string') await edit(venue, ts, message)
          const { text, blocks } = message
          await client.chat.postMessage({
            channel: swap.asker,
            text,
            blocks: [...blocks],
            unfurl_links: false,
            unfurl_media: false,
          })
        })
      },
    )
}
