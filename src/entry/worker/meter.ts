import type { Metrics, MetricUnit as MetricUnits } from '@aws-lambda-powertools/metrics'
import { verdicts } from '../../report/report.ts'

export const metricsNamespace = 'Firstlook'
export const metricsService = 'firstlook'

/** What is measured, by the names CloudWatch shows. */
export const meterNames = {
  answers: 'Answers',
  answerTime: 'AnswerTime',
  firstFactTime: 'FirstFactTime',
  reads: 'Reads',
  dollars: 'Dollars',
  gaps: 'Gaps',
  slackLimits: 'SlackRateLimits',
  awsThrottles: 'AwsThrottles',
  deliveries: 'Deliveries',
  deliveryFailures: 'DeliveryFailures',
} as const

/** The values of the dimension `verdict`: a report's verdict, or what came instead of a report. */
export const answerOutcomes = [...verdicts, 'choice', 'refused', 'broken'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

/** One question, as it went. */
export interface Measured {
  readonly outcome: AnswerOutcome
  readonly milliseconds: number
  /** Until the first fact was shown; absent when none was. */
  readonly firstFactMilliseconds?: number
  readonly reads?: number
  readonly dollars?: number
  readonly gaps?: number
}

/** Where Firstlook counts what it does. Names and numbers only: nothing of what was asked. */
export interface Meter {
  readonly answered: (measured: Measured) => void
  /** A read that AWS refused for coming too fast. */
  readonly throttled: (count: number) => void
  /** A call that Slack refused for coming too fast. */
  readonly slackLimited: () => void
  readonly delivered: (isDone: boolean) => void
  /** Hands over what was counted; called at the end of each invocation, because Lambda may freeze the function after it. */
  readonly publish: () => void
}

/** A meter that writes to the function's log in CloudWatch's embedded format, so that measuring costs no call. */
export function powertoolsMeter(metrics: Metrics, unit: typeof MetricUnits): Meter {
  const names = meterNames
  return {
    answered: ({ outcome, milliseconds, firstFactMilliseconds, reads, dollars, gaps }) => {
      metrics.singleMetric().addDimension('verdict', outcome).addMetric(names.answers, unit.Count, 1)
      metrics.addMetric(names.answerTime, unit.Milliseconds, milliseconds)
      if (firstFactMilliseconds !== undefined)
        metrics.addMetric(names.firstFactTime, unit.Milliseconds, firstFactMilliseconds)
      if (reads !== undefined) metrics.addMetric(names.reads, unit.Count, reads)
      if (dollars !== undefined) metrics.addMetric(names.dollars, unit.NoUnit, dollars)
      if (gaps !== undefined) metrics.addMetric(names.gaps, unit.Count, gaps)
    },
    throttled: (count) => {
      if (count > 0) metrics.addMetric(names.awsThrottles, unit.Count, count)
    },
    slackLimited: () => {
      metrics.addMetric(names.slackLimits, unit.Count, 1)
    },
    delivered: (isDone) => {
      metrics.addMetric(isDone ? names.deliveries : names.deliveryFailures, unit.Count, 1)
    },
    publish: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
    },
  }
}
