import { expect, it } from 'vitest'
import { readStartLine } from './start-line.ts'

it('reads a cold invocation in text', () => {
  const line =
    'REPORT RequestId: 8f5e\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 812.51 ms\t'
  expect(readStartLine(line)).toEqual({ kind: 'report', requestId: '8f5e', durationMs: 12.34, initMs: 812.51 })
})

it('reads a restored invocation in text', () => {
  const line =
    'REPORT RequestId: 8f5e\tDuration: 12.34 ms\tBilled Duration: 200 ms\tMemory Size: 512 MB\tMax Memory Used: 66 MB\tRestore Duration: 1690.95 ms\tBilled Restore Duration: 88 ms'
  expect(readStartLine(line)).toEqual({ kind: 'report', requestId: '8f5e', durationMs: 12.34, restoreMs: 1690.95 })
})

it('reads the same in JSON', () => {
  const event = (type: string, record: object) => JSON.stringify({ time: '2026-11-23T03:00:00Z', type, record })
  expect(
    readStartLine(
      event('platform.report', {
        requestId: '8f5e',
        status: 'success',
        metrics: { durationMs: 12, initDurationMs: 812 },
      }),
    ),
  ).toEqual({ kind: 'report', requestId: '8f5e', durationMs: 12, initMs: 812 })
  expect(
    readStartLine(
      event('platform.initReport', {
        initializationType: 'provisioned-concurrency',
        phase: 'init',
        status: 'success',
        metrics: { durationMs: 700 },
      }),
    ),
  ).toEqual({ kind: 'init', durationMs: 700, phase: 'init', hasTimedOut: false, type: 'provisioned-concurrency' })
  expect(readStartLine(event('platform.extension', { name: 'datadog-agent', state: 'Ready', events: [] }))).toEqual({
    kind: 'extension',
    name: 'datadog-agent',
  })
})

it('reads an init that ran out of time, and an extension', () => {
  expect(readStartLine('INIT_REPORT Init Duration: 10008.45 ms\tPhase: init\tStatus: timeout')).toEqual({
    kind: 'init',
    durationMs: 10_008.45,
    phase: 'init',
    hasTimedOut: true,
  })
  expect(readStartLine('EXTENSION\tName: datadog-agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]')).toEqual({
    kind: 'extension',
    name: 'datadog-agent',
  })
})

it('leaves warm invocations and the function’s own words alone', () => {
  expect(
    readStartLine(
      'REPORT RequestId: 8f5e\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB',
    ),
  ).toBeUndefined()
  expect(readStartLine('our own words: Init Duration: 900 ms')).toBeUndefined()
  expect(readStartLine('{"broken": ')).toBeUndefined()
})
