import type { Dimension, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Call, Handlers } from '../call.ts'
import { evaluateMath, type LabelledPoints, type MathContext, type MathValue } from '../metrics/math.ts'
import { searchSeries } from '../metrics/search.ts'
import { runSelect } from '../metrics/select.ts'
import { findSeries, type MetricSeries, seriesOf } from '../metrics/series.ts'
import { roundStart, statisticOver } from '../metrics/statistic.ts'
import { AwsError } from '../wire/errors.ts'
import { alarms } from './cloudwatch-alarms.ts'
import { insightRules } from './cloudwatch-insight-rules.ts'
import { pageOf, tokenAs } from './paging.ts'

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch')

export const cloudwatch: Handlers<CloudWatch> = {
  ...alarms,
  ...insightRules,

  GetMetricData(call, input) {
    const queries = input.MetricDataQueries ?? []
    if (queries.length > 500) throw invalid('The collection MetricDataQueries must not have a size greater than 500.')
    const now = call.clock.now()
    const from = roundStart(input.StartTime?.getTime() ?? now - 3_600_000, now)
    const to = input.EndTime?.getTime() ?? now
    if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.')
    if (queries.filter(({ Expression }) => isSelect(Expression)).length > 1)
      throw invalid('Only one Metrics Insights query is allowed in a request.')
    const ids = new Set<string | undefined>()
    for (const { Id } of queries) {
      if (!/^[a-z]\w*$/.test(Id ?? ''))
        throw invalid(
          `The value ${Id} for parameter Id in parameter MetricDataQueries is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
        )
      if (ids.has(Id)) throw invalid(`The values for parameter Id in parameter MetricDataQueries are not unique: ${Id}`)
      ids.add(Id)
    }
    const results = resultsOf(call, queries, from, to)
    const ordered =
      input.ScanBy === 'TimestampAscending'
        ? results
        : results.map((result) => ({
            ...result,
            Timestamps: result.Timestamps?.toReversed(),
            Values: result.Values?.toReversed(),
          }))
    const { page, next } = pageOf(ordered, input.NextToken, 500)
    return { MetricDataResults: page, Messages: [], ...tokenAs('NextToken', next) }
  },

  GetMetricStatistics(call, input) {
    const now = call.clock.now()
    const periodSeconds = input.Period ?? 60
    checkPeriod(periodSeconds)
    const window = {
      from: roundStart(input.StartTime?.getTime() ?? now - 3_600_000, now),
      to: input.EndTime?.getTime() ?? now,
      periodSeconds,
    }
    const series = findSeries(allSeries(call), {
      namespace: input.Namespace ?? '',
      metric: input.MetricName ?? '',
      dimensions: dimensionsOf(input.Dimensions),
    })
    const plain = input.Statistics ?? []
    const extended = input.ExtendedStatistics ?? []
    if (plain.length + extended.length === 0) throw invalid('Must specify either Statistics or ExtendedStatistics')
    if (series === undefined) return { Label: input.MetricName ?? '', Datapoints: [] }
    const byTime = new Map<number, Record<string, unknown>>()
    for (const statistic of [...plain, ...extended]) {
      for (const [time, value] of statisticOver(series, statistic, window)) {
        const point = byTime.get(time) ?? { Timestamp: new Date(time), Unit: series.unit }
        if (extended.includes(statistic))
          point.ExtendedStatistics = { ...Object(point.ExtendedStatistics), [statistic]: value }
        else point[statistic] = value
        byTime.set(time, point)
      }
    }
    return { Label: input.MetricName ?? '', Datapoints: [...byTime.values()] }
  },

  ListMetrics(call, input) {
    const now = call.clock.now()
    const wanted = input.Dimensions ?? []
    const all = allSeries(call)
      .filter(
        (series) =>
          (input.Namespace === undefined || series.namespace === input.Namespace) &&
          (input.MetricName === undefined || series.metric === input.MetricName),
      )
      .filter(({ dimensions }) =>
        wanted.every(
          ({ Name, Value }) =>
            Name !== undefined && dimensions[Name] !== undefined && (Value === undefined || dimensions[Name] === Value),
        ),
      )
      .filter((series) => input.RecentlyActive === undefined || hasDataSince(series, now - 3 * 3_600_000, now))
    const { page, next } = pageOf(all, input.NextToken, 500)
    return {
      Metrics: page.map(({ namespace, metric, dimensions }) => ({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
      ...tokenAs('NextToken', next),
    }
  },
}

function resultsOf(call: Call, queries: readonly MetricDataQuery[], from: number, to: number): MetricDataResult[] {
  const all = allSeries(call)
  const known = new Map<string, MathValue>()
  const byId = new Map(queries.map((query) => [query.Id ?? '', query]))
  const underway = new Set<string>()

  const evaluate = (query: MetricDataQuery): MathValue => {
    const id = query.Id ?? ''
    const ready = known.get(id)
    if (ready !== undefined) return ready
    if (underway.has(id)) throw invalid(`Error in expression "${id}": circular reference`)
    underway.add(id)
    const value = query.MetricStat === undefined ? expressionValue(query) : statValue(query)
    known.set(id, value)
    return value
  }
  const statValue = ({ MetricStat: stat }: MetricDataQuery): MathValue => {
    const { Metric: metric, Period: periodSeconds = 60, Stat: statistic = 'Average', Unit: unit } = stat ?? {}
    checkPeriod(periodSeconds)
    const series = findSeries(all, {
      namespace: metric?.Namespace ?? '',
      metric: metric?.MetricName ?? '',
      dimensions: dimensionsOf(metric?.Dimensions),
    })
    const isUnit = unit === undefined || unit === series?.unit
    return {
      kind: 'series',
      all: [
        {
          label: metric?.MetricName ?? '',
          points: series === undefined || !isUnit ? [] : statisticOver(series, statistic, { from, to, periodSeconds }),
        },
      ],
    }
  }
  const expressionValue = (query: MetricDataQuery): MathValue => {
    const source = query.Expression ?? ''
    const periodSeconds = query.Period ?? smallestPeriod(queries)
    if (isSelect(source)) {
      if (query.Period === undefined) throw invalid('Period must not be null for a Metrics Insights query.')
      return {
        kind: 'series',
        all: runSelect(source, all, { from: Math.max(from, call.clock.now() - 3 * 3_600_000), to, periodSeconds }),
      }
    }
    if (/ANOMALY_DETECTION_BAND/i.test(source))
      throw invalid('The simulated account trains no anomaly detection models.')
    return evaluateMath(source, contextFor(periodSeconds))
  }
  const contextFor = (periodSeconds: number): MathContext => ({
    periodSeconds,
    times: timesOf(from, to, periodSeconds),
    lookup(id) {
      const query = byId.get(id)
      if (query === undefined) throw invalid(`Error in expression: undefined metric "${id}"`)
      return evaluate(query)
    },
    metrics: (filter) =>
      queries
        .filter(({ Id, MetricStat }) => MetricStat !== undefined && (filter === undefined || Id?.includes(filter)))
        .flatMap((query) => {
          const value = evaluate(query)
          return value.kind === 'series' ? value.all : []
        }),
    search: (expression, statistic, seconds) =>
      searchSeries(all, expression).map(
        (series): LabelledPoints => ({
          label: Object.values(series.dimensions).join(' ') || series.metric,
          points: statisticOver(series, statistic, { from, to, periodSeconds: seconds }),
        }),
      ),
  })

  return queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .flatMap((query) => {
      const value = evaluate(query)
      const results =
        value.kind === 'series'
          ? value.all
          : scalarSeries(value.value, timesOf(from, to, query.Period ?? smallestPeriod(queries)))
      return results.map((result) => ({
        Id: query.Id,
        Label:
          query.Label === undefined || query.Label.includes('${')
            ? query.Expression === undefined || result.isList
              ? result.label
              : (query.Id ?? '')
            : query.Label,
        Timestamps: result.points.map(([time]) => new Date(time)),
        Values: result.points.map(([, point]) => point),
        StatusCode: 'Complete' as const,
      }))
    })
}

function isSelect(expression: string | undefined): boolean {
  return /^\s*SELECT\s/i.test(expression ?? '')
}

function scalarSeries(value: number, times: readonly number[]): LabelledPoints[] {
  return [{ label: '', points: times.map((time) => [time, value] as const) }]
}

function timesOf(from: number, to: number, periodSeconds: number): number[] {
  const times: number[] = []
  for (let time = from; time < to; time += periodSeconds * 1000) times.push(time)
  return times
}

function smallestPeriod(queries: readonly MetricDataQuery[]): number {
  const periods = queries.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [])
  return periods.length === 0 ? 60 : Math.min(...periods)
}

function allSeries({ memory, place, clock }: Call): readonly MetricSeries[] {
  const key = `series ${place.account}/${place.region}`
  const known = memory.get(key) as readonly MetricSeries[] | undefined
  if (known !== undefined) return known
  const all = seriesOf(place, clock)
  memory.set(key, all)
  return all
}

function hasDataSince(series: MetricSeries, from: number, to: number): boolean {
  for (let minute = Math.floor(from / 60_000) * 60_000; minute < to; minute += 60_000)
    if (series.at(minute) !== undefined) return true
  return false
}

function dimensionsOf(dimensions: readonly Dimension[] | undefined): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']))
}

function checkPeriod(seconds: number): void {
  if (![1, 5, 10, 20, 30].includes(seconds) && seconds % 60 !== 0) {
    throw invalid(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60; it is ${seconds}.`)
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, { status: 400 })
}
