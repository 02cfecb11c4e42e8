import { describe, expect, it } from 'vitest'
import { denied, read, testNow } from '../diagnose-in-test.ts'
import {
  configuration,
  everyMinute,
  evidence,
  found,
  log,
  metrics,
  minuteMs,
  minutes,
  observe,
  often,
  outcomes,
  repeated,
  starts,
} from './function-in-test.ts'
import { coldStartPlaybook } from './index.ts'

describe('a function that starts well', () => {
  it('has a few short cold starts and nothing found', () => {
    const given = { startups: log({ starts: starts([10, 40], { initMs: 300 }) }) }
    expect(found(given)).toEqual([])
    expect(observe(given)).toMatchObject({ state: 'absent' })
  })

  it('is not said to start well where the log tells nothing', () => {
    for (const startups of [denied, log({ state: 'no-group', complete: false }), log({ areReportsOff: true })]) {
      expect(observe({ startups })).toMatchObject({ state: 'unknown' })
      expect(outcomes(evidence({ startups })).get('cold-low-traffic')).toHaveProperty('inconclusive')
    }
  })
})

describe('how long a start takes', () => {
  it('is the JVM without SnapStart', () => {
    expect(found({ startups: often({ initMs: 4_000 }), configuration: configuration({ Runtime: 'java21' }) })).toEqual([
      'cold-java-dotnet likely',
    ])
  })
  it('is heavy code', () => {
    expect(found({ startups: often({ initMs: 3_000 }), package: read({ codeBytes: 60_000_000, layers: [] }) })).toEqual(
      ['cold-init-heavy-code likely'],
    )
  })
  it('is little memory', () => {
    expect(found({ startups: often({ initMs: 2_500 }), configuration: configuration({ MemorySize: 128 }) })).toEqual([
      'cold-low-memory likely',
    ])
  })
  it('is extensions', () => {
    expect(
      found({ startups: log({ starts: starts(everyMinute, { initMs: 2_500 }), extensions: ['datadog-agent'] }) }),
    ).toEqual(['cold-extension-layers likely'])
  })
  it('is an image after its deployment, and open later', () => {
    const image = (LastModified: string) => configuration({ PackageType: 'Image', LastModified })
    expect(
      found({
        startups: often({ initMs: 6_000 }),
        configuration: image(new Date(testNow - 58 * minuteMs).toISOString()),
      }),
    ).toEqual(['cold-container-image likely'])
    expect(found({ startups: often({ initMs: 6_000 }), configuration: image('2026-11-01T00:00:00.000+0000') })).toEqual(
      ['cold-container-image possible', 'cold-init-heavy-code possible'],
    )
  })
  it('is an init that ran out of time and began again', () => {
    expect(
      found({ startups: log({ timedOutInits: [{ at: testNow - minuteMs, durationMs: 10_008, phase: 'init' }] }) }),
    ).toEqual(['cold-init-timeout-retry proven'])
  })
})

describe('how often a function starts', () => {
  const idle = repeated(0).map((_, index) => (index % 14 === 0 ? 1 : 0))

  it('is too little traffic', () => {
    const given = {
      metrics: metrics({ invocations: minutes(idle), concurrentExecutions: minutes(idle) }),
      startups: log({ starts: starts([58, 44, 30, 16], { initMs: 800 }) }),
    }
    expect(found(given)).toEqual(['cold-low-traffic likely'])
    expect(observe(given)).toMatchObject({ state: 'present' })
  })

  it('is a burst', () => {
    const concurrency = [...repeated(2, 36), ...repeated(90, 20)]
    const given = {
      metrics: metrics({
        invocations: minutes([...repeated(20, 36), ...repeated(400, 20)]),
        concurrentExecutions: minutes(concurrency),
      }),
      startups: log({
        starts: Array.from({ length: 500 }, (_, index) => ({
          at: testNow - 22 * minuteMs + index * 50,
          requestId: `r${index}`,
          initMs: 700,
        })),
      }),
    }
    expect(found(given)).toEqual(['cold-burst-scale-out likely'])
  })

  it('is a deployment beside steady traffic', () => {
    const given = {
      startups: log({
        starts: Array.from({ length: 80 }, (_, index) => ({
          at: testNow - 20 * minuteMs + index * 2_000,
          requestId: `r${index}`,
          initMs: 700,
        })),
      }),
      configuration: configuration({ LastModified: new Date(testNow - 21 * minuteMs).toISOString() }),
    }
    expect(found(given)).toEqual(['cold-deploy likely'])
    expect(found({ ...given, configuration: configuration({ LastModified: '2026-11-01T00:00:00.000+0000' }) })).toEqual(
      [],
    )
  })
})

