import type { Envelope } from '../../slack/envelope.ts'
import type { SigningSecrets } from './signing-secrets.ts'
import { isSignedBySlack, type Signed } from './verify.ts'

/** The parts of an API Gateway or function URL event that are read; both payload formats have them. */
export interface IngressEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | null
  readonly body?: string | null
  readonly isBase64Encoded?: boolean
  readonly httpMethod?: string
  readonly requestContext?: { readonly http?: { readonly method?: string } }
}

export interface IngressResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface IngressParts {
  readonly secrets: SigningSecrets
  readonly enqueue: (envelope: Envelope) => Promise<void>
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** One line for each request: never its body, headers or secrets. */
  readonly log: (entry: {
    readonly outcome: string
    readonly status: number
    readonly bytes: number
    readonly error?: string
  }) => void
}

/** Slack's own requests are far smaller. */
export const mostBytes = 256 * 1024

type Outcome = readonly [outcome: string, response: IngressResponse, error?: unknown]

/** Verifies a request of Slack's, queues it and answers at once. Never throws, and tells a forger nothing. */
export function makeIngress(parts: IngressParts): (event: IngressEvent) => Promise<IngressResponse> {
  return async (event) => {
    const bytes = event.body?.length ?? 0
    const [outcome, response, error] = await respond(event, parts).catch(
      (fault: unknown): Outcome => ['failed', plain(500, 'internal error'), fault],
    )
    parts.log({
      outcome,
      status: response.statusCode,
      bytes,
      ...(error === undefined ? {} : { error: error instanceof Error ? error.message : 'unknown' }),
    })
    return response
  }
}

async function respond(event: IngressEvent, parts: IngressParts): Promise<Outcome> {
  const method = event.requestContext?.http?.method ?? event.httpMethod ?? 'POST'
  if (method !== 'POST') return ['not a POST', plain(405, 'method not allowed')]
  const body = typeof event.body === 'string' ? event.body : ''
  // Base64 is a third longer than what it holds; what is longer still need not be decoded to be refused.
  if (body.length > mostBytes * 1.4) return ['too large', plain(413, 'too large')]
  const raw = Buffer.from(body, event.isBase64Encoded === true ? 'base64' : 'utf8')
  if (raw.length > mostBytes) return ['too large', plain(413, 'too large')]
  const headers = lowerCased(event.headers)
  const text = raw.toString('utf8')
  const contentType = (headers['content-type'] ?? '').toLowerCase()
  const isForm = contentType.startsWith('application/x-www-form-urlencoded')
  // Slack checks certificates with a request that asks for nothing; it is answered whoever sent it, and goes nowhere.
  if (isForm && text.length < 1024 && new URLSearchParams(text).get('ssl_check') === '1')
    return ['ssl check', plain(200, '')]

  const signed = { raw, signature: headers['x-slack-signature'], timestamp: headers['x-slack-request-timestamp'] }
  if (!(await isGenuine(signed, parts))) return ['not signed', plain(401, 'unauthorized')]
  if (!isForm && !contentType.startsWith('application/json'))
    return ['not Slack’s content type', plain(415, 'unsupported media type')]
  const challenge = isForm ? undefined : challengeIn(text)
  if (challenge === 'malformed') return ['malformed', plain(400, 'malformed')]
  if (challenge !== undefined) return ['challenge', plain(200, challenge.text)]
  return await queue(text, contentType, headers, parts)
}

async function isGenuine(signed: Signed, { secrets, clock }: IngressParts): Promise<boolean> {
  const nowSeconds = Math.floor(clock() / 1000)
  if (isSignedBySlack(signed, await secrets.current(), nowSeconds)) return true
  // The secret may have been replaced since it was read; only a well-formed, fresh request is worth a look.
  const isPlausible =
    /^v0=[0-9a-f]{64}$/.test(signed.signature ?? '') && Math.abs(nowSeconds - Number(signed.timestamp)) <= 300
  if (!isPlausible || !(await secrets.refetch())) return false
  return isSignedBySlack(signed, await secrets.current(), nowSeconds)
}

async function queue(
  raw: string,
  contentType: string,
  headers: Readonly<Record<string, string>>,
  { enqueue, clock }: IngressParts,
): Promise<Outcome> {
  const retryNum = Number(headers['x-slack-retry-num'])
  const retryReason = headers['x-slack-retry-reason']
  const envelope: Envelope = {
    v: 1,
    contentType,
    raw,
    ...(Number.isInteger(retryNum) ? { retryNum } : {}),
    ...(retryReason === undefined ? {} : { retryReason: retryReason.slice(0, 100) }),
    receivedAt: clock(),
  }
  try {
    await enqueue(envelope)
    return ['queued', plain(200, '')]
  } catch (error) {
    // Events are sent again by Slack when they are refused; a command is not, so its person must be told.
    const isCommand =
      contentType.startsWith('application/x-www-form-urlencoded') && new URLSearchParams(raw).has('command')
    return ['not queued', isCommand ? apology() : plain(503, 'try again'), error]
  }
}

function apology(): IngressResponse {
  const text = 'Firstlook could not take this just now. Try again in a minute.'
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', text }),
  }
}

function challengeIn(text: string): { readonly text: string } | 'malformed' | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return 'malformed'
  }
  if (parsed === null || typeof parsed !== 'object') return 'malformed'
  const { type, challenge }: { type?: unknown; challenge?: unknown } = parsed
  return type === 'url_verification' && typeof challenge === 'string' ? { text: challenge } : undefined
}

function lowerCased(headers: IngressEvent['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  )
}

function plain(statusCode: number, body: string): IngressResponse {
  return { statusCode, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
