import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { scenarios, worldOf } from '../../sandbox/scenarios.ts'
import type { RunningSlack } from '../../sandbox/slack/server.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { reportSchema } from '../../src/report/report.ts'
import { type LambdaDoor, queueName, secretName, signingSecret, startLambdaDoor } from './lambda-door.ts'
import { type Named, namedByReport, namedByThread } from './named.ts'

const queueUrl = `https://sqs.eu-west-1.amazonaws.com/123456789012/${queueName}`
const cli = join(import.meta.dirname, '../../src/entry/cli.ts')
const home = mkdtempSync(join(tmpdir(), 'firstlook-doors-'))

let sandbox: Sandbox
let lambda: LambdaDoor
let environment: Record<string, string>
const broken: string[] = []

beforeAll(async () => {
  const log = {
    info: () => undefined,
    error: (message: string, fields?: { readonly error?: unknown }) =>
      broken.push(`${message} ${String(fields?.error)}`),
  }
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  sandbox = await startSandbox({ log })
  environment = {
    AWS_ENDPOINT_URL: sandbox.aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAINGRESS000000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  }
  const ingressEnvironment = { FIRSTLOOK_QUEUE_URL: queueUrl, FIRSTLOOK_SIGNING_SECRET_ARN: secretName }
  for (const [name, value] of Object.entries({ ...environment, ...ingressEnvironment })) vi.stubEnv(name, value)
  sandbox.aws.setWorld(withQueue('memory'))
  const { handler } = await import('../../src/entry/ingress.ts')
  lambda = await startLambdaDoor({
    awsUrl: sandbox.aws.url,
    queueUrl,
    ingress: handler,
    onBroken: (what, error) => broken.push(`${what} ${String(error)}`),
  })
})

beforeEach(() => {
  broken.length = 0
})

afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await Promise.all([sandbox.close(), lambda.close()])
})

/** The account of a scenario, with what Firstlook itself lives on beside it. */
function withQueue(id: string) {
  const world = worldOf(id)
  return {
    ...world,
    queues: [...(world.queues ?? []), { name: queueName }],
    secrets: [...(world.secrets ?? []), { name: secretName, value: { signingSecret } }],
  }
}

function commandOf(id: string): string {
  return scenarios.find((scenario) => scenario.id === id)?.suggestedCommand ?? ''
}

/** The newest card in the channel, with its thread once that is whole. */
async function threadIn(slack: RunningSlack, seen: number): Promise<Named> {
  const card = await slack.control.waitForMessage(
    (message) => slack.control.messages().indexOf(message) >= seen && !message.text.startsWith('Looking'),
    20_000,
  )
  await slack.control.waitForMessage(
    (message) => message.thread_ts === card.ts && /See it yourself|Good to know|Gaps|Could not/.test(message.text),
    20_000,
  )
  return namedByThread(slack.control.thread(card.channel, card.ts))
}

async function byLambda(command: string): Promise<Named> {
  const seen = lambda.slack.control.messages().length
  await lambda.slack.control.typeCommand(command)
  expect(await lambda.work()).toBe(0)
  return await threadIn(lambda.slack, seen)
}

async function byPage(command: string): Promise<Named> {
  const seen = sandbox.slack.control.messages().length
  await sandbox.slack.control.typeCommand(command)
  return await threadIn(sandbox.slack, seen)
}

function byTerminal(command: string): Promise<Named> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...environment }
  const words = [...command.split(' ').slice(1), '--json']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...words], { env, cwd: home }, (error, out, err) => {
      if (error === null) resolve(namedByReport(reportSchema.parse(JSON.parse(out))))
      else reject(new Error(err))
    })
  })
}

describe('the Lambda functions, the terminal and the page', () => {
  it.each([
    ['throttled-table', 'orders-table'],
    ['malformed', 'orders'],
    ['memory', 'checkout'],
    ['no-way-out', 'checkout'],
    ['healthy', undefined],
    ['denied', 'orders'],
  ])('give the same causes on the same resources: %s', async (id, resource) => {
    sandbox.aws.setWorld(withQueue(id))
    const command = commandOf(id)

    const terminal = await byTerminal(command)
    const page = await byPage(command)
    const fromLambda = await byLambda(command)

    expect(page).toEqual(terminal)
    expect(fromLambda).toEqual(terminal)
    expect(terminal.causes[0]?.resource).toEqual(resource === undefined ? undefined : expect.stringContaining(resource))
    expect(broken).toEqual([])
    expect([...sandbox.slack.control.refusals(), ...lambda.slack.control.refusals()]).toEqual([])
  })

  it('tell a forger nothing and queue nothing', async () => {
    sandbox.aws.setWorld(withQueue('memory'))
    const { handler } = await import('../../src/entry/ingress.ts')
    const body = new URLSearchParams({ command: '/aws', text: 'why-errors checkout' }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
      'x-slack-signature': `v0=${'0'.repeat(64)}`,
    }
    const answered = await handler({ headers, body, requestContext: { http: { method: 'POST' } } })
    expect(answered).toMatchObject({ statusCode: 401, body: 'unauthorized' })
    await expect(lambda.work()).rejects.toThrow('the queue is empty')
  })
})
