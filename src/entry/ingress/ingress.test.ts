import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '../../slack/envelope.ts'
import { type IngressEvent, makeIngress, mostBytes } from './handler.ts'
import { keepSigningSecrets, parseSigningSecrets } from './signing-secrets.ts'

const secret = '8f742231b10e8888abcd99yyyzzz85a5'
const form = 'application/x-www-form-urlencoded'
const command = 'command=%2Faws&text=why-502+orders-api&trigger_id=1.2.3'
let now = Date.parse('2026-11-23T15:00:00Z')
let queued: Envelope[] = []
let logged: string[] = []
let reads = 0
let known: readonly string[] = [secret]

function ingress(enqueue = async (envelope: Envelope) => void queued.push(envelope)) {
  const read = async () => {
    reads++
    return known
  }
  return makeIngress({
    secrets: keepSigningSecrets(read, () => now),
    enqueue,
    clock: () => now,
    log: (entry) => logged.push(JSON.stringify(entry)),
  })
}

interface Shape {
  readonly key?: string
  readonly at?: number
  readonly type?: string
  readonly isBase64?: boolean
  readonly more?: Readonly<Record<string, string>>
}

function signed(
  body: string,
  { key = secret, at = now, type = form, isBase64 = false, more = {} }: Shape = {},
): IngressEvent {
  const timestamp = String(Math.floor(at / 1000))
  const signature = `v0=${createHmac('sha256', key).update(`v0:${timestamp}:`).update(Buffer.from(body)).digest('hex')}`
  return {
    headers: { 'content-type': type, 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp, ...more },
    body: isBase64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: isBase64,
    requestContext: { http: { method: 'POST' } },
  }
}

beforeEach(() => {
  now = Date.parse('2026-11-23T15:00:00Z')
  queued = []
  logged = []
  reads = 0
  known = [secret]
})

describe('a request Slack signed', () => {
  it('is queued with its bytes as they were, and answered with nothing', async () => {
    const response = await ingress()(
      signed(command, { more: { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' } }),
    )
    expect(response).toMatchObject({ statusCode: 200, body: '' })
    expect(queued).toEqual([
      { v: 1, contentType: form, raw: command, retryNum: 2, retryReason: 'http_timeout', receivedAt: now },
    ])
  })

  it.each([
    ['form as text', command, form, false],
    ['form in base64', command, form, true],
    ['form with a charset', command, `${form}; charset=utf-8`, false],
    [
      'JSON with every script, as text',
      '{"type":"event_callback","event":{"text":"größe 日本 🔥 \u202E"}}',
      'application/json',
      false,
    ],
    [
      'JSON with every script, in base64',
      '{"type":"event_callback","event":{"text":"größe 日本 🔥"}}',
      'application/json; charset=utf-8',
      true,
    ],
  ])('%s', async (_, body, type, isBase64) => {
    expect((await ingress()(signed(body, { type, isBase64 }))).statusCode).toBe(200)
    expect(queued.map(({ raw }) => raw)).toEqual([body])
  })

  it('may have headers in any case, as REST APIs pass them', async () => {
    const { headers, body } = signed(command)
    const upper = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toUpperCase(), value]))
    expect((await ingress()({ headers: upper, body: body ?? '', httpMethod: 'POST' })).statusCode).toBe(200)
  })

  it.each([
    [-300, 200],
    [-301, 401],
    [300, 200],
    [301, 401],
  ])('%i seconds from now gets %i', async (seconds, status) => {
    expect((await ingress()(signed(command, { at: now + seconds * 1000 }))).statusCode).toBe(status)
  })

  it('gets its challenge back, unqueued', async () => {
    const body = JSON.stringify({
      type: 'url_verification',
      challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    })
    expect(await ingress()(signed(body, { type: 'application/json' }))).toMatchObject({
      statusCode: 200,
      body: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    })
    expect(queued).toEqual([])
  })

  it.each([
    ['{', 'application/json', 400],
    ['null', 'application/json', 400],
    ['<xml/>', 'text/xml', 415],
  ])('%s of type %s gets %i', async (body, type, status) => {
    expect((await ingress()(signed(body, { type }))).statusCode).toBe(status)
    expect(queued).toEqual([])
  })

  it.each([
    [mostBytes, 200],
    [mostBytes + 1, 413],
  ])('of %i bytes gets %i, in text and in base64', async (bytes, status) => {
    const body = `text=${'x'.repeat(bytes - 'text='.length)}`
    expect((await ingress()(signed(body))).statusCode).toBe(status)
    expect((await ingress()(signed(body, { isBase64: true }))).statusCode).toBe(status)
  })
})

