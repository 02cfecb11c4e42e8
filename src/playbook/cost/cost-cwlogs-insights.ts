import { usageCause } from './usage-cause.ts'

export const costCwlogsInsights = usageCause({
  id: 'cost-cwlogs-insights',
  use: 'log data scanned by queries',
  cause:
    'Logs Insights charges for each gigabyte that a query scans: dashboards, scheduled queries and bots, Firstlook among them, add up.',
  fix: () => ({
    now: 'See who asks: CloudWatch keeps each query with the bytes it scanned (DescribeQueries, console Logs Insights → History); close dashboards that refresh by themselves.',
    proper: 'Narrow the time and the log groups, filter by indexed fields, and put what is asked often into metrics.',
    prevent: 'Field indexes on the fields that are filtered by.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html',
  known: 'confirmed',
})
