import { setTimeout as wait } from 'node:timers/promises'
import type { JsonObject } from '../json.ts'
import type { Delivered, Outgoing } from './delivery.ts'
import { deliver } from './delivery.ts'

/** The verdict on one event: how many requests it took, and whether the app took it in the end. */
export interface EventOutcome {
  readonly eventId: string
  readonly attempts: number
  readonly accepted: boolean
}

/**
 * Sends an Events API event, and again with `X-Slack-Retry-Num` when the app is slow, absent or unwell:
 * https://docs.slack.dev/apis/events-api/#error-handling
 */
export async function sendEvent(outgoing: Outgoing, event: JsonObject): Promise<EventOutcome> {
  const { app, nextId, now } = outgoing.workspace
  const eventId = nextId('Ev')
  const body = JSON.stringify({
    token: 'verification-token-is-deprecated',
    team_id: app.teamId,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: app.teamId, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: Boolean(outgoing.workspace.channels.get(String(event.channel))?.isExtShared),
    event_context: `4-${eventId}`,
  })
  let attempts = 0
  let reason = ''
  for (const delayMs of [0, ...outgoing.retryDelaysMs]) {
    if (delayMs > 0) await wait(delayMs, undefined, { ref: false })
    const headers: Record<string, string> =
      attempts === 0 ? {} : { 'x-slack-retry-num': String(attempts), 'x-slack-retry-reason': reason }
    attempts += 1
    const delivered = await deliver(outgoing, 'application/json', body, headers)
    if (delivered.outcome === 'ok') return { eventId, attempts, accepted: true }
    if (delivered.outcome === 'rejected' && delivered.noRetry) break
    reason = retryReason(delivered)
  }
  return { eventId, attempts, accepted: false }
}

function retryReason(delivered: Exclude<Delivered, { outcome: 'ok' }>): string {
  if (delivered.outcome === 'timeout') return 'http_timeout'
  return delivered.outcome === 'rejected' ? 'http_error' : 'connection_failed'
}

/** Sends the challenge Slack sends when a request URL is entered; true when the app answers with it. */
export async function verifyRequestUrl(outgoing: Outgoing): Promise<boolean> {
  const challenge = outgoing.workspace.nextId('challenge')
  const body = JSON.stringify({ token: 'verification-token-is-deprecated', challenge, type: 'url_verification' })
  const delivered = await deliver(outgoing, 'application/json', body)
  if (delivered.outcome !== 'ok') return false
  if (delivered.body.trim() === challenge) return true
  try {
    return (JSON.parse(delivered.body) as { challenge?: unknown }).challenge === challenge
  } catch {
    return false
  }
}
