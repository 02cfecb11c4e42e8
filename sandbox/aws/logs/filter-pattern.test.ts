import { describe, expect, it } from 'vitest'
import { compileFilterPattern } from './filter-pattern.ts'

/** The examples of AWS's own page on the filter pattern syntax. */
const requests = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[ERROR 420] INVALID ARGUMENTS',
]

function matched(pattern: string, messages: readonly string[]): string[] {
  return messages.filter(compileFilterPattern(pattern))
}

describe('terms', () => {
  it('finds one term, several terms and either of several', () => {
    expect(matched('ERROR', requests)).toEqual(requests)
    expect(matched('ERROR ARGUMENTS', requests)).toEqual(requests.slice(2))
    expect(matched('?ERROR ?ARGUMENTS', requests)).toEqual(requests)
    expect(matched('?MISSING ?BAD', requests)).toEqual([requests[0], requests[2]])
  })

  it('ignores optional terms beside others', () => {
    const events = [
      '[INFO] REQUEST FAILED',
      '[WARN] UNAUTHORIZED REQUEST',
      '[ERROR] 400 BAD REQUEST',
      '[ERROR] no match',
    ]
    expect(matched('?ERROR ?ARGUMENTS REQUEST', events)).toEqual(events.slice(0, 3))
    expect(matched('?UNAUTHORIZED -BAD', events)).toEqual([
      '[INFO] REQUEST FAILED',
      '[WARN] UNAUTHORIZED REQUEST',
      '[ERROR] no match',
    ])
  })

  it('excludes, matches phrases and is case-sensitive', () => {
    expect(matched('ERROR -ARGUMENTS', requests)).toEqual(requests.slice(0, 2))
    expect(
      matched('"INTERNAL SERVER ERROR"', ['[ERROR 500] INTERNAL SERVER ERROR', 'INTERNAL ERROR SERVER']),
    ).toHaveLength(1)
    expect(matched('error', requests)).toEqual([])
    expect(matched('ERROR', ['Exiting with ERRORCODE: -1'])).toHaveLength(1)
    expect(matched('" "', requests)).toEqual(requests)
    expect(matched('', requests)).toEqual(requests)
  })

  it('follows the three-line example of OR matching', () => {
    const lines = ['ERROR WARN message', 'ERROR message', 'WARN message']
    expect(matched('?ERROR ?WARN', lines)).toEqual(lines)
    expect(matched('ERROR WARN', lines)).toEqual([lines[0]])
    expect(matched('ERROR -WARN', lines)).toEqual([lines[1]])
  })

  it('matches the phrases of Lambda and API Gateway', () => {
    const pattern = '?"Execution failed" ?"Lambda execution failed" ?"Method completed with status: 5"'
    const lines = [
      '(a) Execution failed due to configuration error: x',
      '(a) Method completed with status: 502',
      '(a) Method completed with status: 200',
    ]
    expect(matched(pattern, lines)).toEqual(lines.slice(0, 2))
    expect(matched('"\\"status\\":\\"timeout\\""', ['{"status":"timeout"}'])).toHaveLength(1)
  })

  it('refuses what CloudWatch Logs refuses', () => {
    expect(() => compileFilterPattern('Task.timed')).toThrow("Invalid character(s) in term 'Task.timed'")
    expect(() => compileFilterPattern('{ $.a = ')).toThrow('Invalid filter pattern')
    expect(() => compileFilterPattern('{ $.a IS NOT NULL }')).toThrow('Invalid filter pattern')
    expect(() => compileFilterPattern('%(a)%')).toThrow('unsupported character')
  })
})

describe('regular expressions', () => {
  it.each([
    ['%AUTHORIZED%', '[ERROR 401] UNAUTHORIZED REQUEST', true],
    ['%^[hc]at%', 'hat trick', true],
    ['%^[hc]at%', 'the hat', false],
    ['%[hc]at$%', 'the hat', true],
    ['%colou?r%', 'colour', true],
    ['%10\\.10\\.0\\.1%', 'from 10.10.0.1', true],
    ['%10\\.10\\.0\\.1%', '10010,051', false],
    ['%ab+c%', 'ac', false],
    ['%\\x28%', 'f(x)', true],
  ])('%s on %s is %s', (pattern, message, expected) => {
    expect(compileFilterPattern(pattern)(message)).toBe(expected)
  })
})

