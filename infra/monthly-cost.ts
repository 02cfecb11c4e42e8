import { workerMemoryMb } from './hub/worker.ts'

/** One price: what AWS asks, its page, and the page that was read on the day, where AWS's own shows no figures without a browser. */
export interface Price {
  readonly what: string
  readonly usd: number
  /** What the dollars are for. */
  readonly per: string
  readonly page: string
  readonly readAt: string
}

/** The day on which each price was read. */
export const pricesReadOn = '2026-11-24'

const lambda = 'https://aws.amazon.com/lambda/pricing/'
const sqs = 'https://aws.amazon.com/sqs/pricing/'
const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const eventbridge = 'https://aws.amazon.com/eventbridge/pricing/'
const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/'
const xray = 'https://aws.amazon.com/xray/pricing/'
const secrets = 'https://aws.amazon.com/secrets-manager/pricing/'

const lambdaRead = 'https://cloudchipr.com/blog/aws-lambda-pricing'
const sqsRead = 'https://cloudburn.io/blog/amazon-sqs-pricing'
const eventbridgeRead = 'https://cloudburn.io/blog/amazon-eventbridge-pricing'
const dynamodbRead = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing'
const cloudwatchRead = 'https://signoz.io/guides/cloudwatch-pricing'
const cloudwatchPartsRead =
  'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/'
const secretsRead =
  'https://github.com/api-evangelist/amazon-secrets-manager/blob/main/plans/amazon-secrets-manager-plans-pricing.yml'
const million = 'a million'
const month = 'a month'

/** What AWS lists in us-east-1, in US dollars, without free tiers or discounts; the pages have today's. */
export const priceList = {
  lambdaGbSecond: {
    what: 'Lambda on arm64',
    usd: 13.3334,
    per: 'a million GB-seconds',
    page: lambda,
    readAt: lambdaRead,
  },
  lambdaRequest: {
    what: 'Lambda, requests',
    usd: 0.2,
    per: million,
    page: lambda,
    readAt:
      'https://git.mcrn.ar/mariano/lambda_local_runner/src/commit/957e45b8adae23ce50b966346229585b5df18b4d/docs/lambdas-md/lambda-13-cost.md',
  },
  sqsRequest: { what: 'SQS, standard queues', usd: 0.4, per: million, page: sqs, readAt: sqsRead },
  sqsFairRequest: { what: 'SQS, on top for fair queues', usd: 0.1, per: million, page: sqs, readAt: sqsRead },
  sqsFifoRequest: { what: 'SQS, FIFO queues', usd: 0.5, per: million, page: sqs, readAt: sqsRead },
  tableWriteUnit: { what: 'DynamoDB, write units', usd: 0.625, per: million, page: dynamodb, readAt: dynamodbRead },
  tableReadUnit: { what: 'DynamoDB, read units', usd: 0.125, per: million, page: dynamodb, readAt: dynamodbRead },
  tableGb: {
    what: 'DynamoDB, a gigabyte kept',
    usd: 0.25,
    per: month,
    page: dynamodb,
    readAt: 'https://wring.co/blog/aws-dynamodb-pricing-guide',
  },
  tableRecoveryGb: {
    what: 'DynamoDB, a gigabyte’s point-in-time recovery',
    usd: 0.2,
    per: month,
    page: dynamodb,
    readAt: '',
  },
  forwardedEvent: {
    what: 'EventBridge, events to another account or region',
    usd: 1,
    per: million,
    page: eventbridge,
    readAt: eventbridgeRead,
  },
  schedule: { what: 'EventBridge Scheduler', usd: 1, per: million, page: eventbridge, readAt: eventbridgeRead },
  logGb: {
    what: 'CloudWatch, a gigabyte of logs taken',
    usd: 0.5,
    per: 'each',
    page: cloudwatch,
    readAt: cloudwatchPartsRead,
  },
  metricForAMonth: { what: 'CloudWatch, a metric', usd: 0.3, per: month, page: cloudwatch, readAt: cloudwatchRead },
  alarmForAMonth: {
    what: 'CloudWatch, an alarm',
    usd: 0.1,
    per: month,
    page: cloudwatch,
    readAt: 'https://002-workshop-application-performance-monitoring.huyanh.click/5-optimization',
  },
  dashboardForAMonth: {
    what: 'CloudWatch, a dashboard',
    usd: 3,
    per: month,
    page: cloudwatch,
    readAt: cloudwatchPartsRead,
  },
  trace: { what: 'X-Ray, traces', usd: 5, per: million, page: xray, readAt: 'https://aws.amazon.com/de/xray/pricing/' },
  secretForAMonth: { what: 'Secrets Manager, a secret', usd: 0.4, per: month, page: secrets, readAt: secretsRead },
  secretRead: { what: 'Secrets Manager, reads', usd: 5, per: million, page: secrets, readAt: secretsRead },
} as const satisfies Readonly<Record<string, Price>>

/** Dollars for one of each. */
export const prices = Object.fromEntries(
  Object.entries(priceList).map(([name, { usd, per }]) => [name, per.startsWith(million) ? usd / 1e6 : usd]),
) as { readonly [Name in keyof typeof priceList]: number }

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
    queues:
      3 *
      alarms *
      (events * (prices.sqsRequest + prices.sqsFairRequest) +
        schedules * prices.sqsRequest +
        deliveries * prices.sqsFifoRequest),
    table:
      alarms * (perAlarm.itemsWritten * 2 * 2 * prices.tableWriteUnit + perAlarm.itemsRead * prices.tableReadUnit) +
      ((alarmsPerDay * keptDays * perAlarm.keptKb) / 1024 ** 2) * (prices.tableGb + prices.tableRecoveryGb),
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
