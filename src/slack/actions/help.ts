import type { App } from '@slack/bolt'
import { actionIds } from '../../report/slack/message.ts'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import type { Parts } from '../parts.ts'
import { heldBy, venueOf } from './venue-of.ts'

/** The buttons of the help menu. */
export function listenToHelpButtons(app: App, parts: Parts): void {
  app.action(
    { type: 'block_actions', action_id: new RegExp(`^${actionIds.helpVerb}:`) },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, (reference) => answerLine(`help ${heldBy(action)}`, venue, parts, reference))
    },
  )
}
