import { usageCause } from './usage-cause.ts'

export const costCwAlarms = usageCause({
  id: 'cost-cw-alarms',
  use: 'CloudWatch alarms',
  cause: 'Every alarm metric is billed by the hour it exists, and anomaly detection counts three times.',
  fix: () => ({
    now: 'Delete alarms without actions or whose resource is gone: `aws cloudwatch describe-alarms --state-value INSUFFICIENT_DATA`.',
    proper: 'Create alarms from a list, not per short-lived resource.',
    prevent: 'Keep alarms in the stack of what they watch, so that they go with it.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html',
  known: 'memory',
})
