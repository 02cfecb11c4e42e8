import { type LambdaFunction, type Table, table } from '../../targets/target.ts'
import { citeMetric, readMetrics } from '../cloudwatch/metrics.ts'
import { highest, type Series, total } from '../cloudwatch/series.ts'
import { type TableMetrics, tableLatencies } from '../dynamodb/metrics.ts'
import { dimensionsOf, metricQuery, type Operation } from '../dynamodb/table-series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { namesInEnvironment } from './called-tables.ts'

/** A table that a function's environment names, and how it answered everybody in the window. */
export interface CalledTableLatency {
  readonly name: string
  readonly metrics: TableMetrics
}

const mostTables = 3
const telling: readonly Operation[] = ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem']

/** Reads how the table of a function answered; of several, the one that answered worst. Empty where its environment names none. */
export const calledTableLatencies = defineProbe<readonly CalledTableLatency[], LambdaFunction>({
  id: 'lambda.called-table-latencies',
  actions: ['lambda:GetFunctionConfiguration', 'cloudwatch:GetMetricData'],
  uses: [tableLatencies],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const names = [...new Set(await namesInEnvironment(target, at))].slice(0, mostTables)
    const name = names.length <= 1 ? names[0] : await worstOf(names, at)
    if (name === undefined) return []
    const metrics = await readTable(table(target, name), at)
    return metrics === undefined ? [] : [{ name, metrics }]
  },
  cite(target, window, aspect = '') {
    const [name = '', metric = 'SuccessfulRequestLatency', stat = 'Average', operation = 'Query'] = aspect.split(' ')
    return citeMetric(target, metricQuery(metric, stat, { TableName: name, Operation: operation }), window)
  },
})

/** A value of the environment may name something that is no table. */
async function readTable(target: Table, at: ReadContext): Promise<TableMetrics | undefined> {
  try {
    return await at.read(tableLatencies, target)
  } catch (error) {
    if (error instanceof EvidenceMissing && error.evidence.status === 'absent') return undefined
    throw error
  }
}

/** The table that refused the most, else the one that took longest; undefined where none was asked anything. */
async function worstOf(names: readonly string[], at: ReadContext): Promise<string | undefined> {
  const looks = await Promise.all(
    names.map(async (name) => {
      const latencies = Object.fromEntries(
        telling.map((operation) => [
          operation,
          metricQuery('SuccessfulRequestLatency', 'Average', { TableName: name, Operation: operation }),
        ]),
      )
      const series: Readonly<Record<string, Series | undefined>> = await readMetrics(at, {
        ...latencies,
        reads: metricQuery('ReadThrottleEvents', 'Sum', dimensionsOf(name)),
        writes: metricQuery('WriteThrottleEvents', 'Sum', dimensionsOf(name)),
      })
      const refused = [series.reads, series.writes].reduce((sum, each) => sum + (each ? total(each) : 0), 0)
      const slowest = Math.max(...telling.map((operation) => (series[operation] && highest(series[operation])) ?? 0))
      return { name, refused, slowest }
    }),
  )
  return looks
    .filter(({ refused, slowest }) => refused > 0 || slowest > 0)
    .sort((a, b) => b.refused - a.refused || b.slowest - a.slowest)[0]?.name
}
