import type { IncomingMessage, ServerResponse } from 'node:http'

const bodyBytes = 20 * 1024 * 1024

/** The whole body; rejects when it is larger than 20 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > bodyBytes) throw new RangeError('request body is larger than 20 MB')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers)
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...headers })
  response.end(body)
}

/** True when the request names a loopback host and comes from no other site: a page elsewhere cannot drive this server. */
export function isLocal(request: IncomingMessage): boolean {
  const host = request.headers.host ?? ''
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return false
  const origin = request.headers.origin
  return origin === undefined || origin === `http://${host}`
}
