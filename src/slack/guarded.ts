import type { Context } from '@slack/bolt'
import { brokenNotice } from './messages/notices.ts'
import type { Parts } from './parts.ts'
import { tell, type Venue } from './venue.ts'

/**
 * Runs a listener's work. What it throws is logged once and told to the person with a reference; only when they cannot be
 * told is it thrown on, so that the queue tries again.
 */
export async function guarded(
  venue: Venue,
  parts: Parts,
  context: Context,
  work: (reference: string) => Promise<void>,
): Promise<void> {
  const reference = referenceOf(context)
  try {
    await work(reference)
  } catch (error) {
    parts.log.error('a Slack request did not finish', { reference, error })
    await tell(venue, brokenNotice(reference))
  }
}

function referenceOf(context: Context): string {
  const { reference } = context
  return typeof reference === 'string' ? reference : `t${Date.now().toString(36)}`
}
