import { describe, expect, it } from 'vitest'
import { readQuery } from './commands.ts'
import { rowOf } from './discover.ts'
import { runQuery } from './run.ts'

const start = Date.parse('2026-11-23T12:00:00Z')

function rowsOf(messages: readonly string[]) {
  return messages.map((message, index) =>
    rowOf(
      { message, timestamp: start + index * 60_000, ingestionTime: start, stream: 's', eventId: String(index) },
      '123456789012',
      '/aws/lambda/orders',
    ),
  )
}

/** Result rows as objects, without the pointer. */
function run(query: string, messages: readonly string[]) {
  return runQuery(readQuery(query), rowsOf(messages)).map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  )
}

const id = '11111111-2222-4333-a444-555555555555'
const reports = [
  `REPORT RequestId: ${id}\tDuration: 100.00 ms\tBilled Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tInit Duration: 400.50 ms\t`,
  `REPORT RequestId: ${id}\tDuration: 200.00 ms\tBilled Duration: 200 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t`,
  `REPORT RequestId: ${id}\tDuration: 300.00 ms\tBilled Duration: 300 ms\tMemory Size: 128 MB\tMax Memory Used: 127 MB\t`,
  `START RequestId: ${id} Version: 7`,
]

describe('Lambda lines', () => {
  it('counts cold starts by bin, as the usual query does', () => {
    const query =
      'filter @type="REPORT" | stats count() as n, sum(ispresent(@initDuration)) as cold, avg(@initDuration) as initAvg, pct(@duration, 50) as p50 by bin(5m)'
    expect(run(query, reports)).toEqual([
      { 'bin(5m)': '2026-11-23 12:00:00.000', n: '3', cold: '1', initAvg: '400.5', p50: '200' },
    ])
  })

  it('has memory in bytes', () => {
    expect(
      run(
        'filter @type = "REPORT" | stats max(@maxMemoryUsed / @memorySize * 100) as used, max(@memorySize) as size',
        reports,
      ),
    ).toEqual([{ used: '99.21875', size: '128000000' }])
  })

  it('computes with aggregates', () => {
    expect(run('filter @type="REPORT" | stats count(@initDuration)/count(*) as share', reports)).toEqual([
      { share: String(1 / 3) },
    ])
  })
})

describe('JSON events', () => {
  const events = [
    '{"type":"platform.report","record":{"status":"timeout","metrics":{"durationMs":3000.5}}}',
    '{"type":"platform.report","record":{"status":"success","metrics":{"durationMs":12}}}',
    '2026-11-23T12:00:00.000Z\t11111111-2222-4333-a444-555555555555\tERROR\tInvoke Error \t{"errorType":"TypeError","stack":["a","b"]}',
  ]
  it('finds fields with dots, and the JSON inside a line', () => {
    expect(run('filter record.metrics.durationMs > 100 | fields record.status as status', events)).toEqual([
      { status: 'timeout' },
    ])
    expect(run('filter errorType = "TypeError" | display errorType, stack.1, @requestId', events)).toEqual([
      { errorType: 'TypeError', 'stack.1': 'b', '@requestId': id },
    ])
  })
})

describe('commands', () => {
  const line = '25 May 2019 10:24:39,474 [ERROR] {foo=2, bar=data} The error was: DataIntegrityException'
  it('parses by glob and by regular expression', () => {
    const expected = [{ level: 'ERROR', config: '{foo=2, bar=data}', exception: 'DataIntegrityException' }]
    expect(
      run('parse @message "[*] * The error was: *" as level, config, exception | display level, config, exception', [
        line,
      ]),
    ).toEqual(expected)
    expect(
      run(
        'parse @message /\\[(?<level>\\S+)\\]\\s+(?<config>\\{.*\\})\\s+The error was: (?<exception>\\S+)/ | display level, config, exception',
        [line],
      ),
    ).toEqual(expected)
  })

  it.each([
    ['filter @message like /(?i)EXCEPTION/', 1],
    ['filter @message like "exception"', 0],
    ['filter @message =~ /Exception$/', 1],
    ['filter @message not like "Integrity"', 0],
    ['filter not ispresent(nope) and (1 = 1 or 2 > 3)', 1],
    ['filter @logStream in ["s", "t"]', 1],
    ['filter @logStream not in ["s"]', 0],
    ['filter strlen(@logStream) = 1', 1],
  ])('%s keeps %i', (query, count) => {
    expect(run(query, [line])).toHaveLength(count)
  })

  it('sorts, limits, groups and leaves comments out', () => {
    const query = `fields @message
      # | filter @message like /delay/
      | parse @message "* *" as verb, path
      | stats count(*) as hits, latest(@timestamp) as last by verb
      | sort hits desc, verb asc
      | limit 2`
    expect(run(query, ['GET /a', 'GET /b', 'PUT /a', 'DELETE /a'])).toEqual([
      { verb: 'GET', hits: '2', last: '2026-11-23 12:01:00.000' },
      { verb: 'DELETE', hits: '1', last: '2026-11-23 12:03:00.000' },
    ])
    expect(run('stats count(*) by @logStream | sort count(*) desc', ['a'])).toEqual([
      { '@logStream': 's', 'count(*)': '1' },
    ])
  })

  it('shows time and message, newest first, when nothing else is asked', () => {
    expect(run('limit 1', ['a', 'b'])).toEqual([{ '@timestamp': '2026-11-23 12:01:00.000', '@message': 'b' }])
  })

  it.each([
    '',
    'filtr @message',
    'fields @message |',
    'stats @message',
    'filter @message like',
    'filter nope(@message)',
    'parse @message "* *" as one',
    'limit many',
    'fields @message filter a = 1',
    'filter a = "x',
  ])('refuses %j', (query) => {
    expect(() => readQuery(query)).toThrow(expect.objectContaining({ code: 'MalformedQueryException' }))
  })
})
