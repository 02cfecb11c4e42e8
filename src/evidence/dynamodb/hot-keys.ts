import { CloudWatchClient, GetInsightRuleReportCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeContributorInsightsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../../targets/target.ts'
import { periodSeconds, shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { tableMetrics } from './metrics.ts'
import { tableArn, tableLink } from './table.ts'
import { mayBePartitions } from './table-series.ts'

/** How throttled requests spread over partition keys. The keys themselves are data and stay out. */
export interface KeySpread {
  readonly isOn: boolean
  /** Share of the most throttled key among the ten most throttled, 0 to 1. */
  readonly topShare?: number
  readonly keys?: number
}

export interface HotKeys {
  readonly table?: KeySpread
  readonly indexes: Readonly<Record<string, KeySpread>>
}

const mostResources = 2

/** Asks Contributor Insights whether one key takes the throttles; null, and no call, when nothing was throttled for a partition's sake. */
export const hotKeys = defineProbe<HotKeys | null, Table>({
  id: 'dynamodb.hot-keys',
  actions: ['dynamodb:DescribeContributorInsights', 'cloudwatch:GetInsightRuleReport'],
  uses: [tableMetrics],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: tableArn,
  async fetch(target, at) {
    const metrics = await at.read(tableMetrics, target)
    const resources: string[] = Object.entries(metrics.indexes).flatMap(([name, series]) =>
      mayBePartitions(series) ? [name] : [],
    )
    const asksTable = mayBePartitions(metrics.table)
    if (!asksTable && resources.length === 0) return null
    const [table, ...indexes] = await Promise.all([
      asksTable ? spreadOf(target, at) : undefined,
      ...resources
        .slice(0, mostResources - (asksTable ? 1 : 0))
        .map(async (name) => [name, await spreadOf(target, at, name)] as const),
    ])
    return { ...(table !== undefined && { table }), indexes: Object.fromEntries(indexes) }
  },
  cite: (target, _window, index) => ({
    source: `cloudwatch:GetInsightRuleReport DynamoDBContributorInsights-PKT-${target.id}${index === undefined ? '' : ` index ${index}`}`,
    account: target.account,
    region: target.region,
    link: tableLink(target, 'monitoring'),
    cli: `aws dynamodb describe-contributor-insights --table-name ${shellWord(target.id)}${index === undefined ? '' : ` --index-name ${shellWord(index)}`} --region ${target.region}`,
  }),
})

async function spreadOf(target: Table, { aws, window, now }: ReadContext, index?: string): Promise<KeySpread> {
  const insights = await aws.client(DynamoDBClient, target.region).send(
    new DescribeContributorInsightsCommand({
      TableName: target.id,
      ...(index !== undefined && { IndexName: index }),
    }),
  )
  const rule = (insights.ContributorInsightsRuleList ?? []).find((name) => name.includes('-PKT-'))
  if (insights.ContributorInsightsStatus !== 'ENABLED' || rule === undefined) return { isOn: false }
  const report = await aws.client(CloudWatchClient, target.region).send(
    new GetInsightRuleReportCommand({
      RuleName: rule,
      StartTime: new Date(window.from),
      EndTime: new Date(window.to),
      Period: periodSeconds(window, now),
      MaxContributorCount: 10,
    }),
  )
  const values = (report.Contributors ?? []).map((each) => each.ApproximateAggregateValue ?? 0)
  // DynamoDB's rules give no meaningful total, so the top keys are weighed against each other.
  const sum = values.reduce((all, value) => all + value, 0)
  return {
    isOn: true,
    ...(sum > 0 && { topShare: Math.max(...values, 0) / sum }),
    ...(values.length > 0 && { keys: Math.max(values.length, report.ApproximateUniqueCount ?? 0) }),
  }
}
