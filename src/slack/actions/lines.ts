import type { App } from '@slack/bolt'
import { actionIds } from '../../report/slack/message.ts'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell } from '../venue.ts'
import { heldBy, rootOf, venueOf } from './venue-of.ts'

/** Runs a line that was offered: a corrected command, or one of several things of the same name. */
export function listenToOfferedLines(app: App, parts: Parts): void {
  const offered = [actionIds.chosen, new RegExp(`^${actionIds.runLine}:\\d+$`)]
  for (const actionId of offered) {
    app.action(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, body, action, client, context, respond }) => {
        await ack()
        const venue = venueOf(body, client, respond)
        await guarded(venue, parts, context, async (reference) => {
          const [id = '', index = ''] = heldBy(action).split(':')
          const kept = await parts.answers.get(id)
          const line = kept?.kind === 'lines' ? kept.lines[Number(index)] : undefined
          if (kept?.kind !== 'lines' || line === undefined)
            return await tell(venue, notice('This choice is no longer kept. Ask the question again.'))
          const threadTs = kept.staysOpen === true ? rootOf(body) : venue.threadTs
          if (kept.staysOpen !== true) await respond({ delete_original: true })
          const place = { ...venue, isPrivate: kept.isPrivate, ...(threadTs !== undefined && { threadTs }) }
          await answerLine(line, place, parts, reference)
        })
      },
    )
  }
}
