import { describe, expect, it } from 'vitest'
import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import type { ColdStart, Startups } from '../../evidence/cold-start/startups.ts'
import { configurationOf } from '../../evidence/lambda/configuration.ts'
import type { FunctionMetrics, FunctionSeries } from '../../evidence/lambda/metrics.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { lambdaFunction } from '../../targets/target.ts'
import type { Diagnosis, Finding } from '../cause.ts'
import { denied, diagnose, read, testNow } from '../diagnose-in-test.ts'
import { factFrom } from '../fact.ts'
import type { Observation } from '../sign.ts'
import type { coldCause } from './cold-cause.ts'
import type { ColdEvidence } from './cold-needs.ts'
import { coldStartPlaybook } from './index.ts'

const orders = lambdaFunction({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'orders')
const minuteMs = 60_000

function minutes(values: readonly number[]): Series {
  return { points: values.map((value, index) => ({ at: testNow - (values.length + 2 - index) * minuteMs, value })) }
}
function repeated(value: number, count = 56): number[] {
  return Array.from({ length: count }, () => value)
}

function metrics(series: Partial<FunctionSeries>): FunctionMetrics {
  const names = [
    'invocations',
    'errors',
    'throttles',
    'durationP50',
    'durationP95',
    'durationP99',
    'durationMaximum',
    'concurrentExecutions',
    'postRuntimeExtensionsDuration',
    'asyncEventsDropped',
    'asyncEventAge',
    'deadLetterErrors',
    'destinationDeliveryFailures',
    'recursiveInvocationsDropped',
  ]
  const none = Object.fromEntries(names.map((name) => [name, noData])) as unknown as FunctionSeries
  return { ...none, ...series }
}

/** Cold starts at these minutes ago. */
function starts(ago: readonly number[], start: Partial<ColdStart> = { initMs: 900 }): ColdStart[] {
  return ago.map((minute, index) => ({
    at: testNow - minute * minuteMs + 1_000,
    requestId: `r${index}`,
    version: '$LATEST',
    durationMs: 60,
    ...start,
  }))
}

function log(startups: Partial<Startups>): ColdEvidence['startups'] {
  return read({
    state: 'searched',
    complete: true,
    group: '/aws/lambda/orders',
    areReportsOff: false,
    starts: [],
    timedOutInits: [],
    extensions: [],
    ...startups,
  })
}

function configuration(given: Parameters<typeof configurationOf>[0]): ColdEvidence['configuration'] {
  return read(configurationOf({ MemorySize: 1024, Runtime: 'nodejs22.x', State: 'Active', ...given }, orders))
}

function evidence(given: Partial<ColdEvidence>): ColdEvidence {
  return {
    metrics: metrics({ invocations: minutes(repeated(20)), durationP50: minutes(repeated(40)) }),
    startups: log({}),
    configuration: configuration({}),
    package: read({ codeBytes: 2_000_000, layers: [] }),
    provisioned: read([]),
    use: read(null),
    alias: read(null),
    writes: read({ events: [], complete: true }),
    ...given,
  }
}

function outcomes(given: ColdEvidence, symptom: Symptom = 'cold-start'): Map<string, Diagnosis> {
  return new Map(
    coldStartPlaybook.causes.map((cause) => [
      cause.id,
      diagnose(cause as unknown as ReturnType<typeof coldCause>, orders, given, { symptom }),
    ]),
  )
}

function found(given: Partial<ColdEvidence>, symptom: Symptom = 'cold-start'): string[] {
  return [...outcomes(evidence(given), symptom)]
    .flatMap(([id, diagnosis]) => (isFinding(diagnosis) ? [`${id} ${diagnosis.strength}`] : []))
    .sort()
}

function isFinding(diagnosis: Diagnosis): diagnosis is Finding {
  return typeof diagnosis === 'object' && 'strength' in diagnosis
}

function observe(given: Partial<ColdEvidence>): Observation {
  const context = {
    target: orders,
    window: { from: testNow - 3_600_000, to: testNow },
    now: testNow,
    symptom: 'cold-start',
    fact: (_need: string, label: string, value: string) =>
      factFrom({ source: 'test', account: '', region: '' }, label, value),
  }
  const [sign] = coldStartPlaybook.signs
  if (sign === undefined) throw new Error('no sign')
  return sign.observe(evidence(given) as never, context as never)
}

/** Sixty cold among 1,120 invocations, all through the hour. */
const everyMinute = Array.from({ length: 56 }, (_, index) => index + 2)
const often = (start: Partial<ColdStart>) => log({ starts: starts(everyMinute, start) })

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

describe('provisioned concurrency', () => {
  const live = { qualifier: 'live', requested: 10, available: 10, status: 'READY' }
  const use = (all: number, throughLive: number, provisioned: number, spillover: number) => {
    const each = (invocations: number) => ({
      invocations: minutes(repeated(invocations)),
      provisioned: minutes(repeated(provisioned)),
      spillover: minutes(repeated(spillover)),
      utilization: noData,
    })
    return read({ all: each(all), byQualifier: { live: each(throughLive) } })
  }

  it('is bypassed where no call reaches it', () => {
    const given = { startups: often({ initMs: 1_500 }), provisioned: read([live]), use: use(20, 0, 0, 0) }
    expect(found(given)).toEqual(['cold-pc-not-hit proven'])
  })
  it('is exceeded', () => {
    const given = { startups: often({ initMs: 1_500 }), provisioned: read([live]), use: use(20, 20, 18, 2) }
    expect(found(given)).toEqual(['cold-pc-spillover proven'])
    expect(observe({ ...given, startups: log({}) })).toMatchObject({ state: 'present' })
  })
  it('is exceeded on an alias with weights', () => {
    const aliased = { ...orders, qualifier: 'live' }
    const given = evidence({
      provisioned: read([live]),
      use: use(20, 20, 18, 2),
      alias: read({ name: 'live', version: '3', routes: [{ version: '4', weight: 0.1 }] }),
    })
    const cause = coldStartPlaybook.causes.find(
      (each) => each.id === 'cold-weighted-alias-pc',
    ) as unknown as ReturnType<typeof coldCause>
    expect(diagnose(cause, aliased, given)).toMatchObject({ strength: 'likely' })
  })
  it('could not be allocated', () => {
    const failed = { ...live, available: 0, status: 'FAILED', statusReason: 'FUNCTION_ERROR_INIT_FAILURE' }
    expect(found({ provisioned: read([failed]), use: use(20, 20, 0, 0) })).toEqual(['cold-pc-allocation-failed proven'])
  })
  it('that serves every call makes no cold start of what its environments report', () => {
    const given = { startups: often({ initMs: 4_000 }), provisioned: read([live]), use: use(20, 20, 20, 0) }
    expect(found(given)).toEqual([])
    expect(observe(given)).toMatchObject({ state: 'absent' })
  })
  it('stays open where it could not be read', () => {
    expect(outcomes(evidence({ provisioned: denied, use: denied })).get('cold-pc-not-hit')).toHaveProperty(
      'inconclusive',
    )
  })
})

describe('SnapStart', () => {
  const snapStart = configuration({
    Runtime: 'java21',
    SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' },
  })
  it('does not help who calls $LATEST', () => {
    expect(found({ startups: often({ initMs: 4_000 }), configuration: snapStart })).toEqual([
      'cold-snapstart-off-qualifier proven',
    ])
  })
  it('restores slowly', () => {
    expect(found({ startups: often({ restoreMs: 2_200, version: '7' }), configuration: snapStart })).toEqual([
      'cold-snapstart-restore-slow proven',
    ])
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
