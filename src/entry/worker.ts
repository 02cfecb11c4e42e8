import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { WebClient } from '@slack/web-api'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import type { AwsReader } from '../aws/reader.ts'
import { availableVerbs } from '../intake/verbs.ts'
import type { Ask } from '../report/answer.ts'
import { answerAlarm } from '../report/ask-alarm.ts'
import { isWatched } from '../slack/access.ts'
import { makeApp } from '../slack/app.ts'
import { makeDirectory } from '../slack/directory.ts'
import { type Log, redactedLog } from '../slack/log.ts'
import { takeAwsEvent } from '../slack/news.ts'
import { makeQueueReceiver } from '../slack/queue-receiver.ts'
import { makeFetch, sendOnceOptions } from '../slack/web-client-fetch.ts'
import { dynamoAnswers } from '../store/answers.ts'
import { dynamoForwarding } from '../store/forwarding.ts'
import { dynamoOnce } from '../store/once.ts'
import { answering, lookingUpAlarms, lookingUpAlarmTags, projectConfig } from './answering.ts'
import { makeIncidentDesk } from './incident-desk.ts'
import { informing } from './information.ts'
import { jsonObject } from './ingress/json-object.ts'
import { refuseUnsafeEnvironment, required } from './production.ts'
import { notingForwarding, surroundingsOf } from './surroundings.ts'
import { verbActions } from './verb-actions.ts'
import { makeWorker } from './worker/handler.ts'
import { metricsNamespace, metricsService, powertoolsMeter } from './worker/meter.ts'
import { meteredAsk, meteredDelivery, meteredFetch, throttledAmong } from './worker/metered.ts'
import { delayingMessages, schedulingByEventBridge, wakingByQueue } from './worker/queues.ts'
import { renewing } from './worker/renewing.ts'
import { noticingRefusal, slackOnly } from './worker/slack-fetch.ts'
import { tracedAsk, xrayTracer } from './worker/trace.ts'

/**
 * The Lambda function behind the work queue and the outbox. Environment: `FIRSTLOOK_TABLE`, `FIRSTLOOK_BOT_SECRET_ARN` of a secret
 * `{ botToken, botId, botUserId }`, `FIRSTLOOK_OUTBOX_URL`, `FIRSTLOOK_WORK_QUEUE_ARN`, `FIRSTLOOK_SCHEDULE_GROUP` and
 * `FIRSTLOOK_SCHEDULER_ROLE_ARN`.
 */
refuseUnsafeEnvironment(process.env)

type Bot = z.infer<typeof botSchema>
const botSchema = z.object({ botToken: z.string().min(1), botId: z.string().min(1), botUserId: z.string().min(1) })
/** Kept back from the time Lambda gives, so that the answer is posted before the function ends. */
const postingMs = 10_000
const shortestMs = 3000

const meter = powertoolsMeter(new Metrics({ namespace: metricsNamespace, serviceName: metricsService }), MetricUnit)

const tracer = xrayTracer(process.env)

type Worker = (event: SQSEvent) => Promise<SQSBatchResponse>
const running = renewing({
  read: () => readBot(required(process.env, 'FIRSTLOOK_BOT_SECRET_ARN')),
  start,
  clock: Date.now,
})
/** Epoch milliseconds by which a diagnosis of this invocation must be done. Lambda runs one invocation at a time. */
let deadlineAt = Number.POSITIVE_INFINITY

export async function handler(
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> {
  deadlineAt = Date.now() + context.getRemainingTimeInMillis() - postingMs
  const worker = await running.current()
  try {
    return await worker(event)
  } finally {
    meter.publish()
    await tracer.flush()
  }
}

async function start(bot: Bot): Promise<Worker> {
  const table = required(process.env, 'FIRSTLOOK_TABLE')
  const config = projectConfig()
  const log = powertoolsLog()
  const client = new DynamoDBClient({})
  const receiver = makeQueueReceiver()
  const clock = Date.now
  const deadlineMs = () => Math.max(shortestMs, Math.min(config.limits.deadlineSeconds * 1000, deadlineAt - clock()))
  const onBroken = (id: string, error: unknown) => log.error('a cause could not be judged', { cause: id, error })
  const askTelling =
    (tell: (aws: AwsReader) => void): Ask =>
    (...asked) => {
      const onDone = (aws: AwsReader): void => {
        meter.throttled(throttledAmong(aws.ledger.calls))
        tell(aws)
      }
      return answering(config, { deadlineMs: deadlineMs(), onBroken, onDone })(...asked)
    }
  const parts = {
    ask: meteredAsk(tracedAsk(askTelling, tracer, clock), meter, clock),
    answers: dynamoAnswers({ client, table, clock }),
    config,
    log,
    directory: makeDirectory(clock),
    clock,
    available: availableVerbs,
    actionsOf: verbActions,
    patienceMs: () => deadlineMs() + 2000,
  }
  const slackFetch = (isKept: boolean) =>
    slackOnly(noticingRefusal(meteredFetch(makeFetch({ isKept }), meter), running.doubt))
  const clientOptions = { fetch: slackFetch(true) }
  const sqs = new SQSClient({})
  const lookUpAlarms = lookingUpAlarms(config)
  const lookUpTags = lookingUpAlarmTags(config)
  const outboxUrl = required(process.env, 'FIRSTLOOK_OUTBOX_URL')
  const delay = delayingMessages(sqs, outboxUrl)
  const web = new WebClient(bot.botToken, sendOnceOptions({ fetch: slackFetch(false) }))
  const incidents = makeIncidentDesk({
    ...parts,
    client,
    table,
    web,
    inform: (...asked) => informing(config, { deadlineMs: deadlineMs() })(...asked),
    look: (...asked) => inform(...asked),
    lookUpAlarms,
    lookUpTags,
    answerEvent: (event, ask) =>
      answerAlarm(event, ask, { now: clock(), lookUpAlarms, lookUpTags, available: availableVerbs }),
    wake: wakingByQueue({ client: sqs, outboxUrl, clock }),
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
  const { door, shelf, onCall, keeping } = incidents
  const forwarding = dynamoForwarding({ client, table, clock })
  const surroundings = surroundingsOf({ config, web, client, table, forwarding, isQueued: true })
  const inform = keeping((...asked) => informing(config, { deadlineMs: deadlineMs(), shelf, surroundings })(...asked))
  makeApp({ ...parts, inform, incidents: door, onCall, receiver, clientOptions, authorize: async () => bot })
  return makeWorker({
    receiver,
    log,
    once: dynamoOnce({ client, table, clock }),
    isWatched: (account) => isWatched(account, config),
    takeAlarm: notingForwarding(forwarding, log, incidents.desk.alarm),
    takeEvent: (event, isAgain) => takeAwsEvent(event, { ...parts, ...incidents, client: web }, isAgain),
    due: incidents.due,
    deliver: meteredDelivery(incidents.deliver, meter),
    delay: ({ eventSourceARN, receiptHandle }, seconds) => delay(eventSourceARN, receiptHandle, seconds),
  })
}

async function readBot(secretId: string): Promise<Bot> {
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
    .parse(jsonObject(text ?? ''))
}

function powertoolsLog(): Log {
  const logger = new Logger({ serviceName: 'firstlook' })
  return redactedLog({
    info: (message, fields = {}) => logger.info(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  })
}
