import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foundReport } from './example-reports.ts'
import { redact, redactionLimit, redactReport } from './redact.ts'
import { reportSchema } from './report.ts'

const longHex = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c'].join(
  '.',
)
const slackToken = ['xoxb', '123456789012', 'abcdefghijklmnop'].join('-')
const keyId = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')

describe('secrets', () => {
  it.each([
    ['key id', `user ${keyId} failed`, keyId],
    ['session key id', 'id=ASIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
    ['Slack token', `token ${slackToken} end`, slackToken],
    ['GitHub token', `clone ghp_${'a'.repeat(36)}`, `ghp_${'a'.repeat(36)}`],
    ['Stripe key', `sk_live_${'b'.repeat(24)}`, `sk_live_${'b'.repeat(24)}`],
    ['JWT', `got ${jwt}`, jwt],
    ['bearer', 'Authorization: Bearer abcdef123456', 'abcdef123456'],
    ['bearer in JSON', '{"authorization":"Bearer abcdef123456"}', 'abcdef123456'],
    ['basic', 'authorization=Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['URL credentials', 'postgres://app:hunter2@db.internal:5432/orders', 'hunter2'],
    ['SigV4 signature', `GET /x?X-Amz-Signature=${longHex}&y=1`, longHex],
    ['SigV4 token', 'X-Amz-Security-Token=IQoJb3JpZ2luX2VjEJ%2F%2F', 'IQoJb3JpZ2luX2VjEJ'],
    [
      'SigV4 header',
      `AWS4-HMAC-SHA256 Credential=${keyId}/20261123/eu-west-1/s3/aws4_request, Signature=${longHex}`,
      longHex,
    ],
    ['PEM', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAK\n-----END RSA PRIVATE KEY----- after', 'MIIEpAIBAAK'],
    ['PEM cut short', '-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAK', 'MIIEpAIBAAK'],
    ['cookie', 'Cookie: sid=abc123; theme=dark', 'sid=abc123'],
    ['set-cookie', 'Set-Cookie: sid=abc123; Path=/', 'abc123'],
    ['password=', 'connect password=hunter2 host=db', 'hunter2'],
    ['PASSWORD:', 'DB_PASSWORD: hunter2', 'hunter2'],
    ['JSON password', '{"password": "hunter2 with spaces", "user": "a"}', 'hunter2 with spaces'],
    ['JSON in JSON', '{"body":"{\\"password\\":\\"hunter2\\"}"}', 'hunter2'],
    ['JSON thrice', '\\\\\\"client_secret\\\\\\":\\\\\\"hunter2\\\\\\"', 'hunter2'],
    ['quoted', "secret='hunter 2'", 'hunter 2'],
    ['apiKey', 'apiKey=hunter2&x=1', 'hunter2'],
    ['x-api-key', 'x-api-key: hunter2hunter2', 'hunter2hunter2'],
    ['secret access key', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    ['SecretAccessKey', '"SecretAccessKey":"wJalrXUtnFEMI"', 'wJalrXUtnFEMI'],
    ['sessionToken', 'sessionToken=IQoJb3JpZ2lu', 'IQoJb3JpZ2lu'],
    ['connection string', 'AccountKey=abc123==;EndpointSuffix=x', 'abc123'],
    ['ruby hash', 'password => "hunter2"', 'hunter2'],
  ])('%s', (_, text, secret) => {
    expect(text).toContain(secret)
    const redacted = redact(text)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('[redacted]')
  })
})

describe('what must stay readable', () => {
  it.each([
    'Task timed out after 3.00 seconds',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders/db-a1b2c3',
    'arn:aws:lambda:eu-west-1:123456789012:function:token-issuer:live',
    'arn:aws:lambda:eu-west-1:123456789012:function:refresh-token:live',
    'User: arn:aws:sts::123456789012:assumed-role/orders/orders is not authorized to perform: secretsmanager:GetSecretValue',
    'RequestId: 5f2c1e1a-9d6b-4a55-8d0e-9d8c1f0e2a3b Duration: 3000.00 ms',
    'password: undefined',
    '"token":null',
    'Missing Authentication Token',
    'Unable to import module: No module named "secrets"',
    'aws secretsmanager describe-secret --secret-id orders/db --region eu-west-1',
    '2026-11-23T14:21:09Z https://api.example.com:443/orders?id=7',
    `password=${'$'}{DB_PASSWORD}`,
  ])('%s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

describe('for all text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'password=',
      'token: ',
      '"secret":"',
      '\\"',
      "'",
      '\n',
      'Bearer ',
      '://a:',
      '@',
      'eyJ',
      '.',
      '-----BEGIN PRIVATE KEY-----',
      '-----END ',
    ),
  )
  it('redacting twice is redacting once', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        const once = redact(parts.join(''))
        expect(redact(once)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })

  it('a named secret is gone wherever it stands', () => {
    const safe = fc.string({ unit: fc.constantFrom(...'abc 123,;{}[]()\n'), maxLength: 40 })
    const secret = fc.stringMatching(/^[A-Z][A-Za-z0-9+/]{11,40}$/)
    fc.assert(
      fc.property(
        safe,
        fc.constantFrom('password=', 'api_key: ', '"clientSecret":"', 'X-Auth-Token: '),
        secret,
        safe,
        (before, key, value, after) => {
          expect(redact(`${before} ${key}${value}" ${after}`)).not.toContain(value)
        },
      ),
    )
  })

  it.each([
    'a-',
    'password',
    'password=',
    '-----BEGIN PRIVATE KEY----- ',
    'eyJa.',
    'Bearer ',
    '://a:',
    'token"',
    '\\\\"',
    'X-Amz-Signature=',
  ])('takes time in proportion for a wall of “%s”', (unit) => {
    const timed = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
      const started = performance.now()
      redact(text)
      return performance.now() - started
    }
    timed(4096)
    const small = Math.min(timed(16_384), timed(16_384), timed(16_384))
    expect(timed(65_536)).toBeLessThan(Math.max(150, small * 16))
  })

  it('cuts what is longer than its limit', () => {
    expect(redact('x'.repeat(redactionLimit * 4)).length).toBeLessThan(redactionLimit + 20)
  })
})

it('a report keeps its shape and its identifiers', () => {
  const [cause] = foundReport.causes
  if (cause === undefined) throw new Error('the example has a cause')
  const leaky = {
    ...foundReport,
    causes: [
      {
        ...cause,
        facts: [
          { ...cause.facts[0], label: 'Log', value: 'password=hunter2', source: 'logs', account: '1', region: 'r' },
        ],
      },
    ],
  }
  const safe = redactReport(reportSchema.parse(leaky))
  expect(reportSchema.parse(safe).causes[0]?.facts[0]?.value).toBe('password=[redacted]')
  expect({ ...safe, causes: [] }).toEqual({ ...foundReport, causes: [] })
})
