import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { startTable } from '../../sandbox/table.ts'
import { answering, projectConfig } from '../../src/entry/answering.ts'
import { informing } from '../../src/entry/information.ts'
import type { IngressEvent, IngressResponse } from '../../src/entry/ingress/handler.ts'
import { makeWorker } from '../../src/entry/worker/handler.ts'
import { makeApp } from '../../src/slack/app.ts'
import { makeDirectory } from '../../src/slack/directory.ts'
import { makeQueueReceiver } from '../../src/slack/queue-receiver.ts'
import { dynamoAnswers } from '../../src/store/answers.ts'
import { dynamoOnce } from '../../src/store/once.ts'

export const signingSecret = 'the-signing-secret-of-the-test'
export const secretName = 'firstlook/signing'
export const queueName = 'firstlook-work'
const bot = { botToken: 'xoxb-lambda', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }

/** The two Lambda functions as deployed, behind a Slack of their own: HTTP → API Gateway event → queue → SQS event. */
export interface LambdaDoor {
  readonly slack: RunningSlack
  /** Takes what waits in the queue through the worker; returns how many messages failed. */
  readonly work: () => Promise<number>
  readonly close: () => Promise<void>
}

export interface LambdaDoorOptions {
  /** Where the simulated account is; it serves the queue, the secret and what is looked at. */
  readonly awsUrl: string
  readonly queueUrl: string
  readonly ingress: (event: IngressEvent) => Promise<IngressResponse>
  readonly onBroken: (what: string, error: unknown) => void
}

const credentials = { accessKeyId: 'AKIAWORKER0000000000', secretAccessKey: 'simulated' }

export async function startLambdaDoor({ awsUrl, queueUrl, ingress, onBroken }: LambdaDoorOptions): Promise<LambdaDoor> {
  const [slack, table] = await Promise.all([
    startSlack({ signingSecret, botToken: bot.botToken, commands: [{ command: '/aws', description: 'Ask' }] }),
    startTable(),
  ])
  const gateway = createServer((request, response) => {
    eventOf(request)
      .then(ingress)
      .then(({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body))
      .catch((error: unknown) => {
        onBroken('the ingress', error)
        response.writeHead(502).end()
      })
  })
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  slack.setRequestUrl(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}/slack/events`)

  const config = projectConfig()
  const ask = answering(config, { endpoint: awsUrl, credentials, accounts: [], onBroken })
  const receiver = makeQueueReceiver()
  const log = {
    info: () => undefined,
    error: (message: string, fields: { readonly error?: unknown } = {}) => onBroken(message, fields.error),
  }
  const store = { client: table.client, table: table.table, clock: Date.now }
  const clientOptions = { slackApiUrl: slack.apiUrl }
  const parts = {
    ask: ((question, onProgress) =>
      ask({ ...question, region: question.region ?? 'eu-west-1' }, onProgress)) as typeof ask,
    inform: informing(config, { endpoint: awsUrl, credentials, accounts: [] }),
    answers: dynamoAnswers(store),
    config,
    log,
    directory: makeDirectory(Date.now),
    clock: Date.now,
    clientOptions,
  }
  makeApp({ ...parts, receiver, authorize: async () => bot })
  const worker = makeWorker({
    receiver,
    log,
    once: dynamoOnce(store),
    isWatched: () => true,
    takeAlarm: async () => undefined,
    takeEvent: async () => undefined,
    due: async () => undefined,
    deliver: async () => 'delivered',
    delay: async () => undefined,
  })
  const sqs = new SQSClient({ region: 'eu-west-1', endpoint: awsUrl, useQueueUrlAsEndpoint: false, credentials })
  return {
    slack,
    work: async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
      )
      if (Messages.length === 0) throw new Error('the queue is empty')
      const { batchItemFailures } = await worker({ Records: Messages.map(recordOf) })
      return batchItemFailures.length
    },
    close: async () => {
      sqs.destroy()
      gateway.closeAllConnections()
      gateway.close()
      await Promise.all([slack.close(), table.close()])
    },
  }
}

/** A request as an HTTP API hands it on, payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
async function eventOf(request: IncomingMessage): Promise<IngressEvent> {
  const event = {
    version: '2.0',
    routeKey: 'POST /slack/events',
    rawPath: '/slack/events',
    rawQueryString: '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    requestContext: { http: { method: request.method ?? '', path: '/slack/events', protocol: 'HTTP/1.1' } },
    body: (await buffer(request)).toString('base64'),
    isBase64Encoded: true,
  }
  return event
}

function recordOf(message: {
  readonly MessageId?: string | undefined
  readonly ReceiptHandle?: string | undefined
  readonly Body?: string | undefined
}): SQSEvent['Records'][number] {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: String(Date.now()),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queueName}`,
    awsRegion: 'eu-west-1',
  }
}
