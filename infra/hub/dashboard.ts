import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, Metric, SingleValueWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { answerOutcomes, meterNames, metricsNamespace, metricsService } from '../../src/entry/worker/meter.ts'
import type { WatchedParts } from './watch.ts'

const period = Duration.minutes(5)

function own(metricName: string, statistic: string, label: string, more: Record<string, string> = {}): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: metricsService, ...more },
    statistic,
    period,
    label,
  })
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, left, right, width: 8, height: 6 })
}

/** One page that says whether Firstlook answers, how well, how fast and for how much. */
export function showDashboard(scope: Construct, { queues, ingress, worker, api }: WatchedParts): Dashboard {
  const { answers, answerTime, firstFactTime, reads, dollars, gaps, slackLimits, awsThrottles } = meterNames
  const { deliveries, deliveryFailures } = meterNames
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [
        graph(
          'Answers by verdict',
          answerOutcomes.map((verdict) => own(answers, Stats.SUM, verdict, { verdict })),
        ),
        graph('Milliseconds to the answer and to its first fact', [
          own(answerTime, 'p50', 'answer, median'),
          own(answerTime, 'p95', 'answer, p95'),
          own(firstFactTime, 'p50', 'first fact, median'),
          own(firstFactTime, 'p95', 'first fact, p95'),
        ]),
        graph(
          'Reads and gaps of an answer',
          [own(reads, 'p50', 'reads, median'), own(reads, Stats.MAXIMUM, 'reads, most')],
          [own(gaps, Stats.AVERAGE, 'gaps, mean')],
        ),
      ],
      [
        graph('Limits met', [own(slackLimits, Stats.SUM, 'Slack 429'), own(awsThrottles, Stats.SUM, 'AWS throttled')]),
        graph('Cards brought up to date', [
          own(deliveries, Stats.SUM, 'done'),
          own(deliveryFailures, Stats.SUM, 'tried again'),
        ]),
        new SingleValueWidget({
          title: 'Dollars AWS charged for reads',
          metrics: [own(dollars, Stats.SUM, 'in the time shown')],
          setPeriodToTimeRange: true,
          width: 8,
          height: 6,
        }),
      ],
      [
        graph(
          'Seconds the oldest message waits',
          [queues.work, queues.outbox].map((queue) => queue.metricApproximateAgeOfOldestMessage({ period })),
        ),
        graph(
          'Dead letters',
          [queues.workDeadLetters, queues.outboxDeadLetters, queues.undelivered].map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({ period }),
          ),
        ),
        graph(
          'Functions: errors and throttles',
          [ingress.lambda, worker].flatMap((each) => [each.metricErrors({ period }), each.metricThrottles({ period })]),
          [api.metricClientError({ period, label: 'API 4xx' })],
        ),
      ],
    ],
  })
}
