import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeAsk } from '../../report/ask.ts'
import type { Report } from '../../report/report.ts'
import { functionLookup } from '../../targets/resolve/function.ts'
import { cloudtrailPlaybook } from '../cloudtrail/index.ts'
import { family } from '../family.ts'
import { coldStartPlaybook } from './index.ts'

let aws: SimulatedAws
beforeAll(async () => {
  aws = await startAws({})
})
afterAll(() => aws.close())

async function report(world: DeclaredWorld, name = 'orders'): Promise<Report> {
  aws.setWorld(world)
  const now = Date.now()
  const ask = makeAsk({
    playbook: { ...coldStartPlaybook, changes: cloudtrailPlaybook.changes, family },
    lookups: [functionLookup],
    accounts: [],
    deadlineMs: 15_000,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    endpoint: aws.url,
    clock: Date.now,
    onBroken: (id, error) => {
      throw new Error(`${id} broke`, { cause: error })
    },
  })
  const answer = await ask({
    symptom: 'cold-start',
    name,
    region: 'eu-west-1',
    window: { from: now - 3_600_000, to: now },
    command: `why-cold-start ${name}`,
  })
  if (answer.kind !== 'report') throw new Error(`no report: ${JSON.stringify(answer)}`)
  return answer.report
}

type Logged = NonNullable<NonNullable<DeclaredWorld['logGroups']>[number]['events']>[number]
function cold(every: string, invocation: NonNullable<Logged['invocation']>): DeclaredWorld['logGroups'] {
  return [
    {
      name: '/aws/lambda/orders',
      events: [{ from: '-58m', every, invocation: { function: 'orders', ...invocation } }],
    },
  ]
}
const busy = [{ from: '-60m', perMinute: 10, duration: 60 }]

it('names the runtime of a function that starts slowly, from text and JSON logs', async () => {
  for (const format of ['Text', 'JSON'] as const) {
    const { verdict, causes, cost } = await report({
      functions: [
        { name: 'orders', runtime: 'java21', memorySize: 1_024, traffic: busy, logging: { logFormat: format } },
      ],
      logGroups: cold('2m', { initMs: 4_200, format }),
    })
    expect([verdict, causes.map((cause) => [cause.id, cause.strength])]).toEqual([
      'cause-found',
      [['cold-java-dotnet', 'likely']],
    ])
    expect(causes[0]?.summary).toContain('4.2 s')
    expect(cost.calls).toBeLessThanOrEqual(12)
  }
})

it('names provisioned concurrency that the calls pass by', async () => {
  const { causes } = await report({
    functions: [
      {
        name: 'orders',
        versions: [{ version: '3' }],
        aliases: [{ name: 'live', version: '3' }],
        provisionedConcurrency: [{ qualifier: 'live', requested: 5 }],
        traffic: busy,
      },
    ],
    logGroups: cold('2m', { initMs: 1_800 }),
  })
  expect(causes.map((cause) => [cause.id, cause.strength])).toEqual([['cold-pc-not-hit', 'proven']])
  expect(causes[0]?.summary).toContain('live')
})

it('names provisioned concurrency that is too small', async () => {
  const dimensions = { FunctionName: 'orders', Resource: 'orders:live' }
  const counted = (metric: string, value: number) => ({
    namespace: 'AWS/Lambda',
    metric,
    dimensions,
    points: [{ from: '-30m', value }],
  })
  const { causes } = await report({
    functions: [
      {
        name: 'orders',
        versions: [{ version: '3' }],
        aliases: [{ name: 'live', version: '3' }],
        provisionedConcurrency: [{ qualifier: 'live', requested: 5 }],
        traffic: busy,
      },
    ],
    metrics: [
      counted('ProvisionedConcurrencySpilloverInvocations', 3),
      counted('ProvisionedConcurrencyInvocations', 7),
      counted('Invocations', 10),
    ],
    logGroups: cold('2m', { initMs: 1_800, version: '3' }),
  })
  expect(causes.map((cause) => [cause.id, cause.strength])).toEqual([['cold-pc-spillover', 'proven']])
})

it('names an init that is begun again inside the invocation', async () => {
  const { causes } = await report({
    functions: [{ name: 'orders', timeout: 30, traffic: busy }],
    logGroups: cold('10m', { initTimeout: true, initMs: 11_000, durationMs: 12_000 }),
  })
  expect(causes.map((cause) => cause.id)).toEqual(['cold-init-timeout-retry'])
})

it('finds nothing wrong with a function that seldom starts cold', async () => {
  const { verdict, causes } = await report({
    functions: [{ name: 'orders', traffic: busy }],
    logGroups: cold('40m', { initMs: 350 }),
  })
  expect([verdict, causes]).toEqual(['healthy', []])
})

it('does not call a function well whose log may not be read', async () => {
  const { verdict, causes, gaps } = await report({
    functions: [{ name: 'orders', traffic: busy }],
    logGroups: cold('2m', { initMs: 3_000 }),
    deny: ['logs:FilterLogEvents'],
  })
  expect([verdict, causes]).toEqual(['insufficient-evidence', []])
  expect(gaps.map((gap) => gap.action)).toContain('logs:FilterLogEvents')
})

it('does not call a function well whose log holds no report of any invocation', async () => {
  const { verdict, causes } = await report({
    functions: [{ name: 'orders', traffic: busy }],
    logGroups: [{ name: '/aws/lambda/orders', events: [{ from: '-58m', every: '1m', message: 'order handled' }] }],
  })
  expect([verdict, causes]).toEqual(['insufficient-evidence', []])
})
