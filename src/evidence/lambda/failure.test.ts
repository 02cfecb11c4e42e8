import { describe, expect, it } from 'vitest'
import { readFailures, timesOf } from './failure.ts'
import { kindOf } from './failure-kind.ts'
import { ownFrame } from './stack-frame.ts'

const stream = '2026/11/23/[42]0a1b2c'
function lines(...messages: readonly string[]): { at: number; stream: string; message: string }[] {
  return messages.map((message, index) => ({ at: 1_000_000 + index * 10, stream, message }))
}

describe('readFailures', () => {
  it('joins the timeout line and the report of one request', () => {
    const { failures } = readFailures(
      lines(
        '2026-11-23T02:00:03.123Z r1 Task timed out after 3.00 seconds',
        'REPORT RequestId: r1\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB\tStatus: timeout',
      ),
    )
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({
      requestId: 'r1',
      kind: 'timeout',
      timeoutSeconds: 3,
      version: '42',
      maxMemoryMb: 80,
      certain: true,
    })
    expect(timesOf(failures)).toEqual([1_000_010 - 3000, 1_000_010])
  })

  it('calls a killed process with full memory out of memory', () => {
    const { failures } = readFailures(
      lines(
        'RequestId: r1 Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
        'REPORT RequestId: r1\tDuration: 900 ms\tBilled Duration: 900 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError',
      ),
    )
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ kind: 'oom', memoryMb: 128, maxMemoryMb: 128 })
  })

  it('joins a Python traceback, which has no request id, to the report after it', () => {
    const { failures } = readFailures(
      lines(
        '[ERROR] KeyError: \'id\'\rTraceback (most recent call last):\r  File "/var/task/app.py", line 7, in handler\r',
        'REPORT RequestId: r9\tDuration: 9 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: KeyError',
      ),
    )
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({
      requestId: 'r9',
      kind: 'exception',
      errorType: 'KeyError',
      frame: 'app.py:7 in handler',
    })
  })

  it('counts the repeated import errors of one start once', () => {
    const error =
      '2026-11-23T02:00:00Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module \'pg\'","stack":[]}'
    const { failures, failedInits } = readFailures(
      lines(
        error,
        'INIT_REPORT Init Duration: 80 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError',
        error,
        'REPORT RequestId: r1\tDuration: 90 ms\tBilled Duration: 90 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: Runtime.ImportModuleError',
      ),
    )
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ kind: 'import', requestId: 'r1', message: "Error: Cannot find module 'pg'" })
    expect(failedInits).toHaveLength(1)
  })

  it('keeps two Python failures without request ids apart', () => {
    const error = "[ERROR] KeyError: 'id'\nTraceback (most recent call last):\n"
    expect(readFailures(lines(error, error)).failures).toHaveLength(2)
  })

  it('leaves a handled error out of the failures', () => {
    const { failures, loggedErrors } = readFailures(
      lines('2026-11-23T02:00:00.123Z\tr1\tERROR\tretrying: AccessDeniedException'),
    )
    expect(failures).toEqual([])
    expect(loggedErrors).toHaveLength(1)
  })

  it('drops an error line of an invocation that is reported as a success', () => {
    const { failures } = readFailures(
      lines(
        JSON.stringify({
          timestamp: 't',
          level: 'ERROR',
          requestId: 'r1',
          message: { errorType: 'Error', errorMessage: 'x', stackTrace: [] },
        }),
        JSON.stringify({
          type: 'platform.report',
          record: { requestId: 'r1', status: 'success', metrics: { durationMs: 5 } },
        }),
      ),
    )
    expect(failures).toEqual([])
  })

  it('reads who was refused what, and why', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/orders-role/orders-api is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders because no identity-based policy allows the dynamodb:PutItem action'
    const { failures } = readFailures(
      lines(
        `2026-11-23T02:00:00Z\tr1\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'AccessDeniedException', errorMessage: message, stack: ['AccessDeniedException', '    at handler (/var/task/index.js:3:1)'] })}`,
      ),
    )
    expect(failures[0]).toMatchObject({
      kind: 'access-denied',
      dependency: {
        service: 'dynamodb',
        action: 'dynamodb:PutItem',
        resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
        reason: 'no identity-based policy allows the dynamodb:PutItem action',
        principal: 'arn:aws:sts::123456789012:assumed-role/orders-role/orders-api',
      },
    })
  })

  it('finds the throttled table in the reasons of the SDK error', () => {
    const error = {
      errorType: 'ProvisionedThroughputExceededException',
      errorMessage:
        'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
      $metadata: { httpStatusCode: 400 },
      ThrottlingReasons: [
        {
          reason: 'TableWriteProvisionedThroughputExceeded',
          resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
        },
      ],
      stack: [
        'ProvisionedThroughputExceededException',
        '    at de_PutItemCommandError (/var/task/node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js:1:1)',
      ],
    }
    const { failures } = readFailures(lines(`2026-11-23T02:00:00Z\tr1\tERROR\tInvoke Error \t${JSON.stringify(error)}`))
    expect(failures[0]).toMatchObject({
      kind: 'dependency-throttled',
      dependency: {
        service: 'dynamodb',
        operation: 'PutItem',
        resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
      },
    })
  })
})

