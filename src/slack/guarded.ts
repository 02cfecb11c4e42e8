import type { Context } from '@slack/bolt'
import { WebAPIRateLimitedError } from '@slack/web-api'
import { mayAct } from './access.ts'
import { brokenNotice, notice } from './messages/notices.ts'
import type { Parts } from './parts.ts'
import { tell, type Venue } from './venue.ts'

/**
 * Runs a listener's work if the person may be answered in the channel at all; if not, they alone are told why. The work is handed the venue with the request in it, so that what a delivery before it posted is found again. What it throws is logged once and told to the person with a reference; only when they cannot be
 * told, or Slack asks to come back later, is it thrown on, so that the queue tries again.
 */
export async function guarded(
  venue: Venue,
  parts: Parts,
  context: Context,
  work: (reference: string, venue: Venue) => Promise<void>,
): Promise<void> {
  const reference = referenceOf(context)
  try {
    const { refusal } = await mayAct({}, venue, parts)
    if (refusal !== undefined) return await tell(venue, notice(refusal))
    await work(reference, { ...venue, ...requestOf(context), ...senderOf(venue, parts) })
  } catch (error) {
    const isQueued = requestOf(context).request !== undefined
    if (isQueued && error instanceof WebAPIRateLimitedError) throw error
    parts.log.error('a Slack request did not finish', { reference, error })
    await tell(venue, brokenNotice(reference))
  }
}

function senderOf({ client }: Venue, { senderFor }: Parts): Pick<Venue, 'sender'> {
  return client.token === undefined || senderFor === undefined ? {} : { sender: senderFor(client.token) }
}

function requestOf({ requestId, isAgain }: Context): Pick<Venue, 'request'> {
  return typeof requestId === 'string' ? { request: { id: requestId, isAgain: isAgain === true } } : {}
}

function referenceOf(context: Context): string {
  const { reference } = context
  return typeof reference === 'string' ? reference : `t${Date.now().toString(36)}`
}
