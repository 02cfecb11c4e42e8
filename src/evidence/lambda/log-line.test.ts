import { describe, expect, it } from 'vitest'
import { readLogLine } from './log-line.ts'

const id = '8f2c1f0e-9d0b-4d7a-9c55-0a1b2c3d4e5f'
const stamp = '2026-11-23T02:00:03.123Z'

const corpus: readonly [name: string, line: string, meaning: object | undefined][] = [
  [
    'new REPORT that timed out',
    `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\tStatus: timeout\t\n`,
    { kind: 'report', requestId: id, durationMs: 3000, memoryMb: 1024, maxMemoryMb: 64, status: 'timeout' },
  ],
  [
    'old REPORT of a cold start',
    `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 412.50 ms\t\n`,
    { kind: 'report', durationMs: 12.34, initMs: 412.5 },
  ],
  [
    'REPORT out of memory',
    `REPORT RequestId: ${id}\tDuration: 2100.1 ms\tBilled Duration: 2101 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory`,
    { kind: 'report', status: 'error', errorType: 'Runtime.OutOfMemory', maxMemoryMb: 128 },
  ],
  [
    'INIT_REPORT',
    'INIT_REPORT Init Duration: 10007.33 ms\tPhase: init\tStatus: timeout',
    { kind: 'init-report', durationMs: 10007.33, phase: 'init', status: 'timeout' },
  ],
  [
    'INIT_REPORT in the invoke phase',
    'INIT_REPORT Init Duration: 88.1 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError',
    { kind: 'init-report', phase: 'invoke', status: 'error', errorType: 'Runtime.ImportModuleError' },
  ],
  [
    'timeout',
    `${stamp} ${id} Task timed out after 3.00 seconds\n\n`,
    { kind: 'timed-out', requestId: id, timeoutSeconds: 3 },
  ],
  [
    'a caller that logs the timeout of another function',
    `${stamp}\t${id}\tERROR\tstock said: {"errorMessage":"${stamp} 1111 Task timed out after 6.00 seconds"}`,
    { kind: 'logged', requestId: id },
  ],
  [
    'killed',
    `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
    {
      kind: 'crashed',
      requestId: id,
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited with error: signal: killed',
    },
  ],
  ['old exit', `RequestId: ${id} Process exited before completing request`, { kind: 'crashed', requestId: id }],
  [
    'no bootstrap',
    `RequestId: ${id} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]\nRuntime.InvalidEntrypoint`,
    { kind: 'crashed', errorType: 'Runtime.InvalidEntrypoint' },
  ],
  [
    'wrong architecture',
    `RequestId: ${id} Error: fork/exec /var/task/bootstrap: exec format error\nRuntime.InvalidEntrypoint`,
    { kind: 'crashed', message: 'fork/exec /var/task/bootstrap: exec format error' },
  ],
  [
    'response refused',
    '[ERROR] [1700000000123] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413.',
    { kind: 'crashed', errorType: 'Function.ResponseSizeTooLarge' },
  ],
  [
    'Node invoke error',
    `${stamp}\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"Cannot read properties of undefined (reading 'id')","stack":["TypeError: Cannot read","    at Runtime.handler (/var/task/index.js:12:11)"]}`,
    { kind: 'raised', requestId: id, errorType: 'TypeError', certain: true },
  ],
  [
    'Node invoke error cut short',
    `${stamp}\t${id}\tERROR\tInvoke Error \t{"errorType":"RangeError","errorMessage":"too deep","stack":["RangeErr`,
    { kind: 'raised', errorType: 'RangeError', message: 'too deep', certain: true },
  ],
  [
    'Node import error in init',
    `${stamp}\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'pg'\\nRequire stack:\\n- /var/task/index.js","stack":["Runtime.ImportModuleError"]}`,
    { kind: 'raised', errorType: 'Runtime.ImportModuleError', certain: true },
  ],
  [
    'Node rejection',
    `${stamp}\t${id}\tERROR\tUnhandled Promise Rejection \t{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: boom","reason":{"errorType":"Error"}}`,
    { kind: 'raised', errorType: 'Runtime.UnhandledPromiseRejection' },
  ],
  [
    'Node console.error',
    `${stamp}\t${id}\tERROR\tretrying after ConditionalCheckFailedException`,
    { kind: 'logged', requestId: id, errorType: 'ConditionalCheckFailedException' },
  ],
  [
    'Node JSON error',
    JSON.stringify({
      timestamp: stamp,
      level: 'ERROR',
      requestId: id,
      message: {
        errorType: 'ReferenceError',
        errorMessage: 'x is not defined',
        stackTrace: ['at handler (/var/task/index.mjs:3:1)'],
      },
    }),
    { kind: 'raised', requestId: id, errorType: 'ReferenceError', certain: false },
  ],
  [
    'JSON error in flat form',
    JSON.stringify({
      timestamp: stamp,
      level: 'ERROR',
      requestId: id,
      errorType: 'KeyError',
      errorMessage: "'id'",
      stackTrace: [],
    }),
    { kind: 'raised', requestId: id, certain: false },
  ],
  [
    'Python JSON uncaught',
    JSON.stringify({
      timestamp: stamp,
      log_level: 'ERROR',
      errorMessage: 'boom',
      errorType: 'ValueError',
      requestId: id,
      stackTrace: ['  File "/var/task/app.py", line 5, in handler\n'],
    }),
    { kind: 'raised', requestId: id, certain: true },
  ],
  [
    'Python JSON handled',
    JSON.stringify({
      timestamp: stamp,
      level: 'ERROR',
      message: 'retrying',
      logger: 'root',
      errorType: 'ValueError',
      errorMessage: 'boom',
      stackTrace: [],
      requestId: id,
    }),
    { kind: 'logged', requestId: id },
  ],
  [
    'Powertools',
    JSON.stringify({
      level: 'ERROR',
      message: 'payment refused',
      service: 'orders',
      function_request_id: id,
      error: { name: 'CardError', message: 'declined' },
    }),
    { kind: 'logged', requestId: id, errorType: 'CardError', message: 'payment refused: declined' },
  ],
  [
    'pino',
    JSON.stringify({ level: 50, msg: 'bad', err: { type: 'TypeError', message: 'x' } }),
    { kind: 'logged', errorType: 'TypeError' },
  ],
  ['JSON info', JSON.stringify({ level: 'INFO', message: 'timeout is 3 s', requestId: id }), undefined],
  [
    'Python uncaught',
    `[ERROR] KeyError: 'orderId'\rTraceback (most recent call last):\r  File "/var/task/app.py", line 7, in handler\r    x = event['orderId']`,
    { kind: 'raised', errorType: 'KeyError', message: "'orderId'", certain: true },
  ],
  [
    'Python import',
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'\nTraceback (most recent call last):",
    { kind: 'raised', errorType: 'Runtime.ImportModuleError', certain: true },
  ],
  [
    'Python logger',
    `[ERROR]\t${stamp}\t${id}\tcould not reach stock, using the cache`,
    { kind: 'logged', requestId: id },
  ],
  [
    'Java uncaught',
    'Order not found: java.lang.IllegalStateException\njava.lang.IllegalStateException: Order not found\n\tat com.example.Handler.handleRequest(Handler.java:20)\n',
    { kind: 'raised', errorType: 'java.lang.IllegalStateException', message: 'Order not found', certain: true },
  ],
  ['Java handled', `${stamp} ${id} ERROR Handler - failed once java.lang.IllegalStateException: x`, { kind: 'logged' }],
  [
    'Go error',
    '2026/11/23 02:00:00 {"errorMessage":"no rows","errorType":"errorString"}',
    { kind: 'raised', errorType: 'errorString', certain: true },
  ],
  [
    '.NET uncaught',
    `${stamp}\t${id}\tfail\tSystem.InvalidOperationException: bad state\n   at Orders.Function.Handler(Request r) in /src/Orders/Function.cs:line 31\n   at lambda_method1(Closure)`,
    { kind: 'raised', requestId: id, errorType: 'System.InvalidOperationException', certain: true },
  ],
  [
    'Ruby uncaught',
    'Error raised from handler method\n{\n  "errorMessage": "boom",\n  "errorType": "Function<RuntimeError>",\n  "stackTrace": ["/var/task/app.rb:4:in `handler\'"]\n}',
    { kind: 'raised', errorType: 'Function<RuntimeError>', certain: true },
  ],
  [
    'Ruby that cannot load',
    'Init error when loading handler app.handler\n{\n  "errorMessage": "cannot load such file -- pg",\n  "errorType": "Init<LoadError>",\n  "stackTrace": []\n}',
    { kind: 'raised', errorType: 'Init<LoadError>', message: 'cannot load such file -- pg', certain: true },
  ],
  [
    'platform.report',
    JSON.stringify({
      time: stamp,
      type: 'platform.report',
      record: {
        requestId: id,
        status: 'timeout',
        metrics: { durationMs: 3000, memorySizeMB: 256, maxMemoryUsedMB: 80 },
      },
    }),
    { kind: 'report', requestId: id, status: 'timeout', durationMs: 3000, memoryMb: 256 },
  ],
  [
    'platform.initReport',
    JSON.stringify({
      time: stamp,
      type: 'platform.initReport',
      record: { phase: 'init', status: 'timeout', metrics: { durationMs: 10010 } },
    }),
    { kind: 'init-report', status: 'timeout', phase: 'init' },
  ],
  [
    'platform.fault',
    JSON.stringify({
      time: stamp,
      type: 'platform.fault',
      record: `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
    }),
    { kind: 'crashed', requestId: id },
  ],
  [
    'Rust panic',
    "thread 'main' panicked at src/main.rs:41:18:\ncalled `Option::unwrap()` on a `None` value\n",
    { kind: 'raised', errorType: 'panic', message: expect.stringContaining('src/main.rs:41:18'), certain: false },
  ],
  [
    'restore that failed',
    'RESTORE_REPORT Restore Duration: 812.40 ms\tStatus: error\tError Type: Runtime.AfterRestoreError\n',
    { kind: 'crashed', errorType: 'Runtime.AfterRestoreError' },
  ],
  ['restore that went well', 'RESTORE_REPORT Restore Duration: 312.40 ms\n', undefined],
  [
    'Java exception as JSON without an error type',
    JSON.stringify({
      timestamp: stamp,
      level: 'ERROR',
      message: 'com.acme.RateException: no rate\n\tat com.acme.Handler.price(Handler.java:31)\n',
      AWSRequestId: id,
    }),
    { kind: 'raised', requestId: id, errorType: 'com.acme.RateException', certain: false },
  ],
  ['START', `START RequestId: ${id} Version: $LATEST`, undefined],
  ['plain words', 'done in 12 ms', undefined],
]

describe('readLogLine', () => {
  for (const [name, line, meaning] of corpus)
    it(name, () => {
      if (meaning === undefined) expect(readLogLine(line)).toBeUndefined()
      else expect(readLogLine(line)).toMatchObject(meaning)
    })

  it('never throws, whatever the line', () => {
    for (const line of [
      '',
      '{',
      '{}',
      '[]',
      '[ERROR]',
      'REPORT RequestId:',
      '{"type":"platform.report"}',
      '{"type":"platform.report","record":[]}',
      '{"message":{"errorType":7}}',
      'ERROR Invoke Error {',
    ])
      expect(() => readLogLine(line)).not.toThrow()
  })
})
