import { AwsError } from '../wire/errors.ts'
import type { LabelledPoints } from './math.ts'
import type { MetricSeries } from './series.ts'
import { type Points, statisticOver, type Window } from './statistic.ts'

interface Query {
  readonly aggregate: string
  readonly metric: string
  readonly namespace: string
  /** Set when the query names a schema: exactly these dimensions. */
  readonly dimensions: readonly string[] | undefined
  readonly where: readonly { readonly name: string; readonly operator: '=' | '!='; readonly value: string }[]
  readonly groupBy: readonly string[]
  readonly orderBy: { readonly aggregate: string; readonly isDescending: boolean } | undefined
  readonly limit: number
}

const statistics: Readonly<Record<string, string>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
}

/** Runs a Metrics Insights query: `SELECT MAX(x) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE … GROUP BY … ORDER BY MAX() DESC LIMIT 10`. */
export function runSelect(sql: string, all: readonly MetricSeries[], window: Window): LabelledPoints[] {
  const query = parseSelect(sql)
  const groups = new Map<string, MetricSeries[]>()
  for (const series of all.filter((candidate) => isSelected(query, candidate))) {
    const label =
      query.groupBy.length === 0
        ? query.metric
        : query.groupBy.map((name) => series.dimensions[name] ?? 'Other').join(' ')
    groups.set(label, [...(groups.get(label) ?? []), series])
  }
  const results = [...groups].map(([label, members]) => ({
    label,
    points: aggregate(members, query.aggregate, window),
    isList: true as const,
  }))
  const { orderBy } = query
  if (orderBy !== undefined) {
    const direction = orderBy.isDescending ? -1 : 1
    results.sort(
      (one, other) => (rank(one.points, orderBy.aggregate) - rank(other.points, orderBy.aggregate)) * direction,
    )
  }
  return results.slice(0, query.limit)
}

function parseSelect(sql: string): Query {
  const match =
    /^\s*SELECT\s+(\w+)\s*\(\s*("[^"]+"|[\w.]+)\s*\)\s+FROM\s+(SCHEMA\s*\([^)]*\)|"[^"]+"|[\w./]+)(?:\s+WHERE\s+(.+?))?(?:\s+GROUP\s+BY\s+(.+?))?(?:\s+ORDER\s+BY\s+(\w+)\s*\(\s*\)(?:\s+(ASC|DESC))?)?(?:\s+LIMIT\s+(\d+))?\s*$/is.exec(
      sql,
    )
  if (match === null) throw invalid(`Invalid query: ${sql}`)
  const [, aggregateName = '', metric = '', from = '', where, groupBy, orderAggregate, direction, limit] = match
  if (statistics[aggregateName.toUpperCase()] === undefined) throw invalid(`Unknown function ${aggregateName}`)
  const schema = /^SCHEMA\s*\(([^)]*)\)$/i.exec(from)
  const [namespace = '', ...dimensions] = (schema?.[1] ?? from).split(',').map(bare)
  return {
    aggregate: aggregateName.toUpperCase(),
    metric: bare(metric),
    namespace,
    dimensions: schema === null ? undefined : dimensions,
    where: where === undefined ? [] : where.split(/\s+AND\s+/i).map(readCondition),
    groupBy: groupBy === undefined ? [] : groupBy.split(',').map(bare),
    orderBy:
      orderAggregate === undefined
        ? undefined
        : { aggregate: orderAggregate.toUpperCase(), isDescending: direction?.toUpperCase() === 'DESC' },
    limit: limit === undefined ? 500 : Math.min(Number(limit), 500),
  }
}

function readCondition(text: string): Query['where'][number] {
  const match = /^\(?\s*("[^"]+"|[\w.]+)\s*(=|!=)\s*'((?:[^']|'')*)'\s*\)?$/.exec(text.trim())
  if (match === null) throw invalid(`Invalid condition: ${text}`)
  return {
    name: bare(match[1] ?? ''),
    operator: match[2] === '!=' ? '!=' : '=',
    value: (match[3] ?? '').replaceAll("''", "'"),
  }
}

function isSelected(query: Query, { namespace, metric, dimensions }: MetricSeries): boolean {
  if (namespace !== query.namespace || metric !== query.metric) return false
  if (query.dimensions !== undefined && [...query.dimensions].sort().join() !== Object.keys(dimensions).sort().join())
    return false
  if (query.groupBy.some((name) => dimensions[name] === undefined)) return false
  return query.where.every(({ name, operator, value }) => (dimensions[name] === value) === (operator === '='))
}

function aggregate(members: readonly MetricSeries[], name: string, window: Window): Points {
  const byTime = new Map<number, number[]>()
  const statistic = statistics[name] ?? 'Average'
  for (const member of members)
    for (const [time, value] of statisticOver(member, statistic, window))
      byTime.set(time, [...(byTime.get(time) ?? []), value])
  return [...byTime]
    .sort(([one], [other]) => one - other)
    .map(([time, values]) => [time, reduce(name, values)] as const)
}

function rank(points: Points, name: string): number {
  return points.length === 0
    ? Number.NEGATIVE_INFINITY
    : reduce(
        name,
        points.map(([, value]) => value),
      )
}

function reduce(name: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  if (name === 'MAX') return Math.max(...values)
  if (name === 'MIN') return Math.min(...values)
  return name === 'AVG' ? sum / Math.max(values.length, 1) : sum
}

function bare(name: string): string {
  return name.trim().replace(/^"(.*)"$/, '$1')
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, { status: 400 })
}
