import { describe, expect, it } from 'vitest'
import { noData } from '../../evidence/cloudwatch/series.ts'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { metricsWith, minutes, repeated } from '../dynamodb/table-in-test.ts'
import { slownessOf } from './slowness.ts'
import { isBehind, isTableWell } from './table-behind.ts'

const calls = minutes(repeated(30, 60))
const p50 = minutes([...repeated(50, 40), ...repeated(2_500, 20)])
const slowness = slownessOf({ p50, p95: noData, p99: noData, calls, usualP50: noData })

function behind(metrics: TableMetrics): boolean {
  if (slowness === undefined) throw new Error('the function should be slow')
  return isBehind(slowness, calls, p50, metrics)
}
const scans = (each: readonly number[], count: number): TableMetrics =>
  metricsWith({
    operations: { Scan: { succeeded: minutes(repeated(count, each.length)), latencyAverage: minutes(each) } },
  })

describe('a table is behind a function that got slow', () => {
  it('when it got slow in the same minutes and takes enough of the time', () => {
    expect(behind(scans(repeated(120, 20), 600))).toBe(true)
  })
  it('when it refused requests in the same minutes', () => {
    const throttled = minutes(repeated(40, 20))
    expect(behind(metricsWith({ read: { throttles: throttled, provisioned: throttled } }))).toBe(true)
  })
})

describe('a table is not behind it', () => {
  it('when it was as slow before', () => {
    expect(behind(scans(repeated(120, 60), 600))).toBe(false)
  })
  it('when it took too little of the time', () => {
    expect(behind(scans(repeated(120, 20), 6))).toBe(false)
  })
  it('when it was slow at another time, or never', () => {
    expect(behind(scans([...repeated(120, 15), ...repeated(5, 45)], 600))).toBe(false)
    expect(behind(metricsWith({}))).toBe(false)
  })
})

it('a table that nobody asked anything is not called well', () => {
  expect(isTableWell(metricsWith({}), 0, Number.MAX_SAFE_INTEGER)).toBe(false)
  expect(isTableWell(scans(repeated(5, 60), 10), 0, Number.MAX_SAFE_INTEGER)).toBe(true)
  expect(isTableWell(scans(repeated(120, 60), 10), 0, Number.MAX_SAFE_INTEGER)).toBe(false)
})
