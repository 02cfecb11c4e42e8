import { describe, expect, it } from 'vitest'
import { createClock } from '../clock.ts'
import { type DeclaredWorld, parseWorld } from '../world.ts'
import { eventsOf } from './events.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const clock = createClock(() => now)
const place = { account: '123456789012', region: 'eu-west-1' }

function messages(group: NonNullable<DeclaredWorld['logGroups']>[number]) {
  const [parsed] = parseWorld({ logGroups: [group] }).logGroups
  if (parsed === undefined) throw new Error('The world lost its group.')
  return eventsOf(parsed, place, clock, now)
}

describe('generators', () => {
  it('repeats a template over a range, with its own ids', () => {
    const events = messages({
      name: 'g',
      events: [{ from: '-3m', to: 'now', every: '1m', message: '{n} {requestId} {time}' }],
    })
    expect(events.map(({ timestamp }) => (now - timestamp) / 60_000)).toEqual([3, 2, 1])
    expect(events[0]?.message).toMatch(/^1 [0-9a-f-]{36} 2026-11-23T11:57:00\.000Z$/)
    expect(new Set(events.map(({ message }) => message)).size).toBe(3)
    expect(
      messages({ name: 'g', events: [{ from: '-3m', to: 'now', times: 6, message: 'x' }] }).map(
        ({ timestamp }) => (now - timestamp) / 1000,
      ),
    ).toEqual([180, 150, 120, 90, 60, 30])
  })

  it('keeps the lines of one request together and in order', () => {
    const events = messages({
      name: 'g',
      events: [{ at: '-1m', messages: [{ a: '{requestId}' }, [250, 'end {requestId}']] }],
    })
    expect(events.map(({ timestamp }) => timestamp - now)).toEqual([-60_000, -59_750])
    expect(JSON.parse(events[0]?.message ?? '').a).toBe(events[1]?.message.slice(4))
  })

  it('writes the same request id in an API’s log and in its function’s', () => {
    const api = messages({
      name: 'API-Gateway-Execution-Logs_abc/prod',
      events: [
        {
          at: '-1m',
          ids: 'x',
          execution: {
            failure: 'function-error',
            message: 'Task timed out after 3.00 seconds',
            lambda: 'orders:live',
            latencyMs: 3010,
          },
        },
      ],
    })
    const lambda = messages({
      name: '/aws/lambda/orders',
      events: [{ at: '-1m', ids: 'x', invocation: { timeout: true, durationMs: 3000, version: '42' } }],
    })
    const lines = api.map(({ message }) => message.replace(/^\([0-9a-f-]{36}\) /, ''))
    const id = /Lambda request id: ([0-9a-f-]{36})$/.exec(
      lines.find((line) => line.startsWith('Lambda execution failed')) ?? '',
    )?.[1]
    expect(lines).toContain(
      `Lambda execution failed with status 200 due to customer function error: Task timed out after 3.00 seconds. Lambda request id: ${id}`,
    )
    expect(lines.at(-1)).toBe('Method completed with status: 502')
    expect(lines.join()).toContain('functions/arn:aws:lambda:eu-west-1:123456789012:function:orders:live/invocations')
    expect(lambda.map(({ message }) => message)).toEqual([
      `START RequestId: ${id} Version: 42\n`,
      `2026-11-23T11:59:03.000Z ${id} Task timed out after 3.00 seconds\n\n`,
      `END RequestId: ${id}\n`,
      expect.stringContaining('\tStatus: timeout'),
    ])
    expect(lambda[0]?.stream).toMatch(/^2026\/11\/23\/\[42\][0-9a-f]{32}$/)
  })

  it.each([
    ['malformed', 502, 'Malformed Lambda proxy response'],
    ['permission', 500, 'Invalid permissions on Lambda function'],
    ['throttled', 500, 'Rate Exceeded.'],
    ['timeout', 504, 'Execution failed due to a timeout error'],
    ['network', 504, 'network error communicating with endpoint: Connection is closed'],
    ['no-mapping', 500, 'No match for output mapping'],
  ] as const)('%s ends in %i', (failure, status, text) => {
    const lines = messages({
      name: 'API-Gateway-Execution-Logs_abc/prod',
      events: [{ at: '-1m', execution: { failure } }],
    }).map(({ message }) => message)
    expect(lines.join('\n')).toContain(text)
    expect(lines.at(-1)).toContain(`Method completed with status: ${status}`)
  })
})

describe('Lambda’s lines', () => {
  const lines = (invocation: object): string =>
    messages({ name: '/aws/lambda/orders', events: [{ at: '-1m', invocation }] })
      .map(({ message }) => message)
      .join('\n')
  it('says how an invocation went', () => {
    expect(lines({ durationMs: 12.5, initMs: 300, lines: ['WARN slow'] })).toMatch(
      /\tWARN\tslow[\s\S]*Duration: 12\.50 ms\t.*Init Duration: 300\.00 ms/,
    )
    expect(lines({ error: { type: 'TypeError', message: 'x is undefined' } })).toMatch(
      /ERROR\tInvoke Error \t\{"errorType":"TypeError"/,
    )
    expect(lines({ error: { type: 'KeyError', message: "'id'", runtime: 'python' } })).toContain(
      "[ERROR] KeyError: 'id'\nTraceback",
    )
    expect(lines({ oom: true, memoryMb: 256 })).toMatch(
      /signal: killed\nRuntime\.ExitError[\s\S]*Max Memory Used: 256 MB\tStatus: error\tError Type: Runtime\.OutOfMemory/,
    )
    expect(
      lines({ initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'x'" } }),
    ).toMatch(/Uncaught Exception[\s\S]*INIT_REPORT .*Error Type: Runtime\.ImportModuleError/)
    expect(lines({ exitStatus: 1 })).toContain('Runtime exited with error: exit status 1')
  })

  it('says it in JSON too', () => {
    const json = lines({ format: 'JSON', durationMs: 3000, timeout: true, lines: ['INFO calling', { orderId: 7 }] })
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(json.map(({ type, level }) => type ?? level)).toEqual([
      'platform.start',
      'INFO',
      'INFO',
      'platform.runtimeDone',
      'platform.report',
    ])
    expect(json.at(-1)).toMatchObject({ record: { status: 'timeout', metrics: { durationMs: 3000 } } })
    expect(lines({ format: 'JSON', systemLogLevel: 'WARN', lines: ['INFO fine'] })).not.toContain('platform')
    expect(
      JSON.parse(lines({ format: 'JSON', systemLogLevel: 'WARN', error: { message: 'no' } }).split('\n')[0] ?? ''),
    ).toMatchObject({ level: 'ERROR', errorType: 'Error', errorMessage: 'no' })
  })
})
