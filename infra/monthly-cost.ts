import { workerMemoryMb } from './hub/worker.ts'

/** What AWS asks for one of each, in US dollars, in us-east-1, without free tiers or discounts, as written down on a day; the pages have today's. */
export const prices = {
  writtenDownOn: '2026-11-23',
  /** https://aws.amazon.com/lambda/pricing/ : arm64. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** https://aws.amazon.com/sqs/pricing/ */
  sqsRequest: 0.4 / 1e6,
  sqsFifoRequest: 0.5 / 1e6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ ; a transaction takes two units for each item. */
  tableWriteUnit: 0.625 / 1e6,
  tableReadUnit: 0.125 / 1e6,
  /** A gigabyte for a month, with point-in-time recovery. */
  tableGb: 0.25 + 0.2,
  /** https://aws.amazon.com/eventbridge/pricing/ : an event sent to another account or region, and a schedule that runs. */
  forwardedEvent: 1 / 1e6,
  schedule: 1 / 1e6,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
  metricForAMonth: 0.3,
  alarmForAMonth: 0.1,
  dashboardForAMonth: 3,
  /** https://aws.amazon.com/xray/pricing/ */
  trace: 5 / 1e6,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretForAMonth: 0.4,
  secretRead: 0.05 / 1e4,
} as const

/**
 * What one alarm leads to, on the careful side. The dollars of reads were measured on the incidents that `npm run bench` answers, the rest counts what the code does:
 * an alarm is diagnosed when it goes off and again when it is over.
 */
export const perAlarm = {
  /** Alarm and OK. */
  events: 2,
  diagnoses: 2,
  /** Dollars of reads, the mean of 55 incidents; costs and security aside, which no alarm asks for. Reads were 12 in the mean. */
  readsOfADiagnosis: 0.00024,
  /** Seconds of the worker: reads and posts with a second between messages of a thread. */
  diagnosisSeconds: 8,
  /** Times that the card and its thread are brought up to date, and the seconds each takes. */
  deliveries: 6,
  deliverySeconds: 2.5,
  /** Reminders, an escalation, the end of the diagnosis’s time and the close, and the seconds each takes. */
  schedules: 5,
  scheduleSeconds: 0.5,
  /** Items of transactions, each of about two kilobytes, and items read. */
  itemsWritten: 60,
  itemsRead: 60,
  keptKb: 40,
  logKb: 12,
} as const

/** What is there whether an alarm goes off or not. */
export const standing = {
  alarms: 14,
  /** One for each name and verdict of the meter, and for requests not queued. */
  metrics: 18,
  dashboards: 1,
  secrets: 2,
  /** Lambda’s five pollers ask each of the two queues, every twenty seconds. */
  polls: (2 * 5 * 30 * 24 * 3600) / 20,
} as const

const workerGb = workerMemoryMb / 1024
const daysAMonth = 30
/** The table holds the incidents of so many days. */
const keptDays = 400

/** Dollars a month, by what they are for. */
export interface MonthlyCost {
  readonly standing: number
  readonly worker: number
  readonly reads: number
  readonly queues: number
  readonly table: number
  readonly rest: number
  readonly total: number
}

/** Estimates a month with so many alarms a day, each in an account other than the hub’s. */
export function monthlyCost(alarmsPerDay: number): MonthlyCost {
  const alarms = alarmsPerDay * daysAMonth
  const { diagnoses, deliveries, schedules, events } = perAlarm
  const invocations = alarms * (events + deliveries + schedules)
  const seconds =
    diagnoses * perAlarm.diagnosisSeconds + deliveries * perAlarm.deliverySeconds + schedules * perAlarm.scheduleSeconds
  const cost = {
    standing:
      standing.alarms * prices.alarmForAMonth +
      standing.metrics * prices.metricForAMonth +
      standing.dashboards * prices.dashboardForAMonth +
      standing.secrets * prices.secretForAMonth +
      standing.polls * prices.sqsFifoRequest,
    worker: alarms * seconds * workerGb * prices.lambdaGbSecond + invocations * prices.lambdaRequest,
    reads: alarms * diagnoses * perAlarm.readsOfADiagnosis,
    // Sent, received and deleted.
    queues: 3 * alarms * ((events + schedules) * prices.sqsRequest + deliveries * prices.sqsFifoRequest),
    table:
      alarms * (perAlarm.itemsWritten * 2 * 2 * prices.tableWriteUnit + perAlarm.itemsRead * prices.tableReadUnit) +
      ((alarmsPerDay * keptDays * perAlarm.keptKb) / 1024 ** 2) * prices.tableGb,
    rest:
      alarms *
        (events * prices.forwardedEvent +
          schedules * prices.schedule +
          (perAlarm.logKb / 1024 ** 2) * prices.logGb +
          (events + deliveries + schedules) * prices.trace) +
      invocations * prices.secretRead,
  }
  return { ...cost, total: Object.values(cost).reduce((sum, each) => sum + each, 0) }
}
