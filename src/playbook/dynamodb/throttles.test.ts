import { describe, expect, it } from 'vitest'
import { table } from '../../targets/target.ts'
import { denied, read } from '../diagnose-in-test.ts'
import {
  activity,
  byStatus,
  metricsWith,
  minutes,
  onDemand,
  orders,
  provisioned,
  repeated,
  scaled,
  throttleEvidence,
} from './table-in-test.ts'
import {
  capacityExceeded,
  found,
  full,
  isFinding,
  keyRange,
  nearlyIdle,
  outcomes,
  twelve,
} from './throttles-in-test.ts'

describe('a provisioned table', () => {
  it('has nothing found when nothing was throttled', () => {
    expect(found(throttleEvidence(metricsWith({ write: { consumed: full } })))).toEqual([])
    expect(
      outcomes(throttleEvidence(metricsWith({ write: { consumed: full } }))).get('ddb-provisioned-low'),
    ).toHaveProperty('clear')
  })

  it('is too small where its throughput was exceeded and nothing scales it', () => {
    const evidence = throttleEvidence(metricsWith({ write: capacityExceeded }))
    expect(found(evidence)).toEqual(['ddb-provisioned-low proven'])
    const finding = outcomes(evidence).get('ddb-provisioned-low')
    expect(isFinding(finding) && finding.summary).toContain('480 times in 12 minutes')
    expect(isFinding(finding) && finding.fix?.cli).toContain('WriteCapacityUnits=200')
    expect(isFinding(finding) && finding.times).toHaveLength(12)
  })

  it('has a hot partition where a partition’s limit was exceeded, whatever is left', () => {
    expect(found(throttleEvidence(metricsWith({ write: { ...keyRange, consumed: nearlyIdle } })))).toEqual([
      'ddb-hot-partition-write proven',
    ])
    expect(found(throttleEvidence(metricsWith({ read: { ...keyRange, consumed: nearlyIdle } })))).toEqual([
      'ddb-hot-partition-read proven',
    ])
  })

  it('names what an account’s limit is', () => {
    const limits = read({ account: { write: 80_000 }, table: { write: 40_000 } })
    expect(found(throttleEvidence(metricsWith({ write: { account: twelve, throttles: twelve } }), { limits }))).toEqual(
      ['ddb-account-limit proven'],
    )
  })

  it('names the quota when no capacity is left to give', () => {
    const metrics = metricsWith({ write: capacityExceeded, accountWrite: minutes(repeated(100, 12)) })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-account-provisioned-limit likely'])
  })

  it('says no more than likely where auto scaling could not be read, and leaves that open', () => {
    const all = outcomes(
      throttleEvidence(metricsWith({ write: capacityExceeded }), {
        targets: denied,
        activities: denied,
        policies: denied,
      }),
    )
    expect(all.get('ddb-provisioned-low')).toMatchObject({ strength: 'likely' })
    expect(all.get('ddb-autoscaling-max')).toHaveProperty('inconclusive')
    expect(all.get('ddb-autoscaling-lag')).toHaveProperty('inconclusive')
  })
})

