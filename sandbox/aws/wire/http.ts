import type { IncomingMessage } from 'node:http'

/** A request as it arrived, before anything is known about its meaning. */
export interface ReceivedHttp {
  readonly method: string
  /** Still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export async function receiveHttp(request: IncomingMessage): Promise<ReceivedHttp> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const [path = '/', query = ''] = (request.url ?? '/').split('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks),
  }
}

export interface Signature {
  readonly accessKeyId: string
  readonly region: string
  readonly scope: string
  readonly sessionToken?: string
}

/** Who signed, for which region and service; nothing for an unsigned request. The signature itself is not checked. */
export function signatureOf({ headers, query }: ReceivedHttp): Signature | undefined {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential')
  if (credential === null || credential === undefined) return undefined
  const [accessKeyId, , region, scope] = decodeURIComponent(credential).split('/')
  if (accessKeyId === undefined || region === undefined || scope === undefined) return undefined
  const sessionToken = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined
  return { accessKeyId, region, scope, ...(sessionToken === undefined ? {} : { sessionToken }) }
}
