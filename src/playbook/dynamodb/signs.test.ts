import { expect, it } from 'vitest'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import type { TableDetails } from '../../evidence/dynamodb/table.ts'
import type { Evidence } from '../../evidence/evidence.ts'
import { read, testNow } from '../diagnose-in-test.ts'
import { factFrom } from '../fact.ts'
import type { Observation } from '../sign.ts'
import { signs } from './signs.ts'
import { metricsWith, minutes, orders, provisioned, repeated } from './table-in-test.ts'

function observe(id: string, metrics: TableMetrics, table: Evidence<TableDetails> = read(provisioned)): Observation {
  const sign = signs.find((each) => each.id === id)
  if (sign === undefined) throw new Error(`no sign ${id}`)
  const context = {
    target: orders,
    window: { from: testNow - 3_600_000, to: testNow },
    now: testNow,
    symptom: 'throttled',
    fact: (_need: string, label: string, value: string) =>
      factFrom({ source: 'test', account: '', region: '' }, label, value),
  }
  return sign.observe({ metrics, table } as never, context as never)
}

const traffic = minutes(repeated(600, 58))

it('a table of which nothing was throttled is well', () => {
  const observation = observe('table-throttled', metricsWith({ write: { consumed: traffic } }))
  expect(observation).toMatchObject({ state: 'absent', times: [] })
})

it('a table that is throttled now is throttled', () => {
  const observation = observe(
    'table-throttled',
    metricsWith({ write: { consumed: traffic, throttles: minutes(repeated(3, 10)) } }),
  )
  expect(observation).toMatchObject({ state: 'present' })
  expect(observation.times).toHaveLength(10)
  expect(observation.summary).toContain('30 times')
})

it('a table that was throttled and has served since has recovered', () => {
  const throttles = minutes([...repeated(3, 5), ...repeated(0, 40)])
  expect(observe('table-throttled', metricsWith({ write: { consumed: traffic, throttles } }))).toMatchObject({
    state: 'recovered',
  })
})

it('a table without any metric is not said to be well', () => {
  expect(observe('table-throttled', metricsWith({}))).toMatchObject({ state: 'unknown' })
  expect(observe('table-slow', metricsWith({}))).toMatchObject({ state: 'unknown' })
})

it('a table that answers quickly is well, and the sentence points to the caller', () => {
  const quick = { succeeded: traffic, latencyAverage: minutes(repeated(4, 58)), latencyP99: minutes(repeated(12, 58)) }
  const observation = observe('table-slow', metricsWith({ operations: { GetItem: quick } }))
  expect(observation).toMatchObject({ state: 'absent' })
  expect(observation.summary).toContain('their side')
})

it('a table that answers slowly is slow', () => {
  const slow = { succeeded: traffic, latencyAverage: minutes(repeated(90, 58)) }
  expect(observe('table-slow', metricsWith({ operations: { Query: slow } }))).toMatchObject({ state: 'present' })
})
