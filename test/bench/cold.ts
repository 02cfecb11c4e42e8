import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { bundleAll } from '../../scripts/bundle.ts'
import { quantile } from './result.ts'

/** Milliseconds, each the median of `runs` fresh processes. */
export interface ColdTimes {
  readonly runs: number
  readonly ingressAckMs: number
  /** The usual Bolt function: bot token, AwsLambdaReceiver and the SDK's SQS client in one process. */
  readonly defaultAckMs: number
  readonly workerLoadMs: number
  /** The same worker as it is usually built: esbuild's defaults, and every client imported at the top. */
  readonly defaultLoadMs: number
}

const runs = 9
const serverDelayMs = 10
const signingSecret = 'the-signing-secret'
const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

const defaultBolt = `
import { App, AwsLambdaReceiver } from '@slack/bolt'
import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager'
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'
const sqs = new SQSClient({ md5: false })
const secrets = new SecretsManagerClient({})
let ready
async function start() {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: 'signing-secret' }))
  const receiver = new AwsLambdaReceiver({ signingSecret: JSON.parse(SecretString).signingSecret })
  const app = new App({ token: 'xoxb-test', receiver, clientOptions: { slackApiUrl: process.env.SLACK_API } })
  app.command('/aws', async ({ ack, body }) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.FIRSTLOOK_QUEUE_URL, MessageBody: JSON.stringify(body) }))
    await ack()
  })
  return receiver.start()
}
export const handler = async (event, context) => (await (ready ??= start()))(event, context)
`

/** Puts the one client that Firstlook loads late back to where imports usually stand. */
const ec2AtStart: Plugin = {
  name: 'ec2-at-start',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src[/\\]aws[/\\]ec2\.ts$/ }, () => ({
      contents: "import * as ec2 from './ec2-client.ts'\nexport const loadEc2 = async () => ec2",
      resolveDir: join(root, 'src/aws'),
      loader: 'ts',
    })),
}

/** Bundles Firstlook and the usual way beside it, and times fresh processes of each in turn, so that a slow moment hits all alike. */
export async function coldTimes(): Promise<ColdTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'firstlook-cold-'))
  const server = createServer((request, response) => {
    request.resume().on('end', () =>
      setTimeout(() => {
        const isSlack = request.url?.includes('auth.test') === true
        const answer = isSlack
          ? { ok: true, user_id: 'U1', bot_id: 'B1' }
          : { SecretString: JSON.stringify({ signingSecret }), MessageId: 'm-1' }
        response
          .writeHead(200, { 'content-type': isSlack ? 'application/json' : 'application/x-amz-json-1.0' })
          .end(JSON.stringify(answer))
      }, serverDelayMs),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const bundles = await bundleAll(join(folder, 'firstlook'))
    const fileOf = (name: string): string => bundles.find((each) => each.name === name)?.file ?? ''
    const shared = {
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      logLevel: 'error',
      absWorkingDir: root,
    } as const
    await build({
      ...shared,
      stdin: { contents: defaultBolt, resolveDir: root },
      outfile: join(folder, 'default-bolt.cjs'),
    })
    await build({
      ...shared,
      entryPoints: [join(root, 'src/entry/worker.ts')],
      outfile: join(folder, 'default-worker.cjs'),
      plugins: [ec2AtStart],
    })
    const samples: Record<'ingress' | 'bolt' | 'worker' | 'defaultWorker', number[]> = {
      ingress: [],
      bolt: [],
      worker: [],
      defaultWorker: [],
    }
    for (let index = 0; index <= runs; index += 1) {
      const taken = {
        ingress: await timed(fileOf('ingress'), url, true),
        bolt: await timed(join(folder, 'default-bolt.cjs'), url, true),
        worker: await timed(fileOf('worker'), url, false),
        defaultWorker: await timed(join(folder, 'default-worker.cjs'), url, false),
      }
      // The first round fills the disk's cache.
      if (index > 0)
        for (const name of ['ingress', 'bolt', 'worker', 'defaultWorker'] as const) samples[name].push(taken[name])
    }
    return {
      runs,
      ingressAckMs: quantile(samples.ingress, 0.5),
      defaultAckMs: quantile(samples.bolt, 0.5),
      workerLoadMs: quantile(samples.worker, 0.5),
      defaultLoadMs: quantile(samples.defaultWorker, 0.5),
    }
  } finally {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  }
}

/** Milliseconds from before the bundle is loaded until it is loaded, or until its first request is answered. */
async function timed(file: string, url: string, isAcked: boolean): Promise<number> {
  const script = `
    const { performance } = require('node:perf_hooks')
    const begin = performance.now()
    const { handler } = require(process.argv[1])
    const done = () => { process.stdout.write('\\n>' + (performance.now() - begin)); process.exit() }
    if (process.argv[2] === '') done()
    else handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 60000 }).then((answer) => {
      if (answer.statusCode !== 200) { process.stderr.write('answered ' + JSON.stringify(answer)); process.exit(1) }
      done()
    })`
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: url,
    SLACK_API: `${url}/api/`,
    FIRSTLOOK_QUEUE_URL: `${url}/123456789012/work`,
    FIRSTLOOK_SIGNING_SECRET_ARN: 'signing-secret',
    FIRSTLOOK_BOT_SECRET_ARN: 'bot-secret',
    FIRSTLOOK_TABLE: 'firstlook',
  }
  const { stdout } = await run(process.execPath, ['-e', script, file, isAcked ? JSON.stringify(signedEvent()) : ''], {
    env,
    timeout: 20_000,
  })
  return Number(stdout.slice(stdout.lastIndexOf('\n>') + 2))
}

function signedEvent(): object {
  const body = new URLSearchParams({
    command: '/aws',
    text: 'help',
    channel_id: 'C1',
    user_id: 'U2',
    team_id: 'T1',
    trigger_id: '1.2',
    response_url: 'https://hooks.slack.com/x',
  }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-signature': signature,
    'x-slack-request-timestamp': timestamp,
  }
  return {
    version: '2.0',
    headers: {
      ...headers,
      'Content-Type': headers['content-type'],
      'X-Slack-Signature': signature,
      'X-Slack-Request-Timestamp': timestamp,
    },
    body,
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST' } },
  }
}
