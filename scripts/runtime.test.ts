import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../sandbox/aws/server.ts'
import { incidents } from '../test/incidents/incident.ts'
import { type Bundle, bundleAll } from './bundle.ts'
import { isNative, type LambdaInTest, startLambda } from './lambda-in-test.ts'
import { bot, commandIn, queuedEvent, signedEvent, signingSecret } from './requests-in-test.ts'

const incident = incidents('timeout').find(({ path }) => path.includes('no-way-out'))?.incident
/** AWS's own runtime client, where it is installed: `.ci/run` does, and says where. */
const { FIRSTLOOK_RUNTIME_CLIENT: runtimeClient } = process.env
const runtimes: readonly (readonly [string, string | undefined])[] = [
  ['a bootstrap of ours', undefined],
  ...(runtimeClient === undefined
    ? []
    : [[`AWS’s own client${isNative(runtimeClient) ? '' : ', its native part stood in for'}`, runtimeClient] as const]),
]

let folder: string
let bundles: readonly Bundle[]
let aws: SimulatedAws
let server: Server
let url: string
let lambda: LambdaInTest | undefined
let received: { readonly to: string; readonly authorization: string; readonly body: string }[] = []

/** Slack's API, and the queue, the table and the secrets of Firstlook's own; what is looked at is the simulated account. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const to = String(request.headers['x-amz-target'] ?? request.url)
  const body = await buffer(request)
  received.push({ to, authorization: String(request.headers.authorization), body: body.toString() })
  const isSlack = to.startsWith('/api/') || to === '/response'
  if (isSlack || /^(DynamoDB_20120810|AmazonSQS|secretsmanager)\./.test(to)) {
    const secret = body.includes('bot-secret') ? bot : { signingSecret }
    const slack = { ok: true, ts: '1.1', team_id: 'T1', user: { team_id: 'T1' }, channel: {} }
    const answer = to.endsWith('GetSecretValue') ? { SecretString: JSON.stringify(secret) } : isSlack ? slack : {}
    response.writeHead(200, { 'content-type': isSlack ? 'application/json' : 'application/x-amz-json-1.0' })
    response.end(JSON.stringify(answer))
    return
  }
  const { method } = request
  const headers = { ...request.headers, host: new URL(aws.url).host }
  forward(new URL(request.url ?? '/', aws.url), { ...(method !== undefined && { method }), headers }, (answer) =>
    answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
  ).end(body)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstlook-runtime-'))
  bundles = await bundleAll(folder)
  if (incident === undefined) throw new Error('the incident is gone')
  aws = await startAws(incident.world)
  server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  received = []
})
afterEach(() => lambda?.close())
afterAll(async () => {
  server.close()
  await aws.close()
  await rm(folder, { recursive: true })
})

async function start(name: Bundle['name'], client: string | undefined): Promise<LambdaInTest> {
  const file = bundles.find((each) => each.name === name)?.file ?? ''
  lambda = await startLambda({
    file,
    networkUrl: url,
    ...(client !== undefined && { runtimeClient: client }),
    env: {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      FIRSTLOOK_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/work',
      FIRSTLOOK_SECRETS_URL: 'https://secretsmanager.eu-west-1.amazonaws.com',
      FIRSTLOOK_SIGNING_SECRET_ARN: 'signing-secret',
      FIRSTLOOK_BOT_SECRET_ARN: 'bot-secret',
      FIRSTLOOK_TABLE: 'firstlook',
      FIRSTLOOK_OUTBOX_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/outbox.fifo',
      FIRSTLOOK_WORK_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:123456789012:work',
      FIRSTLOOK_SCHEDULE_GROUP: 'firstlook',
      FIRSTLOOK_SCHEDULER_ROLE_ARN: 'arn:aws:iam::123456789012:role/scheduler',
      FIRSTLOOK_WATCH_CHANNEL: 'C0ONCALL',
    },
  })
  return lambda
}

const sentTo = (to: string) => received.filter((each) => each.to === to)

describe.each(runtimes)('under Lambda’s Runtime API, by %s', (_, client) => {
  it('the ingress acks a request, queues it with its channel, and does so again', async () => {
    const ingress = await start('ingress', client)
    for (const text of ['help', 'why-502 orders'])
      expect(await ingress.invoke(signedEvent(commandIn('https://hooks.slack.com', { text })))).toMatchObject({
        kind: 'response',
        value: { statusCode: 200, body: '' },
      })
    const messages = sentTo('AmazonSQS.SendMessage').map(({ body }) => JSON.parse(body))
    expect(messages).toMatchObject([{ MessageGroupId: 'C1' }, { MessageGroupId: 'C1' }])
    expect(sentTo('secretsmanager.GetSecretValue')).toHaveLength(1)
  })

  it('the worker answers a question, EC2’s client and all, and counts it', async () => {
    const worker = await start('worker', client)
    const line = incident?.command ?? ''
    const ended = await worker.invoke(queuedEvent(commandIn('https://hooks.slack.com', { text: line })))
    expect(ended).toEqual({ kind: 'response', value: { batchItemFailures: [] } })
    const shown = sentTo('/api/chat.update').map(({ body }) => decodeURIComponent(body.replaceAll('+', ' ')))
    expect(shown.at(-1)).toContain('Cause found')
    expect(shown.at(-1)).toContain('no way out')
    expect(aws.calls.filter(({ service, error }) => service === 'ec2' && error === undefined)).not.toEqual([])
    const counted = worker
      .log()
      .split('\n')
      .filter((each) => each.includes('"CloudWatchMetrics"'))
      .map((each) => JSON.parse(each.slice(each.indexOf('{'))))
    expect(counted).toContainEqual(
      expect.objectContaining({ service: 'firstlook', verdict: 'cause-found', Answers: 1 }),
    )
    expect(counted).toContainEqual(
      expect.objectContaining({ Reads: expect.any(Number), FirstFactTime: expect.any(Number), Gaps: 0 }),
    )
  })

  it('the watch tells Slack by itself', async () => {
    const watch = await start('watch', client)
    const alarm = { AlarmName: 'Firstlook-worker-fails', NewStateValue: 'ALARM', AlarmDescription: 'The worker ended.' }
    expect(await watch.invoke({ Records: [{ Sns: { Message: JSON.stringify(alarm) } }] })).toMatchObject({
      kind: 'response',
    })
    const [post] = sentTo('/api/chat.postMessage')
    expect(post?.authorization).toBe(`Bearer ${bot.botToken}`)
    expect(JSON.parse(post?.body ?? '{}')).toMatchObject({
      channel: 'C0ONCALL',
      text: expect.stringContaining('Firstlook itself: worker fails'),
    })
  })
})
