import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askFunction } from './investigate-in-test.ts'
import { call, slowWorld } from './slow-world-in-test.ts'

describe('why-timeout over the wire', () => {
  it.each<[string, DeclaredWorld, string | RegExp]>([
    [
      'the default of 3 s with work that does not fit',
      slowWorld({ timeoutSeconds: 3, p50: 1900, p95: 2800 }),
      /^lambda-timeout-default-3s/,
    ],
    ['the default of 3 s, log without a hint', slowWorld({ timeoutSeconds: 3 }), /^lambda-timeout-default-3s/],
    [
      'work that takes about as long as the timeout',
      slowWorld({ timeoutSeconds: 10, p50: 6000, p95: 9200 }),
      'lambda-timeout-too-low likely',
    ],
    ['a call that is not answered', slowWorld({ lines: call }), 'lambda-timeout-downstream-slow likely'],
    [
      'a database pool that is empty',
      slowWorld({ lines: ['ERROR KnexTimeoutError: Timeout acquiring a connection. The pool is probably full.'] }),
      'lambda-timeout-db-connections likely',
    ],
    [
      'a throttled table named in the log',
      slowWorld({ lines: ['WARN ProvisionedThroughputExceededException on PutItem, retry 7'] }),
      'lambda-timeout-sdk-retries likely',
    ],
    [
      'a throttled table seen in its metrics only',
      slowWorld({
        lines: ['INFO storing order'],
        fn: { environment: { ORDERS_TABLE: 'orders-prod' } },
        more: {
          metrics: [
            {
              namespace: 'AWS/DynamoDB',
              metric: 'WriteThrottleEvents',
              dimensions: { TableName: 'orders-prod' },
              points: [{ from: '-21m', value: 30 }],
            },
          ],
        },
      }),
      'lambda-timeout-sdk-retries likely',
    ],
    [
      'memory at its edge',
      slowWorld({ invocation: { memoryMb: 512, usedMb: 511 } }),
      'lambda-timeout-memory-thrash likely',
    ],
    [
      'work done, loop open',
      slowWorld({ lines: ['INFO order stored, returning response 201'] }),
      'lambda-timeout-event-loop likely',
    ],
    [
      'computing with little CPU',
      slowWorld({ fn: { memorySize: 128 }, lines: ['INFO resizing image 4000x3000'] }),
      'lambda-timeout-cpu-starved likely',
    ],
    [
      'an init that takes too long',
      slowWorld({ timeoutSeconds: 10, invocation: { initTimeout: true } }),
      'lambda-timeout-init-suppressed proven',
    ],
    [
      'a deploy that made it slow',
      slowWorld({ lines: call, fn: { lastModified: '-21m' } }),
      'lambda-timeout-deploy-regression likely',
    ],
    [
      'an extension that flushes for long',
      slowWorld({
        more: {
          metrics: [
            {
              namespace: 'AWS/Lambda',
              metric: 'PostRuntimeExtensionsDuration',
              dimensions: { FunctionName: 'orders' },
              points: [{ from: '-20m', value: 22_000 }],
            },
          ],
        },
      }),
      'lambda-timeout-extension likely',
    ],
    [
      'a file system that hangs',
      slowWorld({
        fn: {
          fileSystems: [
            {
              arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1',
              localMountPath: '/mnt/data',
            },
          ],
        },
        lines: ['INFO reading /mnt/data/catalog.db'],
      }),
      'lambda-timeout-efs likely',
    ],
  ])('%s', async (_name, declared, expected) => {
    const answer = await askFunction(declared, 'timeout')
    expect(answer.broken).toEqual([])
    expect(answer.sighting?.observation.state).toBe('present')
    const [first, ...others] = answer.ids
    if (typeof expected === 'string') expect(first).toBe(expected)
    else expect(first).toMatch(expected)
    expect(others.filter((id) => !id.endsWith('possible'))).toEqual([])
    expect(answer.verdict).toBe('cause-found')
    expect(answer.calls.length).toBeLessThanOrEqual(25)
  })

  it('names large events where only they time out', async () => {
    const base = slowWorld({})
    const logGroups: DeclaredWorld['logGroups'] = [
      {
        name: '/aws/lambda/orders',
        events: [
          {
            from: '-60m',
            every: '10s',
            stream: '2026/11/23/[$LATEST]aa',
            invocation: { durationMs: 120, lines: ['INFO importing 40 records'] },
          },
          {
            from: '-20m',
            every: '5m',
            stream: '2026/11/23/[$LATEST]aa',
            invocation: { durationMs: 30_000, timeout: true, lines: ['INFO importing 9000 records'] },
          },
        ],
      },
    ]
    const answer = await askFunction({ ...base, logGroups }, 'timeout')
    expect(answer.ids[0]).toBe('lambda-timeout-payload-outlier likely')
  })

  it('says what metrics alone say when the log is denied', async () => {
    const answer = await askFunction(
      { ...slowWorld({ timeoutSeconds: 3, p50: 1900, p95: 2800 }), deny: ['logs:*'] },
      'timeout',
    )
    expect(answer.ids[0]).toBe('lambda-timeout-default-3s likely')
  })

  it('finds nothing in a healthy function with a long timeout and error lines', async () => {
    const answer = await askFunction(
      {
        functions: [
          {
            name: 'orders',
            timeout: 900,
            memorySize: 128,
            traffic: [{ from: '-3h', perMinute: 60, duration: { p50: 100, max: 900 } }],
          },
        ],
        logGroups: [
          {
            name: '/aws/lambda/orders',
            events: [{ from: '-60m', every: '5m', invocation: { lines: ['ERROR upstream timeout, using the cache'] } }],
          },
        ],
      },
      'timeout',
    )
    expect(answer.verdict).toBe('healthy')
    expect(answer.ids).toEqual([])
    expect(answer.calls).not.toContain('DescribeRouteTables')
  })

  it('names a likely reason beside the proven timeout', async () => {
    const answer = await askFunction(slowWorld({ lines: call }), '502')
    expect(answer.ids).toEqual(['apigw502-lambda-timeout proven', 'lambda-timeout-downstream-slow likely'])
  })

  it('explains slowness that only the caller’s limit cuts off', async () => {
    const declared = slowWorld({ timeoutSeconds: 60 })
    const fn = declared.functions?.[0]
    if (fn !== undefined)
      fn.traffic = [
        { from: '-3h', to: '-20m', perMinute: 60, duration: { p50: 120, max: 500 } },
        { from: '-20m', perMinute: 60, duration: { p50: 120, p95: 34_000, max: 34_000 } },
      ]
    const logGroups = [
      {
        name: '/aws/lambda/orders',
        events: [{ from: '-20m', every: '1m', invocation: { durationMs: 34_000, lines: [...call] } }],
      },
    ]
    const answer = await askFunction({ ...declared, logGroups }, '504')
    const found = answer.outcomes.filter((outcome) => outcome.status === 'found')
    expect(found.map((outcome) => outcome.cause.id)).toEqual(['lambda-timeout-downstream-slow'])
  })

  it('names what kills it when asked about timeouts that are none', async () => {
    const answer = await askFunction(
      slowWorld({ invocation: { durationMs: 4_000, memoryMb: 512, usedMb: 512, oom: true, timeout: undefined } }),
      'timeout',
    )
    expect(answer.sighting?.observation.summary).toContain('did not time out')
    expect(answer.ids).toEqual(['lambda-oom proven'])
  })

  it('reads JSON logs as well', async () => {
    const declared = slowWorld({
      fn: { logging: { logFormat: 'JSON' } },
      invocation: {
        format: 'JSON',
        lines: [{ level: 'INFO', message: 'calling https://api.payments.example.com/charge' }],
      },
    })
    const answer = await askFunction(declared, 'timeout')
    expect(answer.ids).toEqual(['lambda-timeout-downstream-slow likely'])
    expect(answer.causes[0]?.found.finding.summary).toContain('api.payments.example.com')
  })
})
