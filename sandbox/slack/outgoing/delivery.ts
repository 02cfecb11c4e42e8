import type { JsonObject } from '../json.ts'
import type { Workspace } from '../workspace.ts'
import type { ResponseUrls } from './response-urls.ts'
import { signatureHeaders } from './signature.ts'
import type { Triggers } from './triggers.ts'

/** How long Slack waits for an app. */
export const deliveryTimeoutMs = 3000

/** What came of a request to the app. A status other than 2xx is `rejected`. */
export type Delivered =
  | { readonly outcome: 'ok'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly outcome: 'rejected'; readonly status: number; readonly noRetry: boolean }
  | { readonly outcome: 'timeout' }
  | { readonly outcome: 'unreachable'; readonly reason: string }

/** Everything needed to send requests to the app, in Slack's name. */
export interface Outgoing {
  readonly workspace: Workspace
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly signingSecret: string
  /** Where requests go; unset until the app listens. */
  requestUrl: string | undefined
  readonly timeoutMs: number
  /** Waits before each retry of an event: at once, a minute, five minutes. */
  readonly retryDelaysMs: readonly number[]
}

/** Sends a signed request to the app and waits at most three seconds. Never rejects. */
export async function deliver(
  outgoing: Outgoing,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Delivered> {
  if (!outgoing.requestUrl) return { outcome: 'unreachable', reason: 'no request URL is set' }
  const seconds = Math.floor(outgoing.workspace.now() / 1000)
  try {
    const response = await fetch(outgoing.requestUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signatureHeaders(outgoing.signingSecret, body, seconds),
        ...headers,
      },
      signal: AbortSignal.timeout(outgoing.timeoutMs),
    })
    const text = await response.text()
    if (!response.ok) {
      return { outcome: 'rejected', status: response.status, noRetry: response.headers.get('x-slack-no-retry') === '1' }
    }
    return {
      outcome: 'ok',
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: text,
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'timeout' }
    return { outcome: 'unreachable', reason: String(error instanceof Error ? (error.cause ?? error) : error) }
  }
}

/** Sends an interaction: a form with the JSON in `payload`. */
export function deliverPayload(outgoing: Outgoing, payload: JsonObject): Promise<Delivered> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return deliver(outgoing, 'application/x-www-form-urlencoded', body)
}

/** The fields every interaction payload begins with. */
export function payloadHead({ workspace }: Outgoing, type: string, user: string): JsonObject {
  const { app } = workspace
  const person = workspace.users.get(user)
  return {
    type,
    user: { id: user, username: person?.name ?? user, name: person?.name ?? user, team_id: app.teamId },
    team: { id: app.teamId, domain: app.teamDomain },
    api_app_id: app.id,
    token: 'verification-token-is-deprecated',
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** The word Slack shows for a request that failed. */
export function failureWord(delivered: Exclude<Delivered, { outcome: 'ok' }>): string {
  return delivered.outcome === 'timeout' ? 'operation_timeout' : 'dispatch_failed'
}
