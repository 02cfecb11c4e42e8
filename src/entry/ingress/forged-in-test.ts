import { createHmac } from 'node:crypto'
import { type IngressEvent, mostBytes } from './handler.ts'

export const secret = '8f742231b10e8888abcd99yyyzzz85a5'
export const form = 'application/x-www-form-urlencoded'
/** When every request of these is sent, in epoch milliseconds. */
export const now = Date.parse('2026-11-23T15:00:00Z')

/** The same numbers from the same seed, so that what fails once fails again. */
export function createDraw(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Draw = ReturnType<typeof createDraw>

function textOf(draw: Draw, most: number): string {
  const length = draw(most)
  return Array.from({ length }, () => String.fromCharCode(draw(draw(4) === 0 ? 0xffff : 0x80))).join('')
}

const pick = <T>(draw: Draw, ...items: readonly [T, ...T[]]): T => items[draw(items.length)] ?? items[0]

function sign(body: string, timestamp: string, key = secret): string {
  return `v0=${createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest('hex')}`
}

export function genuine(
  n: number,
  type = form,
): IngressEvent & { readonly headers: Record<string, string>; readonly body: string } {
  const body =
    type === form
      ? `command=%2Faws&text=why-502+orders-${n}&trigger_id=${n}.2.3`
      : JSON.stringify({ type: 'event_callback', event_id: `Ev${n}`, event: { type: 'app_mention', text: `why ${n}` } })
  const timestamp = String(now / 1000)
  return {
    headers: {
      'content-type': type,
      'x-slack-signature': sign(body, timestamp),
      'x-slack-request-timestamp': timestamp,
    },
    body,
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST' } },
  }
}

/** What a forger may try, by name; each makes a request that Slack did not send, or not now. */
export const forgers: Readonly<Record<string, (draw: Draw, n: number) => IngressEvent>> = {
  'another secret': (draw, n) => {
    const event = genuine(n)
    const key = pick(draw, '', ' ', secret.toUpperCase(), secret.slice(1), `${secret}\n`, `k${textOf(draw, 40)}`)
    const timestamp = String(event.headers['x-slack-request-timestamp'])
    // A zero-length key is what a signature made without a secret amounts to.
    return { ...event, headers: { ...event.headers, 'x-slack-signature': sign(event.body, timestamp, key) } }
  },
  'a signature that is none': (draw, n) => {
    const event = genuine(n)
    const good = String(event.headers['x-slack-signature'])
    const at = 3 + draw(64)
    const flipped = `${good.slice(0, at)}${good[at] === '0' ? '1' : '0'}${good.slice(at + 1)}`
    const signature = pick(
      draw,
      flipped,
      good.slice(0, -1),
      `${good}0`,
      good.toUpperCase(),
      good.slice(3),
      ` ${good}`,
      textOf(draw, 90),
    )
    return { ...event, headers: { ...event.headers, 'x-slack-signature': signature } }
  },
  'another body': (draw, n) => {
    const event = genuine(n, pick(draw, form, 'application/json'))
    const at = draw(event.body.length)
    const body = pick(
      draw,
      `${event.body.slice(0, at)}~${event.body.slice(at + 1)}`,
      event.body.slice(0, at),
      `${event.body}&text=why-cost`,
      `${event.body}${textOf(draw, 60)}x`,
    )
    return { ...event, body }
  },
  'a stale one': (draw, n) => signedAt(-301 - draw(2 ** 30), n),
  'a future one': (draw, n) => signedAt(301 + draw(2 ** 30), n),
  'a genuine one, sent again when its five minutes are over': (draw, n) => signedAt(-301 - draw(600), n % 50),
  'a replay under a new time': (draw, n) => {
    const event = genuine(n)
    const timestamp = String(now / 1000 - 1 - draw(290))
    return { ...event, headers: { ...event.headers, 'x-slack-request-timestamp': timestamp } }
  },
  'a time that is none, signed': (draw, n) => {
    const { body } = genuine(n)
    const timestamp = pick(
      draw,
      '',
      'NaN',
      '1e9',
      '0x1',
      `${now / 1000}.0`,
      `+${now / 1000}`,
      `${now / 1000} `,
      '9'.repeat(400),
      textOf(draw, 20),
    )
    return {
      ...genuine(n),
      headers: {
        'content-type': form,
        'x-slack-signature': sign(body, timestamp),
        'x-slack-request-timestamp': timestamp,
      },
    }
  },
  'parts missing': (draw, n) => {
    const event = genuine(n)
    const name = pick(draw, 'x-slack-signature', 'x-slack-request-timestamp')
    const headers = Object.fromEntries(Object.entries(event.headers).filter(([each]) => each !== name))
    return pick<IngressEvent>(
      draw,
      { ...event, headers },
      { ...event, headers: null },
      { ...event, body: null },
      {},
      { body: event.body },
    )
  },
  nonsense: (draw) => ({
    headers: {
      [textOf(draw, 12)]: textOf(draw, 40),
      'content-type': pick(draw, form, 'application/json', textOf(draw, 30)),
    },
    body: textOf(draw, 300),
    isBase64Encoded: draw(2) === 0,
    httpMethod: pick(draw, 'POST', 'POST', 'GET', 'DELETE', textOf(draw, 8)),
  }),
  'signed, but no POST or no type of Slack’s': (draw, n) => {
    const event = genuine(n)
    return pick<IngressEvent>(
      draw,
      { ...event, requestContext: { http: { method: pick(draw, 'GET', 'PUT', 'PATCH', 'OPTIONS', 'post') } } },
      { ...event, headers: { ...event.headers, 'content-type': pick(draw, 'text/xml', 'multipart/form-data', '') } },
      signedAs('{"type":', 'application/json'),
      signedAs('[]'.repeat(draw(20) + 2), 'application/json'),
    )
  },
}

/** What Slack signed so many seconds from now. */
function signedAt(seconds: number, n: number): IngressEvent {
  const event = genuine(n)
  const timestamp = String(now / 1000 + seconds)
  const signature = sign(event.body, timestamp)
  return {
    ...event,
    headers: { ...event.headers, 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
  }
}

function signedAs(body: string, type: string): IngressEvent {
  const timestamp = String(now / 1000)
  return {
    ...genuine(0),
    body,
    headers: {
      'content-type': type,
      'x-slack-signature': sign(body, timestamp),
      'x-slack-request-timestamp': timestamp,
    },
  }
}

export const oversized = Array.from({ length: 4 }, (_, index) => {
  const body = `text=${'x'.repeat(mostBytes + index * 5000)}`
  return {
    ...signedAs(body, form),
    ...(index % 2 === 0 ? {} : { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
  }
})
