import { describe, expect, it } from 'vitest'
import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import { type Durations, slownessOf } from './slowness.ts'

const minuteMs = 60_000
const series = (values: readonly number[]): Series => ({
  points: values.map((value, index) => ({ at: index * minuteMs, value })),
})
const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value)
const durations = (given: Partial<Durations>): Durations => ({
  p50: noData,
  p95: noData,
  p99: noData,
  calls: series(repeated(60, 60)),
  usualP50: noData,
  ...given,
})

describe('calls are slow', () => {
  it('against the day before', () => {
    const slowness = slownessOf(durations({ p50: series(repeated(900, 60)), usualP50: series(repeated(80, 200)) }))
    expect(slowness).toMatchObject({ kind: 'rose', who: 'half', milliseconds: 900, usualMilliseconds: 80 })
  })
  it('against the faster minutes, where nothing is known of the day before', () => {
    const slowness = slownessOf(durations({ p50: series([...repeated(50, 40), ...repeated(1_900, 20)]) }))
    expect(slowness).toMatchObject({ kind: 'rose', usualMilliseconds: 50 })
    expect(slowness?.slow.points[0]?.at).toBe(40 * minuteMs)
  })
  it('as ever, when anybody would say so', () => {
    expect(slownessOf(durations({ p50: series(repeated(2_600, 60)) }))).toMatchObject({ kind: 'steady' })
    expect(slownessOf(durations({ p50: series(repeated(600, 60)) }))).toBeUndefined()
    expect(slownessOf(durations({ p50: series(repeated(600, 60)) }), 500)).toMatchObject({ kind: 'steady' })
  })
  it('now and then', () => {
    const slowness = slownessOf(durations({ p50: series(repeated(40, 60)), p95: series(repeated(3_000, 60)) }))
    expect(slowness).toMatchObject({ kind: 'tail', who: 'one in twenty', statistic: 'p95' })
  })
})

describe('calls are not slow', () => {
  it('where a rise is too small to be felt, or a single minute', () => {
    expect(slownessOf(durations({ p50: series([...repeated(20, 40), ...repeated(90, 20)]) }))).toBeUndefined()
    expect(slownessOf(durations({ p50: series([...repeated(40, 59), 4_000]) }))).toBeUndefined()
  })
  it('where one in thousands is', () => {
    const p99 = series(repeated(80, 60).map((value, index) => (index === 30 ? 9_000 : value)))
    expect(slownessOf(durations({ p50: series(repeated(40, 60)), p99 }))).toBeUndefined()
  })
})
