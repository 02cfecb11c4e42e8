import { describe, expect, it } from 'vitest'
import { createClock } from '../clock.ts'
import { type DeclaredWorld, parseWorld, placeOf } from '../world.ts'
import { countDatum, quantile, spreadDatum, trimmedMean } from './datum.ts'
import { evaluateMath, type MathContext } from './math.ts'
import { searchSeries } from './search.ts'
import { runSelect } from './select.ts'
import { findSeries, type MetricSeries, seriesOf } from './series.ts'
import { type Points, roundStart, statisticOver } from './statistic.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000
const clock = createClock(() => now)
const window = (minutes: number, periodSeconds = 60) => ({ from: now - minutes * minute, to: now, periodSeconds })

function seriesIn(world: DeclaredWorld, time = clock): readonly MetricSeries[] {
  const parsed = parseWorld(world)
  return seriesOf(placeOf(parsed, parsed.account, parsed.region), time)
}

function values(
  all: readonly MetricSeries[],
  namespace: string,
  metric: string,
  dimensions: Record<string, string>,
  statistic: string,
  span = window(3),
): number[] | undefined {
  const series = findSeries(all, { namespace, metric, dimensions })
  return series === undefined ? undefined : statisticOver(series, statistic, span).map(([, value]) => value)
}

describe('datum', () => {
  it('keeps the declared percentiles of a minute and draws the rest between them', () => {
    const datum = spreadDatum(
      [
        [0.5, 80],
        [0.99, 900],
      ],
      100,
      { min: 10, max: 1200 },
    )
    expect([0, 0.5, 0.99, 1].map((share) => quantile([datum], share))).toEqual([10, 80, 900, 1200])
    expect(quantile([datum], 0.75)).toBeGreaterThan(80)
    expect(quantile([datum], 0.75)).toBeLessThan(900)
  })

  it('merges minutes by their samples', () => {
    const slow = spreadDatum([], 10, { avg: 1000, min: 1000, max: 1000 })
    const fast = spreadDatum([], 990, { avg: 10, min: 10, max: 10 })
    expect(quantile([slow, fast], 0.5)).toBeCloseTo(10, 3)
    expect(quantile([slow, fast], 0.995)).toBeCloseTo(1000, 3)
    expect(trimmedMean([slow, fast], 0, 0.9)).toBeCloseTo(10, 3)
  })

  it('has the rate of a counter as its average', () => {
    expect(countDatum(30, 120)).toMatchObject({ sum: 30, samples: 120, min: 0, max: 1 })
    expect(countDatum(0, 120)).toMatchObject({ sum: 0, max: 0 })
  })
})

describe('series', () => {
  it('reads segments by minute: constant, spike, gap, list', () => {
    const all = seriesIn({
      metrics: [
        {
          namespace: 'N',
          metric: 'Count',
          points: [
            { from: '-10m', value: 5 },
            { from: '-4m', to: '-3m', value: 50 },
            { from: '-2m', values: [7, null] },
          ],
        },
      ],
    })
    const span = window(5)
    expect(values(all, 'N', 'Count', {}, 'Sum', span)).toEqual([5, 50, 5, 7])
    expect(statisticOver(all[0] as MetricSeries, 'Sum', span).map(([time]) => (now - time) / minute)).toEqual([
      5, 4, 3, 2,
    ])
  })

  it('adds periods up, and leaves out those without data', () => {
    const all = seriesIn({
      metrics: [{ namespace: 'N', metric: 'Count', points: [{ from: '-10m', to: '-5m', value: 2 }] }],
    })
    expect(values(all, 'N', 'Count', {}, 'Sum', window(10, 300))).toEqual([10])
    expect(values(all, 'N', 'Count', { A: 'b' }, 'Sum')).toBeUndefined()
  })

  it('shows only the part of the newest minute that has passed, and nothing of the future', () => {
    const late = createClock(() => now + 30_000)
    const all = seriesIn({ metrics: [{ namespace: 'N', metric: 'Count', points: [{ from: '-2m', value: 60 }] }] }, late)
    expect(
      values(all, 'N', 'Count', {}, 'Sum', { from: now - minute, to: now + 3 * minute, periodSeconds: 60 }),
    ).toEqual([60, 30])
  })

  it('derives what AWS publishes from traffic', () => {
    const all = seriesIn({
      restApis: [
        {
          name: 'orders-api',
          stages: [
            {
              name: 'prod',
              traffic: [{ from: '-30m', perMinute: 120, errors5xx: 30, latency: { p50: 80, p99: 3000, max: 3100 } }],
            },
          ],
        },
      ],
      httpApis: [{ name: 'carts', id: 'h1', stages: [{ traffic: [{ from: '-30m', perMinute: 10, errors5xx: 1 }] }] }],
      functions: [
        {
          name: 'orders',
          versions: [{ version: '7' }],
          aliases: [{ name: 'live', version: '7' }],
          traffic: [{ from: '-30m', perMinute: 120, errors: 30, throttles: 4, duration: { p50: 500, max: 3000 } }],
        },
        { name: 'idle', traffic: [{ from: '-30m', perMinute: 0, throttles: 9 }] },
      ],
    })
    const stage = { ApiName: 'orders-api', Stage: 'prod' }
    expect(values(all, 'AWS/ApiGateway', '5XXError', stage, 'Average')).toEqual([0.25, 0.25, 0.25])
    expect(values(all, 'AWS/ApiGateway', 'Count', { ApiName: 'orders-api' }, 'SampleCount')).toEqual([120, 120, 120])
    expect(values(all, 'AWS/ApiGateway', 'Latency', stage, 'p99')).toEqual([3000, 3000, 3000])
    expect(values(all, 'AWS/ApiGateway', 'IntegrationLatency', stage, 'Maximum')).toEqual([3090, 3090, 3090])
    expect(values(all, 'AWS/ApiGateway', '5xx', { ApiId: 'h1', Stage: '$default' }, 'Sum')).toEqual([1, 1, 1])
    expect(values(all, 'AWS/Lambda', 'Errors', { FunctionName: 'orders', Resource: 'orders:live' }, 'Sum')).toEqual([
      30, 30, 30,
    ])
    expect(values(all, 'AWS/Lambda', 'Throttles', {}, 'Sum')).toEqual([13, 13, 13])
    expect(values(all, 'AWS/Lambda', 'ConcurrentExecutions', { FunctionName: 'orders' }, 'Maximum')).toEqual([1, 1, 1])
    expect(values(all, 'AWS/Lambda', 'Invocations', { FunctionName: 'idle' }, 'Sum')).toEqual([])
    expect(values(all, 'AWS/Lambda', 'Duration', { FunctionName: 'orders' }, 'tm90')).toHaveLength(3)
  })

  it('rounds starts as CloudWatch does', () => {
    expect(now - roundStart(now - 90_500, now)).toBe(2 * minute)
    expect(roundStart(now - 20 * 86_400_000 - 1, now) % (5 * minute)).toBe(0)
  })

  it('refuses statistics that do not exist', () => {
    const [series] = seriesIn({ metrics: [{ namespace: 'N', metric: 'Count', points: [{ from: '-5m', value: 1 }] }] })
    expect(() => statisticOver(series as MetricSeries, 'Mean', window(1))).toThrow('not supported')
  })
})

