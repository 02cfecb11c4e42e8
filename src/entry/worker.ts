import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { WebClient } from '@slack/web-api'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import type { Ledger } from '../aws/ledger.ts'
import { availableVerbs } from '../intake/verbs.ts'
import { answerAlarm } from '../report/ask-alarm.ts'
import type { Inform } from '../report/information/command.ts'
import { makeApp } from '../slack/app.ts'
import { makeDirectory } from '../slack/directory.ts'
import { type Log, redactedLog } from '../slack/log.ts'
import { takeAwsEvent } from '../slack/news.ts'
import { makeQueueReceiver } from '../slack/queue-receiver.ts'
import { makeFetch, sendOnceOptions } from '../slack/web-client-fetch.ts'
import { dynamoAnswers } from '../store/answers.ts'
import { dynamoForwarding } from '../store/forwarding.ts'
import { dynamoOnce } from '../store/once.ts'
import { answering, lookingUpAlarms, projectConfig } from './answering.ts'
import { makeIncidentDesk } from './incident-desk.ts'
import { informing } from './information.ts'
import { refuseUnsafeEnvironment, required } from './production.ts'
import { notingForwarding, surroundingsOf } from './surroundings.ts'
import { verbActions } from './verb-actions.ts'
import { makeWorker } from './worker/handler.ts'
import { metricsNamespace, metricsService, powertoolsMeter } from './worker/meter.ts'
import { meteredAsk, meteredDelivery, meteredFetch, throttledAmong } from './worker/metered.ts'
import { delayingMessages, schedulingByEventBridge, wakingByQueue } from './worker/queues.ts'

/**
 * The Lambda function behind the work queue and the outbox. Environment: `FIRSTLOOK_TABLE`, `FIRSTLOOK_BOT_SECRET_ARN` of a secret
 * `{ botToken, botId, botUserId }`, `FIRSTLOOK_OUTBOX_URL`, `FIRSTLOOK_WORK_QUEUE_ARN`, `FIRSTLOOK_SCHEDULE_GROUP` and
 * `FIRSTLOOK_SCHEDULER_ROLE_ARN`.
 */
refuseUnsafeEnvironment(process.env)

const botSchema = z.object({ botToken: z.string().min(1), botId: z.string().min(1), botUserId: z.string().min(1) })
/** Kept back from the time Lambda gives, so that the answer is posted before the function ends. */
const postingMs = 10_000
const shortestMs = 3000

const meter = powertoolsMeter(new Metrics({ namespace: metricsNamespace, serviceName: metricsService }), MetricUnit)

type Worker = (event: SQSEvent) => Promise<SQSBatchResponse>
let started: Promise<Worker> | undefined
/** Epoch milliseconds by which a diagnosis of this invocation must be done. Lambda runs one invocation at a time. */
let deadlineAt = Number.POSITIVE_INFINITY

export async function handler(
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> {
  deadlineAt = Date.now() + context.getRemainingTimeInMillis() - postingMs
  started ??= start()
  const worker = await started.catch((error: unknown) => {
    started = undefined
    throw error
  })
  try {
    return await worker(event)
  } finally {
    meter.publish()
  }
}

async function start(): Promise<Worker> {
  const table = required(process.env, 'FIRSTLOOK_TABLE')
  const config = projectConfig()
  const log = powertoolsLog()
  const client = new DynamoDBClient({})
  const bot = await readBot(required(process.env, 'FIRSTLOOK_BOT_SECRET_ARN'))
  const receiver = makeQueueReceiver()
  const clock = Date.now
  const deadlineMs = () => Math.max(shortestMs, Math.min(config.limits.deadlineSeconds * 1000, deadlineAt - clock()))
  const onBroken = (id: string, error: unknown) => log.error('a cause could not be judged', { cause: id, error })
  const onDone = ({ ledger }: { readonly ledger: Ledger }) => meter.throttled(throttledAmong(ledger.calls))
  const parts = {
    ask: meteredAsk(
      (...asked) => answering(config, { deadlineMs: deadlineMs(), onBroken, onDone })(...asked),
      meter,
      clock,
    ),
    answers: dynamoAnswers({ client, table, clock }),
    config,
    log,
    directory: makeDirectory(clock),
    clock,
    available: availableVerbs,
    actionsOf: verbActions,
    patienceMs: () => deadlineMs() + 2000,
  }
  const clientOptions = { fetch: meteredFetch(makeFetch(), meter) }
  const sqs = new SQSClient({})
  const lookUpAlarms = lookingUpAlarms(config)
  const delay = delayingMessages(sqs)
  const web = new WebClient(bot.botToken, sendOnceOptions({ fetch: meteredFetch(makeFetch({ isKept: false }), meter) }))
  const incidents = makeIncidentDesk({
    ...parts,
    client,
    table,
    web,
    inform: (...asked) => informing(config, { deadlineMs: deadlineMs() })(...asked),
    lookUpAlarms,
    answerEvent: (event, ask) => answerAlarm(event, ask, { now: clock(), lookUpAlarms, available: availableVerbs }),
    wake: wakingByQueue({ client: sqs, outboxUrl: required(process.env, 'FIRSTLOOK_OUTBOX_URL'), clock }),
    secretField: async (name) => {
      const field = (await secretFields(required(process.env, 'FIRSTLOOK_BOT_SECRET_ARN')))[name]
      return typeof field === 'string' ? field : undefined
    },
    schedule: schedulingByEventBridge({
      client: new SchedulerClient({}),
      group: required(process.env, 'FIRSTLOOK_SCHEDULE_GROUP'),
      queueArn: required(process.env, 'FIRSTLOOK_WORK_QUEUE_ARN'),
      roleArn: required(process.env, 'FIRSTLOOK_SCHEDULER_ROLE_ARN'),
    }),
  })
  const { door, shelf, onCall } = incidents
  const forwarding = dynamoForwarding({ client, table, clock })
  const surroundings = surroundingsOf({ config, web, client, table, forwarding, isQueued: true })
  const inform: Inform = (...asked) => informing(config, { deadlineMs: deadlineMs(), shelf, surroundings })(...asked)
  makeApp({ ...parts, inform, incidents: door, onCall, receiver, clientOptions, authorize: async () => bot })
  return makeWorker({
    receiver,
    log,
    once: dynamoOnce({ client, table, clock }),
    takeAlarm: notingForwarding(forwarding, log, incidents.desk.alarm),
    takeEvent: (event, isAgain) => takeAwsEvent(event, { ...parts, ...incidents, client: web }, isAgain),
    due: incidents.due,
    deliver: meteredDelivery(incidents.deliver, meter),
    delay: ({ eventSourceARN, receiptHandle }, seconds) => delay(eventSourceARN, receiptHandle, seconds),
  })
}

async function readBot(secretId: string): Promise<z.infer<typeof botSchema>> {
  const parsed = botSchema.safeParse(await secretFields(secretId))
  if (parsed.success) return parsed.data
  throw new Error(`The secret ${secretId} must hold botToken, botId and botUserId as JSON.`)
}

/** What a secret holds as JSON, by its names. */
async function secretFields(secretId: string): Promise<Readonly<Record<string, unknown>>> {
  const { SecretString: text } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: secretId }),
  )
  return z
    .record(z.string(), z.string())
    .catch({})
    .parse(JSON.parse(text ?? '{}'))
}

function powertoolsLog(): Log {
  const logger = new Logger({ serviceName: 'firstlook' })
  return redactedLog({
    info: (message, fields = {}) => logger.info(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  })
}
