import { describe, expect, it } from 'vitest'
import type { Symptom } from '../../targets/symptom.ts'
import { table } from '../../targets/target.ts'
import type { Cause, Diagnosis, Finding } from '../cause.ts'
import { denied, diagnose, read } from '../diagnose-in-test.ts'
import { dynamodbPlaybook } from './index.ts'
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
import type { throttleCause } from './throttle-cause.ts'
import { type ThrottleEvidence, throttleNeeds } from './throttle-needs.ts'

const judged = dynamodbPlaybook.causes.filter((cause) => cause.needs === throttleNeeds)

function outcomes(evidence: ThrottleEvidence, symptom: Symptom = 'throttled', target = orders): Map<string, Diagnosis> {
  return new Map(
    judged.map((cause: Cause) => [
      cause.id,
      diagnose(cause as unknown as ReturnType<typeof throttleCause>, target, evidence, { symptom }),
    ]),
  )
}

function found(evidence: ThrottleEvidence, symptom: Symptom = 'throttled', target = orders): string[] {
  return [...outcomes(evidence, symptom, target)]
    .flatMap(([id, diagnosis]) => (isFinding(diagnosis) ? [`${id} ${diagnosis.strength}`] : []))
    .sort()
}

function isFinding(diagnosis: Diagnosis | undefined): diagnosis is Finding {
  return typeof diagnosis === 'object' && 'strength' in diagnosis
}

const twelve = minutes(repeated(40, 12))
/** Units a minute that fill 100 units a second. */
const full = minutes([...repeated(1_800, 20), ...repeated(5_900, 12)])
const nearlyIdle = minutes(repeated(900, 32))
const keyRange = { keyRange: twelve, throttles: twelve }
const capacityExceeded = { provisioned: twelve, throttles: twelve, consumed: full }

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
