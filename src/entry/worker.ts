import { Logger } from '@aws-lambda-powertools/logger'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { WebClient } from '@slack/web-api'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { availableVerbs } from '../intake/verbs.ts'
import { answerAlarm } from '../report/ask-alarm.ts'
import { answerAlarmIn } from '../slack/alarms.ts'
import { makeApp } from '../slack/app.ts'
import type { Log } from '../slack/log.ts'
import { makeQueueReceiver } from '../slack/queue-receiver.ts'
import { webClientOptions } from '../slack/web-client-fetch.ts'
import { dynamoAnswers } from '../store/answers.ts'
import { dynamoOnce } from '../store/once.ts'
import { answering, lookingUpAlarms, projectConfig } from './answering.ts'
import { refuseEndpointOverrides, required } from './production.ts'
import { verbActions } from './verb-actions.ts'
import { makeWorker } from './worker/handler.ts'

/**
 * The Lambda function behind the work queue. Environment: `FIRSTLOOK_TABLE`, and `FIRSTLOOK_BOT_SECRET_ARN` of a secret
 * `{ botToken, botId, botUserId }`.
 */
refuseEndpointOverrides(process.env)

const botSchema = z.object({ botToken: z.string().min(1), botId: z.string().min(1), botUserId: z.string().min(1) })
/** Kept back from the time Lambda gives, so that the answer is posted before the function ends. */
const postingMs = 10_000
const shortestMs = 3000

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
  return await worker(event)
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
  const parts = {
    ask: (...asked: Parameters<ReturnType<typeof answering>>) =>
      answering(config, { deadlineMs: deadlineMs(), onBroken })(...asked),
    answers: dynamoAnswers({ client, table, clock }),
    config,
    log,
    clock,
    available: availableVerbs,
    actionsOf: verbActions,
    patienceMs: () => deadlineMs() + 2000,
  }
  makeApp({ ...parts, receiver, authorize: async () => bot })
  const web = new WebClient(bot.botToken, webClientOptions())
  return makeWorker({
    receiver,
    log,
    once: dynamoOnce({ client, table, clock }),
    answerAlarm: (event, reference) =>
      answerAlarmIn(
        event,
        web,
        parts,
        (each, ask) =>
          answerAlarm(each, ask, { now: clock(), lookUpAlarms: lookingUpAlarms(config), available: availableVerbs }),
        reference,
      ),
  })
}

async function readBot(secretId: string): Promise<z.infer<typeof botSchema>> {
  const { SecretString: text } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: secretId }),
  )
  const parsed = botSchema.safeParse(JSON.parse(text ?? '{}'))
  if (parsed.success) return parsed.data
  throw new Error(`The secret ${secretId} must hold botToken, botId and botUserId as JSON.`)
}

function powertoolsLog(): Log {
  const logger = new Logger({ serviceName: 'firstlook' })
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  }
}
