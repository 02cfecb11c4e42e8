import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far a request's clock may be from ours, either way. */
export const skewSeconds = 300

/** A request as it must be judged: its bytes and the two headers, before anything is parsed. */
export interface Signed {
  readonly raw: Buffer
  readonly signature: string | undefined
  readonly timestamp: string | undefined
}

/**
 * Whether Slack signed these bytes within five minutes of now, with any of the secrets: two are known while one is being
 * replaced. An empty secret is never one. Takes the same time whichever part of a signature is wrong.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSignedBySlack(
  { raw, signature, timestamp }: Signed,
  secrets: readonly string[],
  nowSeconds: number,
): boolean {
  const seconds = timestamp !== undefined && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  const isFresh = Math.abs(nowSeconds - seconds) <= skewSeconds
  const isFormed = signature !== undefined && /^v0=[0-9a-f]{64}$/.test(signature)
  if (!isFresh || !isFormed) return false
  const given = Buffer.from(signature.slice('v0='.length), 'hex')
  const matches = secrets
    .filter((secret) => secret !== '')
    .map((secret) =>
      timingSafeEqual(given, createHmac('sha256', secret).update(`v0:${timestamp}:`).update(raw).digest()),
    )
  return matches.includes(true)
}
