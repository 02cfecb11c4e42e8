import { describe, expect, it } from 'vitest'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import type { TableDetails } from '../../evidence/dynamodb/table.ts'
import type { Diagnosis, Finding } from '../cause.ts'
import { denied, diagnose, read } from '../diagnose-in-test.ts'
import { dynamodbPlaybook } from './index.ts'
import type { slowCause } from './slow-cause.ts'
import { type SlowEvidence, slowNeeds } from './slow-needs.ts'
import { byStatus, metricsWith, minutes, onDemand, orders, provisioned, repeated } from './table-in-test.ts'

const judged = dynamodbPlaybook.causes.filter((cause) => cause.needs === slowNeeds)

function outcomes(metrics: TableMetrics, table: SlowEvidence['table'] = read(provisioned)): Map<string, Diagnosis> {
  return new Map(
    judged.map((cause) => [
      cause.id,
      diagnose(cause as unknown as ReturnType<typeof slowCause>, orders, { metrics, table }),
    ]),
  )
}

function found(metrics: TableMetrics, details: TableDetails = provisioned): string[] {
  return [...outcomes(metrics, read(details))]
    .flatMap(([id, diagnosis]) => (isFinding(diagnosis) ? [`${id} ${diagnosis.strength}`] : []))
    .sort()
}

function isFinding(diagnosis: Diagnosis): diagnosis is Finding {
  return typeof diagnosis === 'object' && 'strength' in diagnosis
}

const calls = (perMinute: number, averageMs: number) => ({
  succeeded: minutes(repeated(perMinute, 20)),
  latencyAverage: minutes(repeated(averageMs, 20)),
})
const throttles = minutes(repeated(40, 12))

describe('a slow table', () => {
  it('has nothing found when DynamoDB answers quickly and refuses nothing', () => {
    expect(
      found(metricsWith({ operations: { GetItem: calls(600, 4), Query: calls(100, 9), Scan: calls(1, 25) } })),
    ).toEqual([])
  })

  it('is scanned, beside quick look-ups', () => {
    expect(found(metricsWith({ operations: { Scan: calls(20, 400), GetItem: calls(600, 4) } }))).toEqual([
      'ddb-slow-scan proven',
    ])
  })

  it('throws away what a query read, or reads full pages', () => {
    const filtered = metricsWith({
      read: { consumed: minutes(repeated(2_000, 20)) },
      operations: { Query: { ...calls(20, 90), returnedItems: minutes(repeated(40, 20)) } },
    })
    expect(found(filtered)).toEqual(['ddb-slow-filter likely'])
    const paged = metricsWith({
      read: { consumed: minutes(repeated(2_560, 20)) },
      operations: { Query: { ...calls(20, 90), returnedItems: minutes(repeated(9_000, 20)) } },
    })
    expect(found(paged)).toEqual(['ddb-slow-pagination likely'])
  })

  it('leaves a filter open where the table could not be described', () => {
    const filtered = metricsWith({
      operations: { Query: { ...calls(20, 90), returnedItems: minutes(repeated(40, 20)) } },
    })
    expect(outcomes(filtered, denied).get('ddb-slow-filter')).toHaveProperty('inconclusive')
  })

  it('holds large items', () => {
    expect(
      found(metricsWith({ read: { consumed: minutes(repeated(3_000, 20)) }, operations: { GetItem: calls(100, 35) } })),
    ).toEqual(['ddb-slow-large-items likely'])
  })

  it('has transactions in each other’s way', () => {
    const metrics = metricsWith({
      conflicts: throttles,
      operations: { TransactWriteItems: calls(100, 120), GetItem: calls(600, 4) },
    })
    expect(found(metrics)).toEqual(['ddb-slow-transactions proven'])
  })

  it('is strongly consistent across regions', () => {
    const strong = {
      ...onDemand,
      isStronglyConsistentAcrossRegions: true,
      replicas: [{ region: 'eu-central-1', status: 'ACTIVE' }],
    }
    expect(found(metricsWith({ operations: { PutItem: calls(100, 60), GetItem: calls(600, 5) } }), strong)).toEqual([
      'ddb-slow-strong-consistent likely',
    ])
  })

  it('is served by a DynamoDB that fails itself', () => {
    const errors = { systemErrors: minutes(repeated(5, 10)) }
    expect(
      found(metricsWith({ operations: { PutItem: { ...calls(100, 300), ...errors }, GetItem: calls(600, 200) } })),
    ).toEqual(['ddb-slow-service proven'])
    const handful = { systemErrors: minutes([1]) }
    expect(
      found(metricsWith({ operations: { PutItem: { ...calls(100, 5), ...handful }, GetItem: calls(600, 4) } })),
    ).toEqual([])
  })
})

describe('waits that DynamoDB does not measure', () => {
  it('are the SDK’s pauses between tries', () => {
    const metrics = metricsWith({
      write: { throttles, provisioned: throttles },
      operations: { PutItem: { ...calls(100, 5), throttled: throttles } },
    })
    expect(found(metrics)).toEqual(['ddb-slow-client-retries likely'])
  })

  it('are batches that come back unprocessed', () => {
    const metrics = metricsWith({
      write: { throttles, provisioned: throttles },
      operations: { BatchWriteItem: calls(100, 8) },
    })
    expect(found(metrics)).toEqual(['ddb-slow-batch-unprocessed likely'])
  })

  it('are a hot partition being split where the reads got slow too', () => {
    const metrics = metricsWith({
      read: { throttles, keyRange: throttles },
      operations: { GetItem: { ...calls(600, 45), throttled: throttles } },
    })
    expect(found(metrics)).toEqual(['ddb-slow-hot-read-latency likely'])
  })

  it('are a GetItem for each item of a query on a keys-only index', () => {
    const details = { ...provisioned, indexes: [{ ...byStatus, projection: 'KEYS_ONLY' }] }
    const counted = (gets: number) =>
      metricsWith({
        indexes: { 'by-status': { read: { consumed: minutes(repeated(30, 20)) } } },
        operations: { Query: { ...calls(20, 6), returnedItems: minutes(repeated(500, 20)) }, GetItem: calls(gets, 4) },
      })
    expect(found(counted(500), details)).toEqual(['ddb-slow-index-projection likely'])
    expect(found(counted(2_000), details)).toEqual([])
  })

  it('are not a few throttles among many requests', () => {
    const few = minutes([1, 0, 2])
    const metrics = metricsWith({
      write: { throttles: few, provisioned: few },
      operations: { PutItem: { ...calls(9_000, 5), throttled: few } },
    })
    expect(found(metrics)).toEqual([])
  })
})
