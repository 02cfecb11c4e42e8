import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import { worldOf } from '../../sandbox/scenarios.ts'

const cli = join(import.meta.dirname, '../../src/entry/cli.ts')
const home = mkdtempSync(join(tmpdir(), 'firstlook-information-'))
let aws: SimulatedAws

beforeAll(async () => {
  const world = worldOf('throttled-table')
  aws = await startAws({
    ...world,
    alarms: (world.alarms ?? []).map((alarm) => ({ ...alarm, state: 'ALARM' as const })),
  })
})
afterAll(() => aws.close())

function firstlook(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'AKIAFIRSTLOOKTEST000',
    AWS_SECRET_ACCESS_KEY: 'not-a-real-secret',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...words], { env, cwd: home }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err })
    })
  })
}

it.each([
  [['logs', 'orders', 'provisioned throughput'], 'lines match'],
  [['logs', '/aws/lambda/orders', '{ $.level = "error" }'], 'No line matches'],
  [['metrics', 'orders-api'], '5XX:'],
  [['changes', 'orders-api'], 'CloudTrail lags'],
  [['alarms'], '3 alarms fire'],
  [['explain', 'ddb-provisioned-low'], 'why-throttled'],
  [['accounts'], 'account 123456789012'],
  [['whoami'], 'Identity: arn:aws:'],
  [['doctor'], 'One account and region: 1 works partly'],
])('%s', async (words, part) => {
  const { code, out, err } = await firstlook(...words)

  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toContain(part)
  expect(out.includes('\u001b[')).toBe(false)
})

it('prints its data with --json', async () => {
  const { code, out } = await firstlook('alarms', '--json')

  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    command: 'alarms',
    places: [{ account: '123456789012', region: 'eu-west-1', isComplete: true }],
  })
})

it.each([
  [['logs', 'ordrs'], 'orders'],
  [['alarms', 'mars'], 'mars'],
  [['explain', 'lambda-omm'], 'lambda-oom'],
])('says why %s cannot be shown, with a next step', async (words, part) => {
  expect(await firstlook(...words)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(part) })
})
