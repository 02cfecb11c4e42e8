import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Alarm } from '../world/metrics.ts'
import { pageOf, tokenAs } from './paging.ts'

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch')

export const alarms: Pick<
  Handlers<CloudWatch>,
  'DescribeAlarms' | 'DescribeAlarmsForMetric' | 'DescribeAlarmHistory' | 'ListTagsForResource'
> = {
  DescribeAlarms(call, input) {
    const types = input.AlarmTypes ?? ['MetricAlarm']
    const parents =
      input.ChildrenOfAlarmName === undefined ? undefined : childrenOf(call.place.alarms, input.ChildrenOfAlarmName)
    const all = call.place.alarms
      .filter((alarm) => types.includes(alarm.rule === undefined ? 'MetricAlarm' : 'CompositeAlarm'))
      .filter(({ name }) => input.AlarmNames === undefined || input.AlarmNames.includes(name))
      .filter(({ name }) => input.AlarmNamePrefix === undefined || name.startsWith(input.AlarmNamePrefix))
      .filter(({ state }) => input.StateValue === undefined || state === input.StateValue)
      .filter(
        ({ alarmActions, okActions }) =>
          input.ActionPrefix === undefined ||
          [...alarmActions, ...okActions].some((action) => action.startsWith(input.ActionPrefix ?? '')),
      )
      .filter(({ name }) => parents === undefined || parents.includes(name))
      .filter(
        ({ rule }) => input.ParentsOfAlarmName === undefined || namesIn(rule ?? '').includes(input.ParentsOfAlarmName),
      )
    const { page, next } = pageOf(all, input.NextToken, input.MaxRecords ?? 50)
    return {
      MetricAlarms: page.filter(({ rule }) => rule === undefined).map((alarm) => describeMetric(call, alarm)),
      CompositeAlarms: page.filter(({ rule }) => rule !== undefined).map((alarm) => describeComposite(call, alarm)),
      ...tokenAs('NextToken', next),
    }
  },

  DescribeAlarmsForMetric(call, input) {
    const dimensions = Object.fromEntries((input.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]))
    const found = call.place.alarms.filter(
      (alarm) =>
        alarm.namespace === input.Namespace &&
        alarm.metric === input.MetricName &&
        sameMap(alarm.dimensions ?? {}, dimensions),
    )
    return { MetricAlarms: found.map((alarm) => describeMetric(call, alarm)) }
  },

  DescribeAlarmHistory(call, input) {
    const items = call.place.alarms
      .filter(({ name }) => input.AlarmName === undefined || name === input.AlarmName)
      .flatMap((alarm) => historyOf(call, alarm))
      .filter(({ HistoryItemType }) => input.HistoryItemType === undefined || HistoryItemType === input.HistoryItemType)
      .filter(
        ({ Timestamp }) =>
          (input.StartDate === undefined || Number(Timestamp) >= Number(input.StartDate)) &&
          (input.EndDate === undefined || Number(Timestamp) <= Number(input.EndDate)),
      )
      .sort(
        (one, other) =>
          (Number(other.Timestamp) - Number(one.Timestamp)) * (input.ScanBy === 'TimestampAscending' ? -1 : 1),
      )
    const { page, next } = pageOf(items, input.NextToken, input.MaxRecords ?? 50)
    return { AlarmHistoryItems: page, ...tokenAs('NextToken', next) }
  },

  ListTagsForResource({ place }, input) {
    const alarm = place.alarms.find(({ name }) => input.ResourceARN?.endsWith(`:alarm:${name}`))
    if (alarm === undefined)
      throw new AwsError('ResourceNotFoundException', `Unknown resource ${input.ResourceARN}`, { status: 404 })
    return { Tags: Object.entries(alarm.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) }
  },
}

export function alarmArn({ place }: Pick<Call, 'place'>, name: string): string {
  return `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${name}`
}

function describeMetric(call: Call, alarm: Alarm): MetricAlarm {
  const isExtended = !['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].includes(alarm.statistic)
  return {
    ...describeState(call, alarm),
    ...(alarm.metrics === undefined
      ? {
          MetricName: alarm.metric,
          Namespace: alarm.namespace,
          Dimensions: Object.entries(alarm.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
          Period: alarm.periodSeconds,
          ...(isExtended ? { ExtendedStatistic: alarm.statistic } : { Statistic: alarm.statistic as 'Sum' }),
        }
      : { Metrics: alarm.metrics as unknown as MetricDataQuery[] }),
    ...(alarm.thresholdMetricId === undefined
      ? { Threshold: alarm.threshold }
      : { ThresholdMetricId: alarm.thresholdMetricId }),
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm === undefined ? {} : { DatapointsToAlarm: alarm.datapointsToAlarm }),
    ComparisonOperator: alarm.comparison as 'GreaterThanThreshold',
    TreatMissingData: alarm.treatMissingData ?? 'missing',
  }
}

function describeComposite(call: Call, alarm: Alarm): CompositeAlarm {
  return {
    ...describeState(call, alarm),
    AlarmRule: alarm.rule,
    ...(alarm.suppressedBy === undefined
      ? {}
      : { ActionsSuppressor: alarm.suppressedBy, ActionsSuppressedBy: 'Alarm' }),
  }
}

function describeState(call: Call, alarm: Alarm) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(call, alarm.name),
    ...(alarm.description === undefined ? {} : { AlarmDescription: alarm.description }),
    AlarmConfigurationUpdatedTimestamp: call.clock.at(alarm.updated ?? '-30d'),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason:
      alarm.stateReason ??
      (alarm.state === 'ALARM'
        ? `Threshold Crossed: 1 datapoint was greater than the threshold (${alarm.threshold.toFixed(1)}).`
        : 'Threshold not crossed.'),
    ...(alarm.stateReasonData === undefined ? {} : { StateReasonData: JSON.stringify(alarm.stateReasonData) }),
    StateUpdatedTimestamp: call.clock.at(alarm.since),
    StateTransitionedTimestamp: call.clock.at(alarm.since),
  }
}

function historyOf(call: Call, alarm: Alarm): AlarmHistoryItem[] {
  return alarm.history.map((item) => ({
    AlarmName: alarm.name,
    AlarmType: alarm.rule === undefined ? 'MetricAlarm' : 'CompositeAlarm',
    Timestamp: call.clock.at(item.at),
    HistoryItemType: item.type,
    HistorySummary: item.summary ?? `Alarm updated from ${item.from} to ${item.to}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: item.from },
      newState: { stateValue: item.to, stateReason: item.reason ?? '' },
    }),
  }))
}

function childrenOf(all: readonly Alarm[], parent: string): string[] {
  return namesIn(all.find(({ name }) => name === parent)?.rule ?? '')
}

/** The alarms a rule names: `ALARM("a") OR ALARM(b)`, by name or ARN. */
function namesIn(rule: string): string[] {
  return [...rule.matchAll(/(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)/g)].map(
    ([, name = '']) => name.split(':alarm:').at(-1) ?? name,
  )
}

function sameMap(one: object, other: object): boolean {
  const text = (map: object): string => JSON.stringify(Object.entries(map).sort())
  return text(one) === text(other)
}
