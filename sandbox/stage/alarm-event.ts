import { randomUUID } from 'node:crypto'
import type { DeclaredWorld } from '../aws/world.ts'

export type DeclaredAlarm = NonNullable<DeclaredWorld['alarms']>[number]
export type AlarmState = NonNullable<DeclaredAlarm['state']>

/** A change of an alarm's state, as CloudWatch comes to it. */
export interface StateChange {
  readonly alarm: DeclaredAlarm
  readonly account: string
  readonly region: string
  readonly from: AlarmState
  readonly to: AlarmState
  /** Epoch milliseconds. */
  readonly at: number
  /** What was judged, oldest first; none for a composite alarm. */
  readonly datapoints: readonly number[]
  /** Of a composite alarm: the ones that set it off. */
  readonly triggering: readonly string[]
}

/** CloudWatch's words for a change, and the data it gives with them. */
export interface StateReason {
  readonly reason: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Why an alarm changed, as `DescribeAlarms` and the event tell it. */
export function reasonOf(change: StateChange): StateReason {
  const { alarm, to, at, datapoints, triggering } = change
  if (alarm.rule !== undefined) {
    const arns = triggering.map((name) => arnOf(change, name))
    return {
      reason: `${arns[0] ?? alarm.name} transitioned to ${to} at ${new Date(at).toUTCString()}`,
      data: { triggeringAlarms: arns.map((arn) => ({ arn, state: { value: to, timestamp: awsTime(at) } })) },
    }
  }
  const { threshold = 0, periodSeconds: period = 60, statistic = 'Sum' } = alarm
  const crossed = datapoints.filter((value) => value > threshold).length
  const told = datapoints.map((value) => value.toFixed(1)).join(', ')
  const words = to === 'ALARM' ? 'were greater than' : 'were not greater than'
  const count = to === 'ALARM' ? crossed : datapoints.length - crossed
  return {
    reason: `Threshold Crossed: ${count} out of the last ${datapoints.length} datapoints [${told}] ${words} the threshold (${threshold.toFixed(1)}).`,
    data: {
      version: '1.0',
      queryDate: awsTime(at),
      startDate: awsTime(at - datapoints.length * period * 1000),
      ...(alarm.metrics === undefined ? { statistic } : {}),
      period,
      recentDatapoints: datapoints,
      threshold,
    },
  }
}

/**
 * The event EventBridge delivers for a change.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmStateChange(change: StateChange): object {
  const { alarm, account, region, from, to, at } = change
  const { reason, data } = reasonOf(change)
  const time = new Date(at).toISOString()
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: `${time.slice(0, 19)}Z`,
    region,
    resources: [arnOf(change, alarm.name)],
    detail: {
      alarmName: alarm.name,
      ...(alarm.tags === undefined ? {} : { alarmTags: alarm.tags }),
      state: { value: to, reason, reasonData: JSON.stringify(data), timestamp: awsTime(at) },
      previousState: { value: from },
      configuration: {
        ...(alarm.description === undefined ? {} : { description: alarm.description }),
        ...(alarm.rule === undefined ? { metrics: metricsOf(alarm) } : { alarmRule: alarm.rule }),
      },
    },
  }
}

export function arnOf({ account, region }: { account: string; region: string }, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`
}

function metricsOf(alarm: DeclaredAlarm): object[] {
  const { namespace, metric: name, dimensions = {}, periodSeconds: period = 60, statistic: stat = 'Sum' } = alarm
  if (alarm.metrics !== undefined) return alarm.metrics.map(inEvent)
  return [{ id: 'm1', metricStat: { metric: { namespace, name, dimensions }, period, stat }, returnData: true }]
}

interface Query {
  readonly Id?: string
  readonly Expression?: string
  readonly Label?: string
  readonly ReturnData?: boolean
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string
      readonly MetricName: string
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
    }
    readonly Period: number
    readonly Stat: string
  }
}

function inEvent(query: Query): object {
  const { Id: id, Expression: expression, Label: label, ReturnData: returnData = true, MetricStat: measured } = query
  const metricStat = measured && {
    metric: {
      namespace: measured.Metric.Namespace,
      name: measured.Metric.MetricName,
      dimensions: Object.fromEntries((measured.Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    },
    period: measured.Period,
    stat: measured.Stat,
  }
  return JSON.parse(JSON.stringify({ id, expression, label, metricStat, returnData }))
}

/** CloudWatch's own form: `2026-11-23T03:00:00.000+0000`. */
function awsTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000')
}
