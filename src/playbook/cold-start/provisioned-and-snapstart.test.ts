import { describe, expect, it } from 'vitest'
import { noData } from '../../evidence/cloudwatch/series.ts'
import { denied, diagnose, read } from '../diagnose-in-test.ts'
import type { coldCause } from './cold-cause.ts'
import {
  configuration,
  evidence,
  found,
  log,
  minutes,
  observe,
  often,
  orders,
  outcomes,
  repeated,
} from './function-in-test.ts'
import { coldStartPlaybook } from './index.ts'

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
