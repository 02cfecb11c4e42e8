import type { ModalView } from '@slack/types'
import { isTooLate } from '../incidents/buttons.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import type { Venue } from '../venue.ts'
import { say } from './say.ts'

/** Opens a modal; a trigger is good for three seconds, and after that the person is told to try again. */
export async function openForm(
  venue: Venue,
  triggerId: string | undefined,
  view: ModalView,
  parts: Parts,
): Promise<void> {
  if (triggerId === undefined)
    return await say(venue, notice('A mention cannot open a form. Type it as a command: `/aws oncall edit`.'))
  try {
    await venue.client.views.open({ trigger_id: triggerId, view })
  } catch (error) {
    if (!isTooLate(error)) throw error
    parts.log.info('a form could not be opened in time', { error })
    await say(venue, notice('That took too long to open. Try again; the next one is quicker.'))
  }
}
