import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import type { Table } from '../../targets/target.ts'
import { citeMetric } from '../cloudwatch/metrics.ts'
import { highest } from '../cloudwatch/series.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { tableMetrics } from './metrics.ts'
import { metricQuery } from './table-series.ts'

export interface ReplicaThrottles {
  readonly region: string
  readonly latencyMs: number
  /** Throttled writes of the copy, and the minutes they fell in. */
  readonly throttled: number
  readonly times: readonly number[]
}

/** Replication takes about a second; a copy that lags this far is worth a read of its region. */
const lagMs = 10_000
const mostRegions = 2

/** Looks at copies of a global table that lag behind, in their own regions; no call when none does. */
export const replicaThrottles = defineProbe<readonly ReplicaThrottles[], Table>({
  id: 'dynamodb.replica-throttles',
  actions: ['cloudwatch:GetMetricData'],
  uses: [tableMetrics],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const metrics = await at.read(tableMetrics, target)
    const lagging = Object.entries(metrics.replicationLatency)
      .map(([region, latency]) => ({ region, latencyMs: highest(latency) ?? 0 }))
      .filter((each) => each.latencyMs >= lagMs)
      .sort((a, b) => b.latencyMs - a.latencyMs)
      .slice(0, mostRegions)
    return Promise.all(lagging.map(async (each) => ({ ...each, ...(await throttlesIn(target, each.region, at)) })))
  },
  cite: (target, window, region = target.region) =>
    citeMetric({ ...target, region }, metricQuery('WriteThrottleEvents', 'Sum', { TableName: target.id }), window),
})

async function throttlesIn(
  target: Table,
  region: string,
  { aws, window }: ReadContext,
): Promise<Pick<ReplicaThrottles, 'throttled' | 'times'>> {
  const answer = await aws.client(CloudWatchClient, region).send(
    new GetMetricDataCommand({
      StartTime: new Date(window.from),
      EndTime: new Date(window.to),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'throttles',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/DynamoDB',
              MetricName: 'WriteThrottleEvents',
              Dimensions: [{ Name: 'TableName', Value: target.id }],
            },
            Period: 300,
            Stat: 'Sum',
          },
        },
      ],
    }),
  )
  const [result] = answer.MetricDataResults ?? []
  const points = (result?.Timestamps ?? []).map((stamp, index) => ({
    at: stamp.getTime(),
    value: result?.Values?.[index] ?? 0,
  }))
  return {
    throttled: points.reduce((sum, point) => sum + point.value, 0),
    times: points.flatMap((point) => (point.value > 0 ? [point.at] : [])),
  }
}
