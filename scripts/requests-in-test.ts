import { createHmac } from 'node:crypto'

export const signingSecret = 'the-signing-secret'
export const bot = { botToken: 'xoxb-test', botId: 'B1', botUserId: 'U1' }

/** A slash command as Slack sends it; its response address is on `url`. */
export function commandIn(url: string, more: Readonly<Record<string, string>> = {}): string {
  const fields = {
    command: '/aws',
    text: 'help',
    channel_id: 'C1',
    user_id: 'U2',
    team_id: 'T1',
    trigger_id: '1.2',
    response_url: `${url}/response`,
    ...more,
  }
  return new URLSearchParams(fields).toString()
}

/** An API Gateway event of a request that Slack signed. */
export function signedEvent(body: string) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-signature': signature,
    'x-slack-request-timestamp': timestamp,
  }
  return {
    version: '2.0',
    headers,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST' } },
  }
}

/** An event of the work queue with one verified request. */
export function queuedEvent(raw: string) {
  const envelope = { v: 1, contentType: 'application/x-www-form-urlencoded', raw, receivedAt: 1 }
  const attributes = { ApproximateReceiveCount: '1' }
  return { Records: [{ messageId: 'm-1', body: JSON.stringify(envelope), attributes, eventSource: 'aws:sqs' }] }
}