describe('while a secret is replaced', () => {
  it('the old and the new one are both good', async () => {
    known = ['new-secret', secret]
    const handler = ingress()
    expect((await handler(signed(command, { key: 'new-secret' }))).statusCode).toBe(200)
    expect((await handler(signed(command))).statusCode).toBe(200)
    expect((await handler(signed(command, { key: 'another' }))).statusCode).toBe(401)
  })

  it('a secret that was replaced after it was read is read again, once a minute at most', async () => {
    const handler = ingress()
    await handler(signed(command))
    known = ['new-secret']
    now += 61_000
    expect((await handler(signed(command, { key: 'new-secret' }))).statusCode).toBe(200)
    expect(reads).toBe(2)
    for (let count = 0; count < 20; count++) await handler(signed(command, { key: 'forged' }))
    expect(reads).toBe(2)
  })

  it('it is kept for five minutes, and longer when it cannot be read', async () => {
    let isDown = false
    const secrets = keepSigningSecrets(
      async () => {
        reads++
        if (isDown) throw new Error('down')
        return [secret]
      },
      () => now,
    )
    await Promise.all([secrets.current(), secrets.current()])
    now += 299_000
    await secrets.current()
    expect(reads).toBe(1)
    now += 2000
    isDown = true
    expect(await secrets.current()).toEqual([secret])
    expect(reads).toBe(2)
  })

  it('an empty or missing one is refused, and signs nothing', async () => {
    for (const text of ['{}', '{"signingSecret":""}', 'null', '"x"'])
      expect(() => parseSigningSecrets(text)).toThrow('signingSecret')
    // Somebody stored the bare secret: what a parser says of it would quote its beginning, and go into the log.
    expect(() => parseSigningSecrets('deadbeef8f742231b10e8888abcd99')).toThrow(/^the secret has no signingSecret$/)
    expect(parseSigningSecrets('{"signingSecret":"a","previousSigningSecret":"b","botToken":"c"}')).toEqual(['a', 'b'])
    known = ['']
    const handler = ingress()
    const forged = signed(command)
    const timestamp = String(Math.floor(now / 1000))
    const signature = `v0=${createHmac('sha256', '').update(`v0:${timestamp}:${command}`).digest('hex')}`
    expect(
      (await handler({ ...forged, headers: { ...forged.headers, 'x-slack-signature': signature } })).statusCode,
    ).toBe(401)
  })
})

