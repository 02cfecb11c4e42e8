import http from 'node:http'
import https from 'node:https'
import { text as readText } from 'node:stream/consumers'
import type { FetchFunction, WebClientOptions } from '@slack/web-api'

interface Sent {
  readonly url: URL
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal?: AbortSignal | undefined
}

/**
 * A `fetch` over `node:https` with kept-alive sockets. After a Lambda has been frozen, sockets that Slack closed meanwhile
 * are noticed at once and the request is sent again on a new one, where the built-in fetch waits for seconds.
 * With `isKept` false each call has a connection of its own and is never sent again.
 * Bodies other than strings (file uploads) go to the built-in fetch.
 */
export function makeFetch({ isKept = true }: { readonly isKept?: boolean } = {}): FetchFunction {
  const agents = {
    'https:': new https.Agent({ keepAlive: true, maxSockets: 16 }),
    'http:': new http.Agent({ keepAlive: true }),
  }
  return async (address, init) => {
    const url = new URL(address)
    const body = bodyText(init?.body)
    if (body === undefined)
      return await globalThis.fetch(url, {
        method: init?.method ?? 'POST',
        headers: init?.headers ?? {},
        body: init?.body,
      } as RequestInit)
    const sent = {
      url,
      method: init?.method ?? 'GET',
      headers: headerFields(init?.headers),
      body,
      signal: init?.signal ?? undefined,
    }
    if (!isKept) return await request(sent, false)
    const agent = url.protocol === 'http:' ? agents['http:'] : agents['https:']
    try {
      return await request(sent, agent)
    } catch (error) {
      // Only a socket that was used before can have been closed by the other side without our knowing.
      if (error instanceof StaleSocketError) return await request(sent, false)
      throw error
    }
  }
}

/** Options of every client that talks to Slack: seconds, not half an hour, and never a silent sleep on a rate limit. */
export function webClientOptions(overrides: WebClientOptions = {}): WebClientOptions {
  return {
    timeout: 4000,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 3, minTimeout: 50, maxTimeout: 500, factor: 3 },
    fetch: makeFetch(),
    ...overrides,
  }
}

/** Options of the client that posts incidents: it sends a call once, on a new connection, and whoever called finds out what came of it. */
export function sendOnceOptions(overrides: WebClientOptions = {}): WebClientOptions {
  return webClientOptions({ retryConfig: { retries: 0 }, fetch: makeFetch({ isKept: false }), ...overrides })
}

class StaleSocketError extends Error {}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string') return body
  return body instanceof URLSearchParams ? body.toString() : undefined
}

function headerFields(headers: unknown): Record<string, string> {
  return headers === undefined || headers === null ? {} : Object.fromEntries(new Headers(headers as HeadersInit))
}

function request({ url, method, headers, body, signal }: Sent, agent: http.Agent | false): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { request: send } = url.protocol === 'http:' ? http : https
    const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sending = send(
      url,
      { method, headers: { ...headers, ...length }, agent, ...(signal === undefined ? {} : { signal }) },
      (incoming) => {
        readText(incoming).then((text) => resolve(responseOf(incoming, text)), reject)
      },
    )
    sending.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = sending.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isStale ? new StaleSocketError(error.message, { cause: error }) : error)
    })
    sending.end(body)
  })
}

function responseOf(incoming: http.IncomingMessage, text: string): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value))
  const status = incoming.statusCode ?? 500
  const isBodiless = status === 204 || status === 304
  return new Response(isBodiless ? null : text, { status, statusText: incoming.statusMessage ?? '', headers })
}