describe('auto scaling', () => {
  const target = (maximum: number) => read([scaled('table/orders', 'dynamodb:table:WriteCapacityUnits', maximum)])
  const metrics = metricsWith({ write: capacityExceeded })

  it('is at its maximum', () => {
    expect(found(throttleEvidence(metrics, { targets: target(100) }))).toEqual(['ddb-autoscaling-max proven'])
  })

  it('came too late when it raised the capacity after the throttles began', () => {
    const evidence = throttleEvidence(metrics, {
      targets: target(1_000),
      activities: read([activity('Successful', 300, 8)]),
    })
    expect(found(evidence)).toEqual(['ddb-autoscaling-lag likely'])
    const stairs = metricsWith({
      write: { ...capacityExceeded, capacity: minutes([...repeated(100, 24), ...repeated(200, 8)]) },
    })
    expect(found(throttleEvidence(stairs, { targets: target(1_000), activities: denied }))).toEqual([
      'ddb-autoscaling-lag likely',
    ])
  })

  it('was blocked when raising failed, and not when only a cut failed', () => {
    const failed = throttleEvidence(metrics, {
      targets: target(1_000),
      activities: read([activity('Failed', 300, 8, 'Unable to assume IAM role')]),
    })
    expect(found(failed)).toEqual(['ddb-autoscaling-blocked likely'])
    const cut = [
      activity('Failed', 20, 8, 'Provisioned throughput decreases are limited'),
      activity('Successful', 300, 6),
    ]
    expect(found(throttleEvidence(metrics, { targets: target(1_000), activities: read(cut) }))).toEqual([
      'ddb-autoscaling-lag likely',
    ])
  })

  it('was blocked when scaling out is suspended or nothing would set it off', () => {
    const suspended = read([
      { ...scaled('table/orders', 'dynamodb:table:WriteCapacityUnits', 1_000), isScalingOutSuspended: true },
    ])
    expect(found(throttleEvidence(metrics, { targets: suspended }))).toEqual(['ddb-autoscaling-blocked likely'])
    expect(found(throttleEvidence(metrics, { targets: target(1_000), policies: read([]) }))).toEqual([
      'ddb-autoscaling-blocked likely',
    ])
  })

  it('is missing where it covers only other capacity of the table', () => {
    const reads = read([scaled('table/orders', 'dynamodb:table:ReadCapacityUnits', 500)])
    expect(found(throttleEvidence(metrics, { targets: reads }))).toEqual(['ddb-autoscaling-missing proven'])
  })
})

describe('an index', () => {
  const details = read({ ...provisioned, provisioned: { read: 100, write: 500 }, indexes: [byStatus] })
  const indexed = (write: object, rest: object = {}) =>
    metricsWith({ write: { throttles: twelve }, indexes: { 'by-status': { write, ...rest } } })

  it('that is too small throttles the table, and the table is not blamed', () => {
    expect(found(throttleEvidence(indexed(capacityExceeded), { table: details }))).toEqual([
      'ddb-gsi-provisioned-low proven',
    ])
  })

  it('with few key values throttles the table', () => {
    expect(found(throttleEvidence(indexed({ ...keyRange, consumed: nearlyIdle }), { table: details }))).toEqual([
      'ddb-gsi-hot-write-backpressure proven',
    ])
  })

  it('that is capped throttles the table', () => {
    const capped = read({ ...onDemand, indexes: [{ ...byStatus, onDemandMaximum: { write: 50 } }] })
    expect(found(throttleEvidence(indexed({ onDemandMaximum: twelve, throttles: twelve }), { table: capped }))).toEqual(
      ['ddb-gsi-ondemand-max proven'],
    )
  })

  it('that is read too much throttles its own reads', () => {
    const metrics = metricsWith({ indexes: { 'by-status': { read: capacityExceeded } } })
    expect(found(throttleEvidence(metrics, { table: details }))).toEqual(['ddb-gsi-read-throttle proven'])
  })

  it('is left out of auto scaling', () => {
    const targets = read([scaled('table/orders', 'dynamodb:table:WriteCapacityUnits', 500)])
    expect(found(throttleEvidence(indexed(capacityExceeded), { table: details, targets }))).toEqual([
      'ddb-autoscaling-missing proven',
    ])
  })

  it('being built is slowed by its own capacity, which fails nobody’s request', () => {
    const building = read({ ...provisioned, indexes: [{ ...byStatus, status: 'CREATING', backfilling: true }] })
    const metrics = metricsWith({ indexes: { 'by-status': { buildThrottles: twelve, buildConsumed: full } } })
    expect(found(throttleEvidence(metrics, { table: building }))).toEqual(['ddb-gsi-backfill proven'])
    expect(found(throttleEvidence(metrics, { table: building }), '502')).toEqual([])
  })

  it('is judged alone where it alone was asked about', () => {
    const metrics = metricsWith({
      write: { ...capacityExceeded },
      indexes: { 'by-status': { read: { ...keyRange, consumed: nearlyIdle } } },
    })
    const index = table(orders, 'orders', 'by-status')
    expect(found(throttleEvidence(metrics, { table: details }), 'throttled', index)).toEqual([
      'ddb-gsi-read-throttle proven',
    ])
  })
})
