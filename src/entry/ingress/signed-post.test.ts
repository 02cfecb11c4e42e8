import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { signedPost } from './signed-post.ts'

let server: Server
let endpoint: string
let received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
let answer = { status: 200, body: '{"MessageId":"1"}', isSilent: false }
const sockets: Socket[] = []

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  vi.stubEnv('AWS_SESSION_TOKEN', 'session')
  received = []
  answer = { status: 200, body: '{"MessageId":"1"}', isSilent: false }
  server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    if (!answer.isSilent) response.writeHead(answer.status, { 'x-amzn-errortype': 'AccessDenied' }).end(answer.body)
  })
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

function send(body: object = { MessageBody: 'größe' }, timeoutMs = 1000) {
  return signedPost({ endpoint, service: 'sqs', region: 'eu-west-1', target: 'AmazonSQS.SendMessage', body, timeoutMs })
}

/** The signature AWS would compute for what arrived. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function expectedSignature({ headers, body }: { headers: IncomingHttpHeaders; body: string }): string {
  const names = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1] ?? ''
  const date = String(headers['x-amz-date'])
  const scope = `${date.slice(0, 8)}/eu-west-1/sqs/aws4_request`
  const hash = (value: string) => createHash('sha256').update(value).digest('hex')
  const canonical = [
    'POST',
    '/',
    '',
    ...names.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    names,
    hash(body),
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n')
  const key = scope
    .split('/')
    .reduce<Buffer | string>((secret, part) => createHmac('sha256', secret).update(part).digest(), 'AWS4secret')
  return createHmac('sha256', key).update(toSign).digest('hex')
}

it('signs what it sends as AWS would check it', async () => {
  expect(await send()).toEqual({ MessageId: '1' })
  const [request] = received
  if (request === undefined) throw new Error('nothing arrived')
  expect(request.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.SendMessage',
    'x-amz-security-token': 'session',
  })
  expect(JSON.parse(request.body)).toEqual({ MessageBody: 'größe' })
  expect(/Signature=([0-9a-f]+)/.exec(String(request.headers.authorization))?.[1]).toBe(expectedSignature(request))
})

it('names the failure without the body', async () => {
  answer = { ...answer, status: 400, body: 'secret details' }
  await expect(send()).rejects.toThrow(/^AmazonSQS.SendMessage answered 400 AccessDenied$/)
  answer = { ...answer, status: 200, body: 'not JSON' }
  await expect(send()).rejects.toThrow('did not answer JSON')
})

it('gives up in time', async () => {
  answer = { ...answer, isSilent: true }
  await expect(send({}, 100)).rejects.toThrow('did not answer within 100 ms')
})

it('sends once more when a kept-alive socket was closed meanwhile', async () => {
  await send({ n: 1 })
  for (const socket of sockets) socket.resetAndDestroy()
  expect(await send({ n: 2 })).toEqual({ MessageId: '1' })
  expect(received.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}'])
})
