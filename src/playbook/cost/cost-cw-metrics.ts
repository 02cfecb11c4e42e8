import { usageCause } from './usage-cause.ts'

export const costCwMetrics = usageCause({
  id: 'cost-cw-metrics',
  use: 'CloudWatch metrics and their API calls',
  cause: 'Custom metrics are billed for each set of dimensions, and GetMetricData for each metric asked for.',
  fix: () => ({
    now: 'If usage is GMD-Metrics, a tool polls too often: slow it down or use a metric stream. If it is MetricMonitorUsage, a dimension with many values was added on the day of the rise: take it out.',
    proper:
      'Keep ids of requests, users and orders out of dimensions; in the embedded metric format they belong in plain fields.',
    prevent: 'An alarm on the cost of CloudWatch by usage type.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html',
  known: 'confirmed',
})