describe('what Slack did not sign', () => {
  it('none of 2,500 forged, stale, future, oversized or malformed requests is taken, and none breaks the handler', async () => {
    const handler = ingress()
    const genuine = signed(command)
    const hex = fc.stringMatching(/^[0-9a-f]{64}$/)
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'v0=', 'v1=abc', '0', '-1', '1e9', 'NaN', '9'.repeat(400)),
    )
    const forgery: fc.Arbitrary<IngressEvent> = fc.oneof(
      hex.map((digest) => ({ ...genuine, headers: { ...genuine.headers, 'x-slack-signature': `v0=${digest}` } })),
      header.map((signature) => ({ ...genuine, headers: { ...genuine.headers, 'x-slack-signature': signature } })),
      header.map((timestamp) => ({
        ...genuine,
        headers: { ...genuine.headers, 'x-slack-request-timestamp': timestamp },
      })),
      fc.integer({ min: 301, max: 1e9 }).map((seconds) => signed(command, { at: now - seconds * 1000 })),
      fc.integer({ min: 301, max: 1e9 }).map((seconds) => signed(command, { at: now + seconds * 1000 })),
      fc.string({ minLength: 1 }).map((key) => signed(command, { key: `${key}!` })),
      fc.string({ unit: 'binary', minLength: 1 }).map((extra) => ({ ...genuine, body: `${command}&${extra}` })),
      fc
        .nat(command.length - 1)
        .map((place) => ({ ...genuine, body: `${command.slice(0, place)}~${command.slice(place + 1)}` })),
      fc.constantFrom('content-type', 'x-slack-signature', 'x-slack-request-timestamp').map((name) => ({
        ...genuine,
        body: name === 'content-type' ? `${command}x` : command,
        headers: Object.fromEntries(Object.entries(genuine.headers ?? {}).filter(([each]) => each !== name)),
      })),
      fc.record({
        body: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)),
        isBase64Encoded: fc.boolean(),
        headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.constant(null)),
      }),
      fc.integer({ min: mostBytes + 1, max: mostBytes + 5000 }).map((bytes) => signed('x'.repeat(bytes))),
      fc
        .constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS', '')
        .map((method) => ({ ...genuine, requestContext: { http: { method } } })),
    )
    let count = 0
    await fc.assert(
      fc.asyncProperty(forgery, async (event) => {
        count++
        const response = await handler(event)
        expect([400, 401, 405, 413, 415]).toContain(response.statusCode)
        expect(queued).toEqual([])
      }),
      { numRuns: 2500 },
    )
    expect(count).toBeGreaterThanOrEqual(2500)
    expect(logged.some((line) => line.includes('"failed"'))).toBe(false)
  })

  it('learns nothing from the refusal', async () => {
    const bodies = new Set<string>()
    for (const event of [signed(command, { key: 'x' }), signed(command, { at: now - 1e6 }), { body: command }])
      bodies.add(JSON.stringify(await ingress()(event)))
    expect(bodies.size).toBe(1)
  })

  it('is answered when it only checks the certificate, and goes nowhere', async () => {
    const check = { headers: { 'content-type': form }, body: 'token=x&ssl_check=1' }
    expect(await ingress()(check)).toMatchObject({ statusCode: 200, body: '' })
    for (const body of ['ssl_check=2', 'ssl_check=11', `ssl_check=1&x=${'y'.repeat(2000)}`])
      expect((await ingress()({ ...check, body })).statusCode).toBe(401)
    expect(queued).toEqual([])
  })
})

describe('when the queue cannot be reached', () => {
  const broken = async () => {
    throw new Error('SendMessage answered 503')
  }
  it('the person behind a command is told, as Slack will not send it again', async () => {
    const response = await ingress(broken)(signed(command))
    expect(response.statusCode).toBe(200)
    expect(JSON.parse(response.body)).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Try again'),
    })
  })
  it('an event is refused, so that Slack sends it again', async () => {
    const response = await ingress(broken)(signed('{"type":"event_callback"}', { type: 'application/json' }))
    expect(response.statusCode).toBe(503)
    expect(response.headers).not.toHaveProperty('x-slack-no-retry')
  })
})

it('logs no body, header or secret', async () => {
  const handler = ingress(async () => {
    throw new Error('no queue')
  })
  const event = signed('text=patient-data&command=%2Faws')
  await handler(event)
  await handler({ ...event, body: 'text=patient-data' })
  const lines = logged.join('\n')
  expect(logged).toHaveLength(2)
  for (const word of ['patient-data', secret, String(event.headers?.['x-slack-signature'])])
    expect(lines).not.toContain(word)
})
