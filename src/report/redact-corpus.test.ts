import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, stripUnsafe } from './escape.ts'
import { redact, redactEmails, redactionOf } from './redact.ts'

const from = (...parts: readonly string[]): string => parts.join('')
/** Invented, and put together here so that no scanner takes this file for a leak. */
const secrets: Readonly<Record<string, string>> = {
  'access key id': from('AKIA', 'QX7ZJ3M5N2PLW8RT'),
  'session key id': from('ASIA', 'QX7ZJ3M5N2PLW8RT'),
  'session token of STS': from('IQoJb3JpZ2lu', 'X2VjEJr//////////wEaCWV1LXdlc3QtMSJHMEUCIQDf'),
  'older session token of STS': from('FwoGZXIvYXdz', 'EBYaDHqa0AP1RVrLvJtdVyK1ATZbqk9jCqMc'),
  'Slack bot token': from('xoxb', '-1234567890123-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'),
  'Slack app token': from('xapp', '-1-A0123ABCD-1234567890123-0123456789abcdef'),
  'Slack webhook': from('https://hooks.slack', '.com/services/T0123ABCD/B0123ABCD/AbCdEfGhIjKlMnOpQrStUvWx'),
  'GitHub token': from('ghp', '_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'),
  'fine-grained GitHub token': from('github_pat', '_11ABCDEFG0AbCdEfGhIjKl_MnOpQrStUvWxYz'),
  'GitLab token': from('glpat', '-AbCdEfGhIjKlMnOpQrSt'),
  'npm token': from('npm', '_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'),
  'Stripe key': from('sk', '_live_51AbCdEfGhIjKlMnOpQrStUv'),
  'OpenAI key': from('sk', '-proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'),
  'Google key': from('AIza', 'SyAbCdEfGhIjKlMnOpQrStUvWxYz012345'),
  'Google access token': from('ya29', '.a0AbCdEfGhIjKlMnOpQrStUvWxYz'),
  'SendGrid key': from('SG', '.AbCdEfGhIjKlMnOpQrStUv.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789ABCDEFG'),
  JWT: from('eyJhbGciOiJSUzI1NiJ9', '.eyJzdWIiOiJhZGEifQ', '.AbCdEfGhIjKlMnOpQrStUv'),
}

/** How a secret may stand in a log line, whatever is around it. */
const carriers: Readonly<Record<string, (secret: string) => string>> = {
  alone: (secret) => secret,
  'a sentence': (secret) => `could not sign in with ${secret}, giving up.`,
  'a JSON value': (secret) => JSON.stringify({ level: 'error', detail: { seen: secret }, at: 3 }),
  'JSON in JSON': (secret) => JSON.stringify({ body: JSON.stringify({ seen: secret }) }),
  'a list': (secret) => `['a', '${secret}', 'b']`,
  'an environment': (secret) => `HOME=/root\nSOMETHING=${secret}\nPATH=/bin`,
  logfmt: (secret) => `level=error seen=${secret} status=500`,
  'a query string': (secret) => `GET /orders?page=2&seen=${secret}&size=3 HTTP/1.1`,
  'a stack trace': (secret) => `Error: bad value ${secret}\n    at handler (/var/task/index.js:3:7)`,
  'tabs and control characters': (secret) => `\u0007\t${secret}\t\u001b[0m`,
}

describe.each(Object.entries(carriers))('in %s', (_, carry) => {
  it.each(Object.entries(secrets))('a %s is gone', (_name, secret) => {
    expect(redact(carry(secret))).not.toContain(secret.slice(-12))
  })
})

/** Values that nothing gives away but the name or the place they have. */
const named: readonly (readonly [string, (value: string) => string])[] = [
  ['a variable', (value) => `DB_PASSWORD=${value}`],
  ['a header', (value) => `x-api-key: ${value}`],
  ['an authorization', (value) => `Authorization: Bearer ${value}`],
  ['a field', (value) => `{"clientSecret": "${value}", "x": 1}`],
  ['a field in a text in a field', (value) => JSON.stringify({ body: JSON.stringify({ password: value }) })],
  ['a Python dictionary', (value) => `{'secret_access_key': '${value}'}`],
  ['YAML', (value) => `database:\n  password: ${value}\n  host: db`],
  ['an address', (value) => `postgres://app:${value}@db.internal/orders`],
  ['an address without a user', (value) => `redis://:${value}@cache.internal:6379`],
  ['a shared access signature', (value) => `https://x.example.com/c?sv=2026-01-01&sig=${value}&se=1`],
  ['a presigned address', (value) => `https://b.s3.amazonaws.com/k?X-Amz-Signature=${value}`],
  ['a token in an address', (value) => `https://example.com/callback?access_token=${value}`],
  ['a cookie', (value) => `Cookie: session=${value}`],
  ['a private key', (value) => `-----BEGIN EC PRIVATE KEY-----\n${value}\n-----END EC PRIVATE KEY-----`],
  [
    'a private key in JSON',
    (value) => JSON.stringify({ k: `-----BEGIN PRIVATE KEY-----\n${value}\n-----END PRIVATE KEY-----` }),
  ],
  ['a PGP key', (value) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${value}\n-----END PGP PRIVATE KEY BLOCK-----`],
]

describe('a value', () => {
  const value = fc.stringMatching(/^[A-Z][A-Za-z0-9]{15,60}$/)
  const around = fc.string({ unit: 'binary', maxLength: 60 })

  it.each(named)('in %s is gone, whatever stands around it', (_, carry) => {
    fc.assert(
      fc.property(value, around, around, (secret, before, after) => {
        expect(redact(`${before}\n${carry(secret)}\n${after}`)).not.toContain(secret)
      }),
      { numRuns: 200 },
    )
  })
})

describe('any text', () => {
  const hostile = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(...Object.values(secrets)),
      fc.constantFrom(
        '<!channel>',
        '<@U0ADA>',
        '<https://evil.example|ok>',
        '\u202e',
        '\u200b',
        '\u001b[2J',
        '\r',
        '\ud800',
      ),
    ),
    { maxLength: 12 },
  )

  it('never makes redaction throw, and comes back well formed after it was made inert', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const shown = stripUnsafe(redact(parts.join('')))
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]|(?!\n)\p{Cc}/u)
        expect(oneLine(shown)).not.toContain('\n')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('e-mail addresses', () => {
  it('stay unless the team wants them gone', () => {
    const line = 'session of arn:aws:sts::123456789012:assumed-role/Deploy/ada.l+ci@example.co.uk failed'

    expect(redactionOf({ emails: false })(line)).toBe(line)
    expect(redactionOf({ emails: true })(line)).toBe(
      'session of arn:aws:sts::123456789012:assumed-role/Deploy/[e-mail] failed',
    )
  })

  it.each(['npm install @scope/name@1.2.3', 'git@', '@here', 'a @ b', 'user@host'])('“%s” holds none', (text) => {
    expect(redactEmails(text)).toBe(text)
  })

  it('are gone twice as once', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string(), (address, text) => {
        const once = redactEmails(`${text} ${address} ${text}`)
        expect(redactEmails(once)).toBe(once)
      }),
    )
  })
})
