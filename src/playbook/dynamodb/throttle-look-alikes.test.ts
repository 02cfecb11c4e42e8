import { describe, expect, it } from 'vitest'
import { read, testNow } from '../diagnose-in-test.ts'
import { metricsWith, minutes, onDemand, repeated, throttleEvidence } from './table-in-test.ts'
import { capacityExceeded, found, full, keyRange, nearlyIdle, outcomes, twelve } from './throttles-in-test.ts'

describe('an on-demand table', () => {
  const step = minutes([...repeated(30_000, 20), ...repeated(330_000, 12)])
  const calm = minutes(repeated(30_000, 32))
  const table = read(onDemand)

  it('ramps up where the load stepped above what it serves at once', () => {
    const evidence = throttleEvidence(metricsWith({ write: { ...keyRange, consumed: step } }), {
      table,
      earlier: read({ table: { write: 700 }, indexes: {} }),
    })
    expect(found(evidence)).toEqual(['ddb-ondemand-rampup likely'])
  })

  it('ramps up where it is new and the load is above what it serves from the start', () => {
    const young = read({ ...onDemand, createdAt: testNow - 3_600_000 })
    const metrics = metricsWith({ write: { ...keyRange, consumed: minutes(repeated(330_000, 12)) } })
    expect(found(throttleEvidence(metrics, { table: young }))).toEqual(['ddb-ondemand-rampup likely'])
    expect(found(throttleEvidence(metrics, { table }))).toEqual([
      'ddb-hot-partition-write possible',
      'ddb-ondemand-rampup possible',
    ])
  })

  it('may be new to its load where that was not measured', () => {
    const young = read({ ...onDemand, createdAt: testNow - 3_600_000 })
    expect(found(throttleEvidence(metricsWith({ write: keyRange }), { table: young }))).toEqual([
      'ddb-hot-partition-write possible',
    ])
  })

  it('has a hot key where one key takes the throttles, even at a step', () => {
    const keys = read({ table: { isOn: true, topShare: 0.92, keys: 40 }, indexes: {} })
    expect(found(throttleEvidence(metricsWith({ write: { ...keyRange, consumed: step } }), { table, keys }))).toEqual([
      'ddb-hot-partition-write proven',
    ])
  })

  it('has a hot key where the load is far below what it serves', () => {
    expect(found(throttleEvidence(metricsWith({ write: { ...keyRange, consumed: calm } }), { table }))).toEqual([
      'ddb-hot-partition-write likely',
    ])
  })

  it('leaves both open in between', () => {
    const half = minutes([...repeated(30_000, 20), ...repeated(150_000, 12)])
    expect(found(throttleEvidence(metricsWith({ write: { ...keyRange, consumed: half } }), { table }))).toEqual([
      'ddb-hot-partition-write possible',
      'ddb-ondemand-rampup possible',
    ])
  })

  it('is held by its owner’s cap', () => {
    const capped = read({ ...onDemand, onDemandMaximum: { write: 100 } })
    expect(
      found(
        throttleEvidence(metricsWith({ write: { onDemandMaximum: twelve, throttles: twelve, consumed: full } }), {
          table: capped,
        }),
      ),
    ).toEqual(['ddb-ondemand-max proven'])
  })
})

describe('without reasons in CloudWatch', () => {
  it('full capacity tells', () => {
    expect(found(throttleEvidence(metricsWith({ write: { throttles: twelve, consumed: full } })))).toEqual([
      'ddb-provisioned-low likely',
    ])
  })

  it('unused capacity tells of a hot partition', () => {
    expect(found(throttleEvidence(metricsWith({ write: { throttles: twelve, consumed: nearlyIdle } })))).toEqual([
      'ddb-hot-partition-write likely',
    ])
  })

  it('half-used capacity leaves both open, since a minute hides a burst', () => {
    const half = minutes(repeated(4_000, 32))
    expect(found(throttleEvidence(metricsWith({ write: { throttles: twelve, consumed: half } })))).toEqual([
      'ddb-hot-partition-write possible',
      'ddb-provisioned-low possible',
    ])
  })

  it('throttled requests alone are judged by the table', () => {
    const metrics = metricsWith({ write: { consumed: full }, operations: { PutItem: { throttled: twelve } } })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-provisioned-low likely'])
  })
})

describe('a load that is out of order', () => {
  it('is a scan that starts beside steady reads', () => {
    const metrics = metricsWith({
      read: capacityExceeded,
      operations: {
        GetItem: { succeeded: minutes(repeated(1_500, 32)) },
        Scan: { succeeded: minutes([...repeated(0, 20), ...repeated(40, 12)]), throttled: twelve },
      },
    })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-scan-burst likely'])
  })

  it('is not a scan that always runs while reads grow', () => {
    const metrics = metricsWith({
      read: capacityExceeded,
      operations: {
        GetItem: { succeeded: minutes([...repeated(1_500, 20), ...repeated(5_500, 12)]), throttled: twelve },
        Scan: { succeeded: minutes(repeated(3, 32)) },
      },
    })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-provisioned-low proven'])
  })

  it('is items that grew while the calls stayed', () => {
    const metrics = metricsWith({
      write: capacityExceeded,
      operations: { PutItem: { succeeded: minutes(repeated(600, 32)), throttled: twelve } },
    })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-large-items likely'])
  })

  it('is transactions in each other’s way', () => {
    const metrics = metricsWith({
      write: capacityExceeded,
      conflicts: twelve,
      operations: { TransactWriteItems: { succeeded: minutes(repeated(1_000, 32)), throttled: twelve } },
    })
    expect(found(throttleEvidence(metrics))).toEqual(['ddb-transact-double likely'])
  })
})

describe('seen from a caller’s failure', () => {
  const few = minutes(repeated(5, 12))
  const many = minutes(repeated(6_000, 32))
  const absorbed = metricsWith({
    write: { provisioned: few, throttles: few, consumed: full },
    operations: { PutItem: { succeeded: many, throttled: few } },
  })

  it('throttles that retries absorb are not blamed', () => {
    expect(found(throttleEvidence(absorbed), '502')).toEqual([])
    expect(outcomes(throttleEvidence(absorbed), '502').get('ddb-provisioned-low')).toHaveProperty('clear')
  })

  it('asked about the table they are named, with how little they are', () => {
    expect(found(throttleEvidence(absorbed))).toEqual(['ddb-client-invisible likely', 'ddb-provisioned-low proven'])
  })

  it('throttles of unknown share are likely, of a large share proven', () => {
    expect(found(throttleEvidence(metricsWith({ write: capacityExceeded })), '504')).toEqual([
      'ddb-provisioned-low likely',
    ])
    const felt = metricsWith({
      write: capacityExceeded,
      operations: {
        PutItem: { succeeded: minutes(repeated(400, 32)), throttled: twelve },
        UpdateItem: { succeeded: minutes(repeated(100, 32)) },
        BatchWriteItem: { succeeded: minutes(repeated(1, 32)) },
      },
    })
    expect(found(throttleEvidence(felt), '504')).toEqual(['ddb-provisioned-low proven'])
  })
})
