import http from 'node:http'
import https from 'node:https'
import { sign } from 'aws4'

/** One call of an AWS JSON API. */
export interface SignedPost {
  readonly endpoint: string
  readonly service: 'sqs' | 'secretsmanager'
  readonly region: string
  /** `AmazonSQS.SendMessage`. */
  readonly target: string
  readonly body: object
  readonly timeoutMs: number
}

const agents = { 'https:': new https.Agent({ keepAlive: true }), 'http:': new http.Agent({ keepAlive: true }) }

/**
 * Calls AWS with the credentials of the environment and returns the parsed answer. Sends once more when a kept-alive socket
 * turns out to be closed. Throws on any other failure, without the body in the message.
 */
export async function signedPost(call: SignedPost): Promise<unknown> {
  try {
    return await send(call, true)
  } catch (error) {
    if (error instanceof Error && error.name === 'StaleSocket') return await send(call, false)
    throw error
  }
}

function send(
  { endpoint, service, region, target, body, timeoutMs }: SignedPost,
  isKeptAlive: boolean,
): Promise<unknown> {
  const url = new URL(endpoint)
  const version = service === 'sqs' ? '1.0' : '1.1'
  const text = JSON.stringify(body)
  const signed = sign(
    {
      service,
      region,
      host: url.host,
      path: '/',
      method: 'POST',
      headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': target },
      body: text,
    },
    credentials(),
  )
  return new Promise((resolve, reject) => {
    const isPlain = url.protocol === 'http:'
    const request = (isPlain ? http : https).request(
      {
        host: url.hostname,
        port: url.port,
        path: '/',
        method: 'POST',
        headers: signed.headers ?? {},
        agent: isKeptAlive && agents[isPlain ? 'http:' : 'https:'],
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = []
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', reject)
          .on('end', () => {
            const status = response.statusCode ?? 0
            if (status !== 200)
              return reject(
                new Error(`${target} answered ${status} ${String(response.headers['x-amzn-errortype'] ?? '')}`.trim()),
              )
            try {
              resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')))
            } catch {
              reject(new Error(`${target} did not answer JSON`))
            }
          })
      },
    )
    request
      .on('timeout', () => request.destroy(new Error(`${target} did not answer within ${timeoutMs} ms`)))
      .on('error', (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(isStale ? Object.assign(error, { name: 'StaleSocket' }) : error)
      })
      .end(text)
  })
}

/** Read for each call: Lambda replaces them. */
function credentials() {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(secretAccessKey === undefined ? {} : { secretAccessKey }),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  }
}
