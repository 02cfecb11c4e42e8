import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { AwsReader } from '../../aws/reader.ts'
import type { IamAction } from '../probe.ts'

export const describeAlarmsActions: readonly IamAction[] = ['cloudwatch:DescribeAlarms']

/** An alarm under a composite one, in the shape its own state-change event would have. */
export interface ChildAlarm {
  readonly name: string
  readonly arn: string
  readonly state: string
  /** Set for a composite alarm: its children have to be looked up in turn. */
  readonly rule?: string
  readonly configuration: { readonly metrics: readonly object[] }
}

/** Looks up alarms by name, metric and composite ones both; alarms deleted since are left out. */
export async function describeAlarms(aws: AwsReader, names: readonly string[]): Promise<ChildAlarm[]> {
  if (names.length === 0) return []
  const answer = await aws.client(CloudWatchClient).send(
    // Without the types, CloudWatch answers with metric alarms alone.
    new DescribeAlarmsCommand({
      AlarmNames: names.slice(0, 100),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    }),
  )
  return [
    ...(answer.MetricAlarms ?? []).map((alarm) => ({
      name: alarm.AlarmName ?? '',
      arn: alarm.AlarmArn ?? '',
      state: alarm.StateValue ?? '',
      configuration: { metrics: alarmMetrics(alarm) },
    })),
    ...(answer.CompositeAlarms ?? []).map((alarm) => ({
      name: alarm.AlarmName ?? '',
      arn: alarm.AlarmArn ?? '',
      state: alarm.StateValue ?? '',
      rule: alarm.AlarmRule ?? '',
      configuration: { metrics: [] },
    })),
  ]
}

/** What an alarm watches, as its own state-change event would tell it. */
export function alarmMetrics(alarm: MetricAlarm): object[] {
  if (alarm.Metrics !== undefined && alarm.Metrics.length > 0)
    return alarm.Metrics.map(({ Id, Expression, ReturnData, AccountId, MetricStat }) => ({
      id: Id,
      ...(Expression !== undefined && { expression: Expression }),
      ...(AccountId !== undefined && { accountId: AccountId }),
      returnData: ReturnData ?? true,
      ...(MetricStat?.Metric !== undefined && { metricStat: statOf(MetricStat.Metric, MetricStat.Period) }),
    }))
  return [{ id: 'm1', returnData: true, metricStat: statOf(alarm, alarm.Period) }]
}

function statOf(
  metric: {
    Namespace?: string | undefined
    MetricName?: string | undefined
    Dimensions?: { Name?: string | undefined; Value?: string | undefined }[] | undefined
  },
  period: number | undefined,
): object {
  const dimensions = Object.fromEntries((metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]))
  return {
    metric: { namespace: metric.Namespace ?? '', name: metric.MetricName ?? '', dimensions },
    ...(period !== undefined && { period }),
  }
}
