import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import type { AccountRegion } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { alarmMetrics, type ChildAlarm, describeAlarmsActions } from './alarms.ts'

/** An alarm in the state ALARM. */
export interface FiringAlarm extends ChildAlarm {
  /** Epoch milliseconds at which it went into this state. */
  readonly since: number
  readonly reason: string
  /** Names of the alarms that a composite alarm's rule speaks of. */
  readonly children: readonly string[]
  /** Set where its actions are held back by another alarm. */
  readonly suppressedBy?: string
  /** False where nobody is told of it. */
  readonly hasActions: boolean
}

export interface FiringAlarms {
  readonly alarms: readonly FiringAlarm[]
  /** False when there were more than were read. */
  readonly complete: boolean
}

const mostPages = 5

/** Metric and composite alarms that fire now, in one account and region. */
export const firingAlarms = defineProbe<FiringAlarms, AccountRegion>({
  id: 'cloudwatch.firing-alarms',
  actions: describeAlarmsActions,
  key: ({ account, region }) => `${account} ${region}`,
  resource: ({ partition, region, account }) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`,
  async fetch(_, { aws }) {
    const alarms: FiringAlarm[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws.client(CloudWatchClient).send(
        new DescribeAlarmsCommand({
          StateValue: 'ALARM',
          // Without the types, CloudWatch answers with metric alarms alone.
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: 100,
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      for (const alarm of answer.MetricAlarms ?? [])
        alarms.push({ ...shared(alarm), children: [], configuration: { metrics: alarmMetrics(alarm) } })
      for (const alarm of answer.CompositeAlarms ?? [])
        alarms.push({
          ...shared(alarm),
          rule: alarm.AlarmRule ?? '',
          children: namesIn(alarm.AlarmRule ?? ''),
          configuration: { metrics: [] },
          ...(alarm.ActionsSuppressedBy !== undefined && { suppressedBy: alarm.ActionsSuppressedBy }),
        })
      token = answer.NextToken
      if (token === undefined) break
    }
    return { alarms, complete: token === undefined }
  },
  cite: (target) => ({
    source: 'cloudwatch:DescribeAlarms StateValue=ALARM',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudwatch', "alarmsV2:?~(alarmStateFilter~'ALARM)"),
    cli: `aws cloudwatch describe-alarms --state-value ALARM --alarm-types MetricAlarm CompositeAlarm --region ${target.region}`,
  }),
})

function shared(alarm: MetricAlarm & CompositeAlarm) {
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? 'ALARM',
    since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0,
    reason: alarm.StateReason ?? '',
    hasActions: alarm.ActionsEnabled !== false && (alarm.AlarmActions ?? []).length > 0,
  }
}

/** `a` and `b` of `ALARM("a") OR ALARM(b)`; ARNs give the name at their end. */
export function namesIn(rule: string): string[] {
  const named = [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*(?:"([^"]+)"|'([^']+)'|([^)]+?))\s*\)/g)]
  return [
    ...new Set(named.map(([, double, single, bare]) => (double ?? single ?? bare ?? '').replace(/^arn:.*:alarm:/, ''))),
  ]
}
