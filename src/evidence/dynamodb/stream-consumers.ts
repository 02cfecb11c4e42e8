import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import type { Table } from '../../targets/target.ts'
import { citeMetric, readMetrics, shellWord } from '../cloudwatch/metrics.ts'
import { highest, timesAbove, total } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { tableMetrics } from './metrics.ts'
import { tableDetails } from './table.ts'
import type { ResourceSeries } from './table-series.ts'

/** A function that reads the table's stream. */
export interface StreamConsumer {
  readonly functionName: string
  readonly state: string
  /** Age of the oldest record it was handed, milliseconds; undefined without data. */
  readonly iteratorAgeMs?: number
  /** Calls that Lambda refused it for want of concurrency. */
  readonly throttles: number
  readonly times: readonly number[]
}

const mostConsumers = 5

/** Looks at the functions behind a table's stream; no call when the table has none or is throttled itself. */
export const streamConsumers = defineProbe<readonly StreamConsumer[], Table>({
  id: 'dynamodb.stream-consumers',
  actions: ['lambda:ListEventSourceMappings', 'cloudwatch:GetMetricData'],
  uses: [tableDetails, tableMetrics],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const [details, metrics] = await Promise.all([at.read(tableDetails, target), at.read(tableMetrics, target)])
    if (details.streamArn === undefined || [metrics.table, ...Object.values(metrics.indexes)].some(isThrottled))
      return []
    const answer = await at.aws
      .client(LambdaClient, target.region)
      .send(new ListEventSourceMappingsCommand({ EventSourceArn: details.streamArn }))
    const mappings = (answer.EventSourceMappings ?? []).slice(0, mostConsumers)
    return Promise.all(
      mappings.map(async (mapping) => {
        const functionName = mapping.FunctionArn?.split(':')[6] ?? ''
        const dimensions = { FunctionName: functionName }
        const { age, throttles } = await readMetrics(at, {
          age: { namespace: 'AWS/Lambda', metric: 'IteratorAge', stat: 'Maximum', dimensions },
          throttles: { namespace: 'AWS/Lambda', metric: 'Throttles', stat: 'Sum', dimensions },
        })
        const iteratorAgeMs = highest(age)
        return {
          functionName,
          state: mapping.State ?? '',
          ...(iteratorAgeMs !== undefined && { iteratorAgeMs }),
          throttles: total(throttles),
          times: timesAbove(throttles, 0),
        }
      }),
    )
  },
  cite(target, window, aspect) {
    const [functionName, metric = 'IteratorAge'] = (aspect ?? '').split(' ')
    if (functionName !== undefined && functionName !== '')
      return citeMetric(
        target,
        {
          namespace: 'AWS/Lambda',
          metric,
          stat: metric === 'Throttles' ? 'Sum' : 'Maximum',
          dimensions: { FunctionName: functionName },
        },
        window,
      )
    return {
      source: `lambda:ListEventSourceMappings EventSourceArn=stream of ${target.id}`,
      account: target.account,
      region: target.region,
      cli: `aws lambda list-event-source-mappings --event-source-arn "$(aws dynamodb describe-table --table-name ${shellWord(target.id)} --query Table.LatestStreamArn --output text --region ${target.region})" --region ${target.region}`,
    }
  },
})

function isThrottled({ read, write }: ResourceSeries): boolean {
  return total(read.throttles) + total(write.throttles) > 0
}
