import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch')

/** The rules that Contributor Insights keeps for DynamoDB tables; of other rules nothing is declared. */
export const insightRules: Pick<Handlers<CloudWatch>, 'GetInsightRuleReport'> = {
  GetInsightRuleReport({ place }, input) {
    const [, kind, name] = /^DynamoDBContributorInsights-(PKT|PKC|SKT|SKC)-(.+)-\d+$/.exec(input.RuleName ?? '') ?? []
    const table = place.tables.find(
      (each) => each.contributorInsights !== undefined && (name === each.name || name?.startsWith(`${each.name}-`)),
    )
    if (table?.contributorInsights === undefined)
      throw new AwsError('ResourceNotFoundException', `Insight rule ${input.RuleName} does not exist.`, { status: 404 })
    const index = name === table.name ? undefined : name?.slice(table.name.length + 1)
    const keys = table.contributorInsights.throttledKeys.filter((each) => kind === 'PKT' && each.index === index)
    const sorted = keys.toSorted((one, other) => other.count - one.count)
    return {
      KeyLabels: [table.keys.split(/[,:]/)[0] ?? 'pk'],
      AggregationStatistic: 'Sum',
      AggregateValue: keys.reduce((sum, { count }) => sum + count, 0),
      ApproximateUniqueCount: keys.length,
      Contributors: sorted
        .slice(0, input.MaxContributorCount ?? 10)
        .map(({ key, count }) => ({ Keys: [key], ApproximateAggregateValue: count, Datapoints: [] })),
      MetricDatapoints: [],
    }
  },
}