describe('metric math', () => {
  const series: Readonly<Record<string, Points>> = {
    m1: [
      [0, 10],
      [60, 20],
      [180, 40],
    ],
    m2: [
      [0, 2],
      [60, 0],
      [120, 5],
      [180, 4],
    ],
  }
  const context: MathContext = {
    periodSeconds: 60,
    times: [0, 60, 120, 180],
    lookup: (id) => ({ kind: 'series', all: [{ label: id, points: series[id] ?? [] }] }),
    metrics: () => Object.entries(series).map(([label, points]) => ({ label, points })),
    search: () => [],
  }
  const run = (source: string) => {
    const value = evaluateMath(source, context)
    return value.kind === 'scalar' ? value.value : value.all.map(({ points }) => points.map(([, point]) => point))
  }
  it.each([
    ['m1 + 1', [[11, 21, 41]]],
    ['m1 / m2 * 100', [[500, 1000]]],
    ['FILL(m1, 0)', [[10, 20, 0, 40]]],
    ['FILL(m1, REPEAT)', [[10, 20, 20, 40]]],
    ['FILL(m1, LINEAR)', [[10, 20, 30, 40]]],
    ['SUM(METRICS())', [[12, 20, 5, 44]]],
    ['SUM([m1, m2])', [[12, 20, 5, 44]]],
    ['MAX(m1)', 40],
    ['IF(m2 > 3, m2, 0)', [[0, 0, 5, 4]]],
    ['IF(m1 > 15 AND m2 < 5, 1, 0)', [[0, 1, 1]]],
    ['-m1 ^ 2', [[-100, -400, -1600]]],
    ['2 * (3 + 4)', 14],
    ['PERIOD(m1)', 60],
    ['RATE(m1)', [[expect.closeTo(166.667, 2), expect.closeTo(166.667, 2)]]],
    ['RUNNING_SUM(m1)', [[10, 30, 70]]],
  ])('%s', (source, expected) => {
    expect(run(source)).toEqual(expected)
  })

  it.each(['m1 +', 'SUM(', 'NOPE(m1)', '1 2', 'm1 & m2'])('refuses %s', (source) => {
    expect(() => run(source)).toThrow(expect.objectContaining({ code: 'ValidationError' }))
  })
})

describe('Metrics Insights and SEARCH', () => {
  const all = seriesIn({
    functions: ['a', 'b', 'c'].map((name, index) => ({
      name,
      traffic: [{ from: '-10m', perMinute: 10, concurrency: (index + 1) * 100 }],
    })),
  })
  it('finds the noisy neighbour', () => {
    const found = runSelect(
      'SELECT MAX(ConcurrentExecutions) FROM SCHEMA("AWS/Lambda",FunctionName) GROUP BY FunctionName ORDER BY MAX() DESC LIMIT 2',
      all,
      window(5, 300),
    )
    expect(found.map(({ label, points }) => [label, points.map(([, value]) => value)])).toEqual([
      ['c', [300]],
      ['b', [200]],
    ])
    expect(
      runSelect(
        `SELECT SUM(Invocations) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName != 'a'`,
        all,
        window(5, 300),
      )[0]?.points.map(([, value]) => value),
    ).toEqual([100])
    expect(() => runSelect('SELECT Invocations FROM x', all, window(5))).toThrow('Invalid query')
  })

  it('searches by schema, name and words', () => {
    expect(
      searchSeries(all, '{AWS/Lambda,FunctionName} MetricName="Errors"').map(
        ({ dimensions }) => dimensions.FunctionName,
      ),
    ).toEqual(['a', 'b', 'c'])
    expect(searchSeries(all, '{AWS/Lambda,FunctionName} MetricName="Errors" FunctionName="b"')).toHaveLength(1)
  })
})
