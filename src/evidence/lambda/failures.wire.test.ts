import { describe, expect, it } from 'vitest'
import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeReader } from '../../aws/reader.ts'
import { makeGatherer } from '../../engine/gather.ts'
import { lambdaFunction } from '../../targets/target.ts'
import type { Evidence } from '../evidence.ts'
import { type FunctionFailures, functionFailures } from './failures.ts'

const now = Date.parse('2026-11-23T03:00:30Z')
const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }

async function search(world: DeclaredWorld): Promise<Evidence<FunctionFailures>> {
  const aws = await startAws(world, { now: new Date(now) })
  try {
    const reader = makeReader({
      ...place,
      endpoint: aws.url,
      signal: AbortSignal.timeout(10_000),
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const gatherer = makeGatherer({ aws: reader, window: { from: now - 3_600_000, to: now }, now })
    return await gatherer.evidence(functionFailures, lambdaFunction(place, 'orders'))
  } finally {
    await aws.close()
  }
}

type Group = NonNullable<DeclaredWorld['logGroups']>[number]
function world(group: Partial<Group>, more: Partial<DeclaredWorld> = {}): DeclaredWorld {
  return {
    functions: [{ name: 'orders', memorySize: 128, traffic: [{ from: '-1h', perMinute: 10, errors: 2 }] }],
    logGroups: [{ name: '/aws/lambda/orders', ...group }],
    ...more,
  }
}
const timeouts: Partial<Group> = {
  events: [{ from: '-10m', every: '1m', invocation: { durationMs: 3_000, timeout: true } }],
}

describe('functionFailures', () => {
  it('looks up the memory of a killed invocation whose report has no status', async () => {
    const stream = '2026/11/23/[$LATEST]aa'
    const found = await search(
      world({
        events: [
          {
            at: '-10m',
            stream,
            message:
              'RequestId: 8f2c1f0e-9d0b-4d7a-9c55-0a1b2c3d4e5f Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
          },
          {
            at: '-10m',
            stream,
            message:
              'REPORT RequestId: 8f2c1f0e-9d0b-4d7a-9c55-0a1b2c3d4e5f\tDuration: 900.00 ms\tBilled Duration: 900 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t',
          },
        ],
      }),
    )
    expect(found).toMatchObject({
      status: 'ok',
      value: { failures: [{ kind: 'oom', memoryMb: 128, maxMemoryMb: 128 }] },
    })
  })

  it('tells a missing group from an empty one', async () => {
    expect(await search(world({}, { logGroups: [] }))).toMatchObject({
      status: 'ok',
      value: { state: 'no-group', complete: false },
    })
    expect(await search(world({}))).toMatchObject({
      status: 'ok',
      value: { state: 'searched', complete: true, failures: [] },
    })
  })

  it('searches the default group, and says so, when the configuration is denied', async () => {
    const found = await search(world(timeouts, { deny: ['lambda:GetFunctionConfiguration'] }))
    expect(found).toMatchObject({ status: 'ok', value: { groupIsAssumed: true, group: '/aws/lambda/orders' } })
    expect(found.status === 'ok' && found.value.failures.length).toBeGreaterThanOrEqual(10)
  })

  it('reads past empty pages', async () => {
    const found = await search(world({ ...timeouts, emptyPages: 3 }))
    expect(found.status === 'ok' && found.value.failures.length).toBeGreaterThanOrEqual(10)
  })

  it('sees the newest failures of a search that has to stop early', async () => {
    const found = await search(world({ ...timeouts, emptyPages: 20 }))
    expect(found).toMatchObject({ status: 'ok', value: { complete: false } })
  })

  it('counts a JSON error line as a failure only where the metrics show one', async () => {
    const events: Group['events'] = [
      {
        at: '-10m',
        message: {
          timestamp: 't',
          level: 'ERROR',
          requestId: 'r1',
          message: { errorType: 'Error', errorMessage: 'handled', stackTrace: [] },
        },
      },
    ]
    const json = (errors: number): DeclaredWorld => ({
      ...world({ events }),
      functions: [
        { name: 'orders', logging: { logFormat: 'JSON' }, traffic: [{ from: '-1h', perMinute: 10, errors }] },
      ],
    })
    expect(await search(json(0))).toMatchObject({ value: { failures: [], loggedErrors: [{ message: 'handled' }] } })
    expect(await search(json(2))).toMatchObject({ value: { failures: [{ kind: 'exception', certain: false }] } })
  })

  it('is denied when the log is', async () => {
    expect((await search(world(timeouts, { deny: ['logs:FilterLogEvents'] }))).status).toBe('denied')
  })
})
