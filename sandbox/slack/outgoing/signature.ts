import { createHmac } from 'node:crypto'

/** The headers that prove a request is Slack's: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signatureHeaders(signingSecret: string, body: string, epochSeconds: number): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${epochSeconds}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(epochSeconds), 'x-slack-signature': `v0=${digest}` }
}
