import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { reportSchema } from '../../src/report/report.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'firstlook-terminal-'))

const world: DeclaredWorld = {
  restApis: [{ name: 'orders-api', id: 'a1b2c3d4e5', methods: { 'GET /orders': 'orders' } }],
  httpApis: [
    { name: 'twin', id: 'h1h1h1h1h1', stages: [{ name: '$default' }] },
    { name: 'twin', id: 'h2h2h2h2h2', stages: [{ name: '$default' }] },
  ],
  functions: [{ name: 'orders', memorySize: 256, traffic: [{ from: '-60m', perMinute: 20, errors: 3 }] }],
  logGroups: [
    {
      name: '/aws/lambda/orders',
      events: [{ from: '-50m', every: '1m', invocation: { memoryMb: 256, usedMb: 256, oom: true } }],
    },
  ],
}

let aws: SimulatedAws
let expired: SimulatedAws
beforeAll(async () => {
  aws = await startAws(world)
  expired = await startAws({ ...world, faults: [{ credentials: 'expired' }] })
})
afterAll(async () => {
  await Promise.all([aws.close(), expired.close()])
})

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the terminal with only the environment given: nothing of the machine's own AWS set-up. */
function firstlook(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'AKIAFIRSTLOOKTEST000',
    AWS_SECRET_ACCESS_KEY: 'not-a-real-secret',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
    ...environment,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'src/entry/cli.ts'), ...words], { env, cwd: folder }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err })
    })
  })
}

describe('an answer', () => {
  it('is the Report as JSON with --json, and nothing else', async () => {
    const { code, out } = await firstlook(['why-errors', 'orders', '--json'])

    const report = reportSchema.parse(JSON.parse(out))
    expect(code).toBe(0)
    expect(report).toMatchObject({
      verdict: 'cause-found',
      target: { kind: 'function', name: 'orders', account: '123456789012', region: 'eu-west-1' },
    })
    expect(report.causes[0]).toMatchObject({ id: 'lambda-oom', strength: 'proven' })
  })

  it('is plain text when piped', async () => {
    const { code, out } = await firstlook(['why-errors', 'orders'])

    expect(code).toBe(0)
    expect(out).toContain('lambda-oom')
    expect(out.includes('\u001b[')).toBe(false)
  })

  it('comes for an alarm event too', async () => {
    const event = {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '123456789012',
      region: 'eu-west-1',
      time: new Date().toISOString(),
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors'],
      detail: {
        alarmName: 'orders-errors',
        state: {
          value: 'ALARM',
          timestamp: new Date().toISOString().replace('Z', '+0000'),
          reason: 'Threshold Crossed',
        },
        configuration: {
          metrics: [
            {
              id: 'm1',
              returnData: true,
              metricStat: {
                period: 60,
                stat: 'Sum',
                metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } },
              },
            },
          ],
        },
      },
    }
    const file = join(folder, 'event.json')
    writeFileSync(file, JSON.stringify(event))

    const { code, out } = await firstlook(['alarm', 'event.json', '--json'])

    expect(code).toBe(0)
    expect(reportSchema.parse(JSON.parse(out)).causes[0]?.id).toBe('lambda-oom')
  })
})

describe('what cannot be answered gets a sentence and a next step', () => {
  it.each([
    ['an unknown verb', ['why-503x', 'orders-api'], {}, 2, /did you mean/i],
    ['no resource', ['why-502'], {}, 2, /which api/i],
    ['an unknown resource', ['why-502', 'order-api'], {}, 2, /orders-api/],
    ['an ambiguous name', ['why-502', 'twin'], {}, 2, /h1h1h1h1h1[\s\S]*h2h2h2h2h2/],
    ['an unknown account', ['why-502', 'orders-api', 'in', 'mars'], {}, 2, /firstlook\.config\.ts/],
    ['another account’s id', ['why-502', 'orders-api', 'in', '999999999999'], {}, 1, /belong to account 123456789012/],
    [
      'no credentials',
      ['why-502', 'orders-api'],
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      1,
      /no aws credentials[\s\S]*AWS_PROFILE/i,
    ],
    ['no region', ['why-502', 'orders-api'], { AWS_REGION: '' }, 1, /no aws region[\s\S]*AWS_REGION/i],
    [
      'an unreachable endpoint',
      ['why-502', 'orders-api'],
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      1,
      /could not be reached[\s\S]*127\.0\.0\.1/,
    ],
    ['no event file', ['alarm', 'nowhere.json'], {}, 2, /cannot be read/],
    ['an alarm without a file', ['alarm'], {}, 2, /which event/i],
  ] as const)('%s', async (_, words, environment, code, sentence) => {
    const ran = await firstlook(words, environment)

    expect(ran.err).toMatch(sentence)
    expect(ran).toMatchObject({ code, out: '' })
    expect(ran.err).not.toMatch(/\n\s+at /)
  })

  it('expired credentials', async () => {
    const ran = await firstlook(['why-502', 'orders-api', '--json'], { AWS_ENDPOINT_URL: expired.url })

    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.out)).toMatchObject({ error: expect.stringMatching(/expired/) })
  })

  it('an event that is no JSON', async () => {
    writeFileSync(join(folder, 'broken.json'), '{')

    expect(await firstlook(['alarm', 'broken.json'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/does not hold JSON/),
    })
  })
})
