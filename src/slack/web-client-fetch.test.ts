import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFetch, webClientOptions } from './web-client-fetch.ts'

let server: Server
let url: string
const sockets: Socket[] = []
const bodies: string[] = []
let answer = { status: 200, headers: {}, body: '{"ok":true,"ts":"1.1"}' }

beforeEach(async () => {
  bodies.length = 0
  sockets.length = 0
  answer = { status: 200, headers: {}, body: '{"ok":true,"ts":"1.1"}' }
  server = createServer(async (request, response) => {
    bodies.push(await text(request))
    if (request.url === '/never') return
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body)
  })
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

describe('fetch for Slack', () => {
  it('keeps its socket, and sends once more on a new one when the old was closed meanwhile', async () => {
    const fetch = makeFetch()
    await fetch(url, { method: 'POST', body: 'one' })
    await fetch(url, { method: 'POST', body: 'two' })
    expect(sockets).toHaveLength(1)
    for (const socket of sockets) socket.resetAndDestroy()
    const response = await fetch(url, { method: 'POST', body: 'naïve' })
    expect(response.status).toBe(200)
    expect(bodies).toEqual(['one', 'two', 'naïve'])
    expect(sockets).toHaveLength(2)
  })

  it('gives up when it is told to', async () => {
    await expect(
      makeFetch()(`${url}never`, { method: 'POST', body: '', signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow()
  })

  it('serves a WebClient, which throws on a rate limit instead of sleeping', async () => {
    const client = new WebClient('xoxb-test', webClientOptions({ slackApiUrl: url }))
    expect(await client.chat.postMessage({ channel: 'C1', text: 'Größe' })).toMatchObject({ ok: true, ts: '1.1' })
    expect(new URLSearchParams(bodies[0]).get('text')).toBe('Größe')
    answer = { status: 429, headers: { 'retry-after': '30' }, body: '' }
    const started = performance.now()
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow(WebAPIRateLimitedError)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
