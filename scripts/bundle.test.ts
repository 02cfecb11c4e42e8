import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bundle, bundleAll } from './bundle.ts'
import { bot, commandIn, queuedEvent, signedEvent, signingSecret } from './requests-in-test.ts'

const run = promisify(execFile)

let folder: string
let bundles: readonly Bundle[]
let server: Server
let url: string
let requests: { readonly target: string; readonly authorization: string; readonly body: string }[] = []

/** AWS, Slack's API and its response address in one, as far as a smoke test needs them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstlook-bundle-'))
  bundles = await bundleAll(folder)
  server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? request.url)
    requests.push({ target, authorization: String(request.headers.authorization), body: await text(request) })
    const secret = requests.at(-1)?.body.includes('bot-secret') === true ? bot : { signingSecret }
    const answer = target.endsWith('GetSecretValue')
      ? { SecretString: JSON.stringify(secret) }
      : target.startsWith('/api/')
        ? { ok: true, ts: '1.1', team_id: 'T1', user: { team_id: 'T1' }, channel: {} }
        : {}
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  requests = []
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** Loads a bundle in a Node of its own, as Lambda does, calls its handler once and returns what it answered. */
async function call(
  name: Bundle['name'],
  event: object,
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { stdout } = await invoke(name, event, more)
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n>') + 2))
}

/** What the call wrote; the answer stands last on standard output. */
async function invoke(
  name: Bundle['name'],
  event: object,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  // Node prints the whole line of code an error comes from, and a bundle is one line: only the message is passed on.
  const script = `
    const fail = (error) => { process.stderr.write(error.message); process.exit(1) }
    process.on('uncaughtException', fail)
    const http = require('node:http')
    require('node:https').request = (url, options, onAnswer) =>
      http.request(new URL(url.pathname, process.argv[3]), { ...options, agent: undefined }, onAnswer)
    require(process.argv[1]).handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 60000 })
      .then((answer) => { process.stdout.write('\\n>' + JSON.stringify(answer)); process.exit() }, fail)`
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: url,
    FIRSTLOOK_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/work',
    FIRSTLOOK_SIGNING_SECRET_ARN: 'signing-secret',
    FIRSTLOOK_BOT_SECRET_ARN: 'bot-secret',
    FIRSTLOOK_TABLE: 'firstlook',
    FIRSTLOOK_OUTBOX_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/outbox.fifo',
    FIRSTLOOK_WORK_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:123456789012:work',
    FIRSTLOOK_SCHEDULE_GROUP: 'firstlook',
    FIRSTLOOK_SCHEDULER_ROLE_ARN: 'arn:aws:iam::123456789012:role/scheduler',
    ...more,
  }
  return await run(process.execPath, ['-e', script, fileOf(name), JSON.stringify(event), url], {
    env,
    timeout: 15_000,
  })
}

function fileOf(name: Bundle['name']): string {
  const found = bundles.find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} was not bundled`)
  return found.file
}

const command = (more?: Readonly<Record<string, string>>) => commandIn('https://hooks.slack.com', more)

describe('the ingress bundle', () => {
  it('acks a signed request and has put it into the queue, signed for SQS', async () => {
    expect(await call('ingress', signedEvent(command()))).toMatchObject({ statusCode: 200, body: '' })
    expect(requests.map(({ target }) => target)).toEqual(['secretsmanager.GetSecretValue', 'AmazonSQS.SendMessage'])
    const [, sent] = requests
    expect(sent?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request/)
    const message = JSON.parse(sent?.body ?? '{}')
    expect(message.QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/123456789012/work')
    expect(JSON.parse(message.MessageBody)).toMatchObject({ v: 1, raw: command() })
  })

  it('refuses an unsigned one and queues nothing', async () => {
    const event = signedEvent(command())
    expect(
      await call('ingress', { ...event, body: Buffer.from(command({ text: 'x' })).toString('base64') }),
    ).toMatchObject({ statusCode: 401 })
    expect(requests.map(({ target }) => target)).not.toContain('AmazonSQS.SendMessage')
  })

  it('does not start in Lambda with an endpoint override', async () => {
    await expect(call('ingress', {}, { AWS_LAMBDA_FUNCTION_NAME: 'ingress' })).rejects.toThrow(
      'AWS_ENDPOINT_URL must not be set in Lambda',
    )
  })
})

describe('the worker bundle', () => {
  it('answers a queued request', async () => {
    expect(await call('worker', queuedEvent(command()))).toEqual({ batchItemFailures: [] })
    const [answer] = requests.filter(({ target }) => target === '/response')
    expect(JSON.parse(answer?.body ?? '{}').text).toContain('What to ask')
    expect(
      requests.filter(({ target }) => target.startsWith('DynamoDB')).map(({ target }) => target.split('.')[1]),
    ).toEqual(['PutItem', 'PutItem'])
  })

  it('does not start in Lambda with an endpoint override', async () => {
    await expect(call('worker', {}, { AWS_LAMBDA_FUNCTION_NAME: 'worker' })).rejects.toThrow(
      'AWS_ENDPOINT_URL must not be set in Lambda',
    )
  })
})

/** Everything that asks some library to talk about what it does. */
const talkative = {
  LOG_LEVEL: 'DEBUG',
  POWERTOOLS_LOG_LEVEL: 'DEBUG',
  AWS_LAMBDA_LOG_LEVEL: 'DEBUG',
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_LOGGER_LOG_EVENT: 'true',
  SLACK_LOG_LEVEL: 'debug',
  DEBUG: '*',
}

describe('with every debug switch on', () => {
  const told = { text: 'help patient-data-4711', response_url: 'https://hooks.slack.com/commands/T1/2/secret-path' }

  it.each([
    ['ingress', () => signedEvent(command(told))],
    ['worker', () => queuedEvent(command(told))],
  ] as const)('the %s prints nothing of a request, a token or a secret', async (name, event) => {
    const { stdout, stderr } = await invoke(name, event(), talkative)
    const printed = stdout.slice(0, stdout.lastIndexOf('\n>')) + stderr

    for (const word of ['patient-data', 'secret-path', signingSecret, bot.botToken, 'v0=', 'trigger_id'])
      expect(printed).not.toContain(word)
  })
})

describe('neither bundle holds the sandbox', () => {
  it('by its sources', () => {
    for (const { inputs } of bundles) expect(inputs.filter((input) => /^(sandbox|test)\//.test(input))).toEqual([])
  })

  it('by any sentence that only the sandbox says, in any file that is shipped', async () => {
    const own = await sentencesUnder('src')
    const said = [...(await sentencesUnder('sandbox'))].filter((literal) => !own.has(literal))
    expect(said.length).toBeGreaterThan(60)
    const shipped = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.cjs'))
    expect(shipped.sort()).toEqual([
      'ingress/index.cjs',
      'watch/index.cjs',
      'worker/ec2-client.cjs',
      'worker/index.cjs',
    ])
    for (const file of shipped) {
      const text = await readFile(join(folder, file), 'utf8')
      expect(said.filter((literal) => text.includes(literal))).toEqual([])
    }
  })
})

/** The sentences among the string literals of a folder's sources, tests left out: a minifier keeps them as they are. */
async function sentencesUnder(name: string): Promise<Set<string>> {
  const root = join(import.meta.dirname, '..', name)
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|-in-test/.test(file),
  )
  const sources = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
  const literals = sources.flatMap((source) =>
    [...source.replaceAll(/^import .*$/gm, '').matchAll(/'([A-Z][^'\\\n]{23,})'/g)].map(([, literal = '']) => literal),
  )
  return new Set(literals.filter((literal) => literal.split(' ').length > 3))
}
