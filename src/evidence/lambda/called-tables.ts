import { getFunctionConfiguration } from '../../targets/resolve/function-calls.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type Failure, type FunctionFailures, functionFailures } from './failures.ts'

/** A DynamoDB table that the function seems to use. */
export interface CalledTable {
  readonly name: string
  /** Requests that DynamoDB throttled on it, by minute. */
  readonly throttles: Series
}

const mostTables = 5

/**
 * Tables the function's errors name, and those its environment names; read only where throttling may be behind its failures.
 *
 * A value of the environment leaves the probe only when CloudWatch has data of a table by that name: then it is that table's name.
 */
export const calledTables = defineProbe<readonly CalledTable[], LambdaFunction>({
  id: 'lambda.called-tables',
  actions: ['lambda:GetFunctionConfiguration', 'cloudwatch:GetMetricData'],
  uses: [functionFailures],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const search = await at.read(functionFailures, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return undefined
      throw error
    })
    if (
      search?.state === 'searched' &&
      search.complete &&
      search.failures.length > 0 &&
      !search.failures.some(mayBeThrottled)
    )
      return []
    const fromLog = namesInLog(search)
    const fromEnvironment = await namesInEnvironment(target, at)
    const names = [...new Set([...fromLog, ...fromEnvironment])].slice(0, mostTables)
    if (names.length === 0) return []
    const metrics = [
      'ReadThrottleEvents',
      'WriteThrottleEvents',
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
    ]
    const series = await readMetrics(
      at,
      Object.fromEntries(names.flatMap((name) => metrics.map((metric) => [`${name} ${metric}`, query(name, metric)]))),
    )
    return names.flatMap((name) => {
      const [reads = noData, writes = noData, ...consumed] = metrics.map(
        (metric) => series[`${name} ${metric}`] ?? noData,
      )
      const isTable = [reads, writes, ...consumed].some((each) => each.points.length > 0)
      return isTable || fromLog.includes(name) ? [{ name, throttles: sum(reads, writes) }] : []
    })
  },
  cite: (target, window, aspect) => citeMetric(target, query(aspect ?? '', 'WriteThrottleEvents'), window),
})

/** The table's name in an ARN or alone; an index is left off. */
export function tableNameOf(resource: string | undefined): string | undefined {
  const arn = /:table\/([\w.-]+)/.exec(resource ?? '')?.[1]
  return arn ?? (resource !== undefined && /^[\w.-]{3,255}$/.test(resource) ? resource : undefined)
}

/** Throttling shows as an error that names it, or as retries until the time is up. */
function mayBeThrottled({ kind }: Failure): boolean {
  return kind === 'timeout' || kind === 'dependency-throttled'
}

function namesInLog(search: FunctionFailures | undefined): string[] {
  return [...(search?.failures ?? []), ...(search?.loggedErrors ?? [])].flatMap(({ dependency }) =>
    dependency?.service === undefined || dependency.service === 'dynamodb'
      ? (tableNameOf(dependency?.resource) ?? [])
      : [],
  )
}

/** Values of a function's environment that may name a table; they leave a probe only where a table of that name is known. */
export async function namesInEnvironment(target: LambdaFunction, { aws }: ReadContext): Promise<string[]> {
  const { Environment: environment } = await getFunctionConfiguration(aws, target)
  return Object.entries(environment?.Variables ?? {}).flatMap(([key, value]) => {
    const inArn = /^arn:aws[\w-]*:dynamodb:[\w-]+:\d+:table\/([\w.-]+)/.exec(value)?.[1]
    if (inArn !== undefined) return [inArn]
    return /TABLE|DYNAMO|DDB/i.test(key) && /^[\w.-]{3,255}$/.test(value) ? [value] : []
  })
}

function sum(a: Series, b: Series): Series {
  const values = new Map<number, number>()
  for (const { at, value } of [...a.points, ...b.points]) values.set(at, (values.get(at) ?? 0) + value)
  return { points: [...values].map(([at, value]) => ({ at, value })).sort((x, y) => x.at - y.at) }
}

function query(table: string, metric: string): MetricQuery {
  return { namespace: 'AWS/DynamoDB', metric, dimensions: { TableName: table }, stat: 'Sum' }
}