describe('JSON events', () => {
  const trail = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    'cluster.name': 'c',
  })
  it.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType = "Update*" }', true],
    ['{ $.sourceIPAddress != 123.123.* }', true],
    ['{ $.sourceIPAddress = 111.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[1] = "value" }', false],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.eventType = %Trail% }', true],
    ['{ $.arrayKey[*] = %val.{2}% }', true],
    ['{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }', true],
    ['{ $.[\'cluster.name\'] = "c" }', true],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.SomeOtherObject IS NULL }', false],
    ['{ $.ThisFlag IS TRUE }', true],
    ['{ $.ThisFlag IS FALSE }', false],
    ['{ $.SomeOtherObject NOT EXISTS }', true],
    ['{ $.SomeObject NOT EXISTS }', false],
    ['{ $.missing != 1 }', false],
    ['{ $.arrayKey != 1 }', false],
  ])('%s is %s', (pattern, expected) => {
    expect(compileFilterPattern(pattern)(trail)).toBe(expected)
  })

  const people = JSON.stringify({
    user: { id: 1, email: 'John.Stiles@example.com' },
    users: [
      { id: 2, email: 'John.Doe@example.com' },
      { id: 3, email: 'Jane.Doe@example.com' },
    ],
    actions: ['GET', 'PUT', 'DELETE'],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
      [7, 8, 9],
    ],
  })
  it.each([
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
      false,
    ],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
    ['{ $.coordinates[1][0] = 4 }', true],
  ])('%s is %s', (pattern, expected) => {
    expect(compileFilterPattern(pattern)(people)).toBe(expected)
  })

  it.each([
    ['{ $.latency >= 500 }', { latency: 500 }, true],
    ['{ $.latency < 50 }', { latency: 50 }, false],
    ['{ $.numbers[0] < 10e3 }', { numbers: [9999] }, true],
    ['{ $.numbers[0] != 1e-3 }', { numbers: [0.001] }, false],
    ['{ $.latency > +1000 }', { latency: 1001 }, true],
    ['{ $.errorCode = 400}', { errorCode: 400 }, true],
    ['{ $.latency = * }', { latency: 7 }, true],
    ['{ $.status = "5*" }', { status: '502' }, true],
    [
      '{ $.type = "platform.report" && $.record.status != "success" }',
      { type: 'platform.report', record: { status: 'timeout' } },
      true,
    ],
  ])('%s on %j is %s', (pattern, event, expected) => {
    expect(compileFilterPattern(pattern)(JSON.stringify(event))).toBe(expected)
  })

  it('matches no text event', () => {
    expect(compileFilterPattern('{ $.a != 1 }')('a plain line')).toBe(false)
  })
})

describe('space-delimited events', () => {
  const access = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
  it.each([
    ['[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]', true],
    ['[..., request =*.html*, status_code = 4*, bytes]', true],
    ['[..., request=*.html*, status_code=4*,]', false],
    ['[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]', true],
    ['[ip, user, username, timestamp, request, status_code = 4* && bytes > 1000, bytes]', false],
    ['[ip, user, username, timestamp, request, status_code, bytes > 1000]', true],
    ['[ip, user, username, timestamp, request, status_code = 200, bytes]', false],
    ['[ip, user, ...]', true],
    ['[ip, user, username, timestamp, request, status_code, bytes, more]', false],
  ])('%s is %s', (pattern, expected) => {
    expect(compileFilterPattern(pattern)(access)).toBe(expected)
  })

  const lines = [
    'INFO 09/25/2014 12:00:00 GET /service/resource/67 1200',
    'INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310',
    'WARNING 09/25/2014 12:00:02 Invalid user request',
    'ERROR 09/25/2014 12:00:02 Failed to process request',
  ]
  it.each([
    ['[w1=ERROR, w2]', [3]],
    ['[w1=ERROR || w1=WARNING, w2]', [2, 3]],
    ['[w1!=ERROR && w1!=WARNING, w2]', [0, 1]],
    ['[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]', [0]],
    ['[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]', [1]],
  ])('%s picks %j', (pattern, picked) => {
    expect(matched(pattern, lines)).toEqual(picked.map((index) => lines[index]))
  })
})
