import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costCwlogsIngest = usageCause({
  id: 'cost-cwlogs-ingest',
  use: 'log data taken in',
  cause: 'CloudWatch Logs charges for each gigabyte that is written to it.',
  fix: () => ({
    now: 'Set the log level back, or switch off what began to log on the day of the rise.',
    proper:
      'Log less on the hot path, sample debug lines, and put groups that are rarely searched into the Infrequent Access class.',
    prevent: 'An alarm on IncomingBytes of the largest log groups; a retention on every group.',
    iac: "CDK: `new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.TWO_WEEKS, logGroupClass: logs.LogGroupClass.INFREQUENT_ACCESS })`; Lambda: `applicationLogLevelV2: lambda.ApplicationLogLevel.WARN`.",
  }),
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html',
  known: 'confirmed',
  fixFor: ({ name, region }) => ({
    now: `Look at what floods ${name}, and set the log level of its writer back to what it was before the rise.`,
    cli: commandsFor(name, region),
  }),
})

function commandsFor(name: string, region: string): string {
  const tail = `aws logs tail ${shellWord(name)} --since 5m --region ${region}`
  const writer = /^\/aws\/lambda\/([\w-]+)$/.exec(name)?.[1]
  return writer === undefined
    ? tail
    : `${tail}\naws lambda get-function-configuration --function-name ${writer} --query '[LoggingConfig,LastModified]' --region ${region}`
}