describe('kindOf', () => {
  it.each([
    ['Runtime.HandlerNotFound', 'index.handler is undefined or not exported', 'handler-missing'],
    ['Runtime.UserCodeSyntaxError', 'SyntaxError: Cannot use import statement outside a module', 'syntax'],
    ['Error', '/var/task/node_modules/x.node: invalid ELF header', 'wrong-architecture'],
    ['Error', 'ENOSPC: no space left on device, write', 'no-space'],
    [
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      'response-too-large',
    ],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'credentials-expired'],
    ['Runtime.ExitError', 'Runtime exited with error: exit status 1', 'exit'],
    ['Runtime.OutOfMemory', '', 'oom'],
    ['Runtime.AfterRestoreError', 'The restore from the snapshot ended with status error', 'restore'],
    ['AxiosError', 'Request failed with status code 503', 'dependency-failed'],
    [
      'ClientError',
      'An error occurred (ResourceNotFoundException) when calling the GetItem operation: Requested resource not found',
      'dependency-failed',
    ],
    [
      'ClientError',
      'An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation (reached max retries: 9): The level of configured provisioned throughput',
      'dependency-throttled',
    ],
    ['Runtime.UnhandledPromiseRejection', 'Error: boom', 'unhandled-rejection'],
    ['TypeError', 'x is not a function', 'exception'],
    ['TypeError', 'fetch failed', 'dependency-failed'],
    ['SyntaxError', 'Unexpected end of JSON input', 'exception'],
    ['KeyError', "'AccessDenied'", 'exception'],
    ['Init<LoadError>', 'cannot load such file -- nokogiri', 'import'],
    ['Init<SyntaxError>', 'app.rb:3: syntax error, unexpected end-of-input', 'syntax'],
  ] as const)('%s %s', (errorType, message, kind) => expect(kindOf(errorType, message, message)).toBe(kind))
})

describe('ownFrame', () => {
  it.each([
    [
      'Node',
      'Error: x\n    at Object.send (/var/task/node_modules/pg/lib/client.js:1:1)\n    at async Runtime.handler (file:///var/task/src/index.mjs:12:11)',
      'src/index.mjs:12 in handler',
    ],
    [
      'Python',
      '  File "/var/task/app.py", line 7, in handler\n  File "/var/task/orders/db.py", line 9, in save\n  File "/var/lang/lib/python3.12/site-packages/botocore/client.py", line 1, in _api',
      'orders/db.py:9 in save',
    ],
    [
      'Java',
      '\tat java.base/java.util.Optional.get(Optional.java:3)\n\tat com.example.Orders.handleRequest(Orders.java:20)',
      'Orders.java:20 in Orders.handleRequest',
    ],
    ['none', 'no stack here', undefined],
  ])('%s', (_name, stack, frame) => expect(ownFrame(stack)).toBe(frame))
})