describe('a function that Lambda says is not ready', () => {
  it('was idle for weeks', () => {
    const inactive = configuration({
      State: 'Inactive',
      StateReasonCode: 'Idle',
      VpcConfig: { SubnetIds: ['subnet-1'], VpcId: 'vpc-1' },
    })
    expect(found({ configuration: inactive })).toEqual(['cold-vpc-first-eni proven'])
  })
  it('runs on capacity that could not grow', () => {
    const short = configuration({ State: 'Active', StateReasonCode: 'InsufficientCapacity' })
    expect(
      found({
        configuration: short,
        package: read({
          layers: [],
          capacityProviderArn: 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:big',
        }),
      }),
    ).toEqual(['cold-lmi proven'])
  })
})

describe('slowness that is no cold start', () => {
  const slow = metrics({
    invocations: minutes(repeated(20)),
    durationP50: minutes(repeated(3_000)),
    durationP95: minutes(repeated(5_000)),
  })
  it('is in the handler', () => {
    expect(found({ metrics: slow, startups: log({ starts: starts([10, 40]) }) })).toEqual(['cold-not-cold likely'])
  })
  it('is only possible where the handler always takes as long, and likely where it got slower', () => {
    const calls = { invocations: minutes(repeated(20)) }
    const always = metrics({ ...calls, durationP50: minutes(repeated(1_800)) })
    const lately = metrics({ ...calls, durationP50: minutes([...repeated(200, 36), ...repeated(1_800, 20)]) })
    expect(found({ metrics: always, startups: log({ starts: [] }) })).toEqual(['cold-not-cold possible'])
    expect(found({ metrics: lately, startups: log({ starts: [] }) })).toEqual(['cold-not-cold likely'])
  })
  it('is not claimed where the log was not searched to its end, or a handler is slow only when cold', () => {
    expect(found({ metrics: slow, startups: log({ starts: starts([10, 40]), complete: false }) })).toEqual([])
    const tail = metrics({
      invocations: minutes(repeated(20)),
      durationP50: minutes(repeated(40)),
      durationP99: minutes(repeated(80).map((usual, index) => ([16, 36, 46, 51, 54].includes(index) ? 4_000 : usual))),
    })
    const slowWhenCold = log({ starts: starts([2, 5, 10, 20, 40], { initMs: 400, durationMs: 4_000 }) })
    expect(found({ metrics: tail, startups: slowWhenCold })).toEqual([])
  })
})

describe('asked about a gateway timeout', () => {
  it('only starts that outlast the caller count', () => {
    expect(
      found(
        { startups: often({ initMs: 4_000, durationMs: 300 }), configuration: configuration({ Runtime: 'java21' }) },
        '504',
      ),
    ).toEqual([])
    expect(
      found(
        { startups: often({ initMs: 9_000, durationMs: 22_000 }), configuration: configuration({ Runtime: 'java21' }) },
        '504',
      ),
    ).toEqual(['cold-java-dotnet likely'])
  })
})

it('accounts for every known cause once', () => {
  const known = [
    'cold-low-traffic',
    'cold-burst-scale-out',
    'cold-deploy',
    'cold-init-heavy-code',
    'cold-low-memory',
    'cold-java-dotnet',
    'cold-snapstart-off-qualifier',
    'cold-snapstart-restore-slow',
    'cold-pc-not-hit',
    'cold-pc-spillover',
    'cold-pc-allocation-failed',
    'cold-weighted-alias-pc',
    'cold-vpc-first-eni',
    'cold-container-image',
    'cold-extension-layers',
    'cold-init-timeout-retry',
    'cold-not-cold',
    'cold-lmi',
  ]
  expect([...coldStartPlaybook.causes, ...coldStartPlaybook.advice].map((each) => each.id).sort()).toEqual(
    [...known].sort(),
  )
})
