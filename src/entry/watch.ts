import https from 'node:https'
import { text as readText } from 'node:stream/consumers'
import { jsonObject } from './ingress/json-object.ts'
import { secretsEndpoint } from './ingress/secrets-endpoint.ts'
import { signedPost } from './ingress/signed-post.ts'
import { refuseUnsafeEnvironment, required } from './production.ts'
import { makeWatch } from './watch/handler.ts'

/**
 * The Lambda function that tells Slack when Firstlook itself fails. It shares nothing with the worker that could fail together with it:
 * no queue, no table, no library. Environment: `FIRSTLOOK_BOT_SECRET_ARN` of a secret `{ botToken }`, `FIRSTLOOK_SECRETS_URL` and
 * `FIRSTLOOK_WATCH_CHANNEL`.
 */
refuseUnsafeEnvironment(process.env)
const region = required(process.env, 'AWS_REGION')
const secretId = required(process.env, 'FIRSTLOOK_BOT_SECRET_ARN')
const channel = required(process.env, 'FIRSTLOOK_WATCH_CHANNEL')
const timeoutMs = 5000

export const handler = makeWatch({
  post: async (text) => {
    const answer = await callSlack(await readToken(), { channel, text, unfurl_links: false })
    if (answer.ok !== true) throw new Error(`Slack refused: ${String(answer.error)}`)
  },
})

/** Read each time: alarms are rare, and the token may have been replaced. */
async function readToken(): Promise<string> {
  const answer = await signedPost({
    endpoint: secretsEndpoint(process.env),
    service: 'secretsmanager',
    region,
    target: 'secretsmanager.GetSecretValue',
    body: { SecretId: secretId },
    timeoutMs,
  })
  const { SecretString: secret }: { SecretString?: unknown } = Object(answer)
  const { botToken } = jsonObject(String(secret))
  if (typeof botToken !== 'string' || botToken === '') throw new Error('the secret has no botToken')
  return botToken
}

function callSlack(token: string, body: object): Promise<{ readonly ok?: unknown; readonly error?: unknown }> {
  const url = new URL('https://slack.com/api/chat.postMessage')
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        timeout: timeoutMs,
      },
      (response) => {
        readText(response)
          .then((text) => resolve(Object(JSON.parse(text))))
          .catch(reject)
      },
    )
    request
      .on('timeout', () => request.destroy(new Error(`Slack did not answer within ${timeoutMs} ms`)))
      .on('error', reject)
      .end(JSON.stringify(body))
  })
}
