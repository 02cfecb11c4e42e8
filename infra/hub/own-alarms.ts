import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { metricsNamespace } from '../../src/entry/worker/meter.ts'
import { ownAlarmPrefix } from '../event-patterns.ts'
import type { WatchedParts } from './watch.ts'

interface OwnAlarm {
  /** Without the prefix. */
  readonly name: string
  /** What it means and what to do: a person reads it in Slack. */
  readonly says: string
  readonly metric: IMetric
  readonly threshold: number
  /** How many of the last periods must be over it; one unless told. */
  readonly periods?: number
}

const minute = Duration.minutes(1)

function waiting(queue: Queue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: Stats.MAXIMUM })
}

function oldest(queue: Queue): IMetric {
  return queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: Stats.MAXIMUM })
}

function scheduler(metricName: string, group: string): IMetric {
  return new Metric({
    namespace: 'AWS/Scheduler',
    metricName,
    dimensionsMap: { ScheduleGroup: group },
    period: Duration.minutes(5),
    statistic: Stats.SUM,
  })
}

/** The alarms about Firstlook's own failures. `teller` is the function that tells of them, where there is one. */
export function ownAlarms(
  scope: Construct,
  {
    queues,
    schedules,
    ingress: { lambda: ingress, logGroup: frontLog },
    worker,
    api,
    teller,
  }: WatchedParts & { readonly teller?: LambdaFunction },
): Alarm[] {
  const five = { period: Duration.minutes(5) }
  // The front door answers Slack whatever happens, so its own failures are no errors of the function's.
  const notQueued = new MetricFilter(scope, 'NotQueued', {
    logGroup: frontLog,
    filterPattern: FilterPattern.literal('"not queued"'),
    metricNamespace: metricsNamespace,
    metricName: 'RequestsNotQueued',
  })
  const alarms: readonly OwnAlarm[] = [
    {
      name: 'work-given-up',
      says: 'Requests or events failed three times and were not answered. They wait in the dead-letter queue; the worker’s log says why. Start a redrive when it is mended: each is done once at most.',
      metric: waiting(queues.workDeadLetters),
      threshold: 1,
    },
    {
      name: 'outbox-given-up',
      says: 'The card of an incident could not be brought up to date. The worker’s log has Slack’s own words. Start a redrive when it is mended.',
      metric: waiting(queues.outboxDeadLetters),
      threshold: 1,
    },
    {
      name: 'events-undelivered',
      says: 'EventBridge could not put events into the work queue: alarms were missed. Look at the queue’s policy, then redrive.',
      metric: waiting(queues.undelivered),
      threshold: 1,
    },
    {
      name: 'work-waits',
      says: 'Requests or events have waited for two minutes. The worker fails, is throttled or has more to do than it may do at once.',
      metric: oldest(queues.work),
      threshold: 120,
      periods: 2,
    },
    {
      name: 'outbox-stuck',
      says: 'Cards are two minutes behind. Slack refuses or limits what is posted.',
      metric: oldest(queues.outbox),
      threshold: 120,
      periods: 2,
    },
    {
      name: 'worker-fails',
      says: 'The worker ended with an error or ran out of time. Its log says why.',
      metric: worker.metricErrors(five),
      threshold: 1,
    },
    {
      name: 'worker-throttled',
      says: 'Lambda refused to start the worker: the account’s concurrency is used up.',
      metric: worker.metricThrottles(five),
      threshold: 1,
      periods: 2,
    },
    {
      name: 'ingress-fails',
      says: 'Requests of Slack’s failed at the front door. Its log says why.',
      metric: ingress.metricErrors(five),
      threshold: 1,
    },
    {
      name: 'ingress-queues-nothing',
      says: 'The front door could not queue requests, and told people to try again. Its log says why.',
      metric: notQueued.metric({ ...five, statistic: Stats.SUM }),
      threshold: 1,
    },
    {
      name: 'ingress-throttled',
      says: 'Lambda refused to start the ingress: people see “operation timed out” in Slack.',
      metric: ingress.metricThrottles(five),
      threshold: 1,
    },
    {
      name: 'ingress-slow',
      says: 'The front door took longer than the two seconds that leave Slack’s three in peace.',
      metric: ingress.metricDuration({ ...five, statistic: 'p99' }),
      threshold: 2000,
      periods: 2,
    },
    {
      name: 'api-fails',
      says: 'API Gateway answered Slack with a server error.',
      metric: api.metricServerError({ ...five, statistic: Stats.SUM }),
      threshold: 1,
      periods: 2,
    },
    {
      name: 'reminders-lost',
      says: 'EventBridge Scheduler gave up something that was due: a reminder, an escalation or the end of a snooze.',
      metric: scheduler('InvocationDroppedCount', schedules.groupName),
      threshold: 1,
    },
    ...(teller === undefined
      ? []
      : [
          {
            name: 'teller-fails',
            says: 'Firstlook’s own alarms do not reach Slack. The bot’s token, the channel or Slack itself.',
            metric: teller.metricErrors(five),
            threshold: 1,
          },
        ]),
  ]
  return alarms.map(
    ({ name, says, metric, threshold, periods = 1 }) =>
      new Alarm(scope, name, {
        alarmName: `${ownAlarmPrefix}${name}`,
        alarmDescription: says,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Queues and functions that do nothing report nothing, and that is well.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
  )
}
