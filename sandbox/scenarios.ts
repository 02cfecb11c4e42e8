import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeclaredWorld } from './aws/world.ts'
import { failedShare, functionErrors } from './stage/alarms.ts'
import { withMemory, withoutReservation, withWriteCapacity } from './stage/fixes.ts'
import { stormWorld } from './stage/storm-world.ts'

/** An incident that can be set off from the page. */
export interface SandboxScenario {
  readonly id: string
  readonly title: string
  /** What a customer or an alarm would say. */
  readonly symptom: string
  readonly suggestedCommand: string
  readonly description: string
  /** The incident file whose world it is, under `test/incidents`; or the world itself. */
  readonly file: string | DeclaredWorld
  /** Alarms that can be let fire in it. */
  readonly alarms?: DeclaredWorld['alarms']
  /** Since when its world fails; what does not end after that is the fault. */
  readonly failingSince?: string
  /** The account after somebody has put things right at a time, ISO 8601. */
  readonly fix?: (world: DeclaredWorld, at: string) => DeclaredWorld
}

/** The palette of the page, the first one set off at the start. */
export const scenarios: readonly SandboxScenario[] = [
  {
    id: 'throttled-table',
    title: 'Orders answers 502',
    symptom: 'Customers see “Internal server error” at checkout',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'Three hops deep: the API, its function, and what the function waits for.',
    file: '502/throttled-table',
    failingSince: '-20m',
    alarms: [
      functionErrors('orders-errors', 'orders'),
      failedShare('orders-api-5xx', { ApiName: 'orders-api', Stage: 'prod' }),
      { name: 'orders-is-down', state: 'OK', rule: 'ALARM("orders-api-5xx") AND ALARM("orders-errors")' },
    ],
    fix: withWriteCapacity('orders-table', 500),
  },
  {
    id: 'bad-deploy',
    title: 'A deploy went wrong',
    symptom: 'Every request fails since the last release',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'The function cannot even start.',
    file: '502/module-missing',
    failingSince: '-20m',
    alarms: [functionErrors('orders-errors', 'orders')],
  },
  {
    id: 'malformed',
    title: '502, but the function looks fine',
    symptom: 'The API answers 502 while the function has no errors',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'Nothing threw, nothing timed out.',
    file: '502/body-not-string',
  },
  {
    id: 'gateway-timeout',
    title: 'The API gives up waiting',
    symptom: 'Requests end with 504 after half a minute',
    suggestedCommand: '/aws why-504 orders-api',
    description: 'The function is still working when the API has already answered.',
    file: '504/integration-timeout',
  },
  {
    id: 'permission',
    title: 'The API may not call its function',
    symptom: 'The API answers 500 since a stack update',
    suggestedCommand: '/aws why-500 orders-api',
    description: 'A permission that is there, but not where it counts.',
    file: '500/permission-on-wrong-qualifier',
  },
  {
    id: 'no-way-out',
    title: 'A function hangs',
    symptom: 'checkout times out every time',
    suggestedCommand: '/aws why-timeout checkout',
    description: 'It waits for something it can never reach.',
    file: 'timeout/no-way-out',
  },
  {
    id: 'memory',
    title: 'A function dies',
    symptom: 'checkout fails on large baskets',
    suggestedCommand: '/aws why-errors checkout',
    description: 'Without any exception in its log.',
    file: 'errors/out-of-memory',
    failingSince: '-20m',
    alarms: [functionErrors('checkout-errors', 'checkout')],
    fix: withMemory('checkout', 1024),
  },
  {
    id: 'reserved-zero',
    title: 'A function is throttled',
    symptom: 'checkout refuses every call',
    suggestedCommand: '/aws why-throttled checkout',
    description: 'Somebody once had a reason.',
    file: 'throttled/reserved-zero',
    failingSince: '-20m',
    alarms: [functionErrors('checkout-throttles', 'checkout', 'Throttles')],
    fix: withoutReservation('checkout'),
  },
  {
    id: 'waf',
    title: 'An API turns callers away',
    symptom: 'Some customers get 403, and the function never hears of them',
    suggestedCommand: '/aws why-4xx orders-api',
    description: 'Refused before anything of yours runs.',
    file: '4xx/waf-blocks',
  },
  {
    id: 'cold-start',
    title: 'The first call takes seconds',
    symptom: 'report-builder is slow now and then',
    suggestedCommand: '/aws why-cold-start report-builder',
    description: 'Nothing is wrong with the code that runs; look at what runs before it.',
    file: 'cold-start/heavy-imports',
  },
  {
    id: 'slow-table',
    title: 'A table got slow',
    symptom: 'Everything that reads orders takes longer than this morning',
    suggestedCommand: '/aws why-slow orders-table',
    description: 'Every request succeeds.',
    file: 'slow/scan-used-as-lookup',
  },
  {
    id: 'stuck-queue',
    title: 'A queue piles up',
    symptom: 'Orders arrive and do not leave',
    suggestedCommand: '/aws why-stuck orders-queue',
    description: 'Most of them are fine. One is not.',
    file: 'stuck/one-bad-message',
    alarms: [
      {
        name: 'orders-queue-age',
        description: 'The oldest message waits for more than ten minutes',
        ...{ state: 'OK', namespace: 'AWS/SQS', metric: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum' },
        ...{ dimensions: { QueueName: 'orders-queue' }, threshold: 600, evaluationPeriods: 3 },
      },
    ],
  },
  {
    id: 'silent-rule',
    title: 'Nothing happens',
    symptom: 'Orders are placed, and nobody downstream hears of it',
    suggestedCommand: '/aws why-no-event order-placed-rule',
    description: 'No error anywhere.',
    file: 'no-event/disabled-by-hand',
  },
  {
    id: 'access-denied',
    title: 'AccessDenied',
    symptom: 'invoice-export may not write, although its policy says it may',
    suggestedCommand: '/aws why-denied invoice-export',
    description: 'A policy is read by the letter.',
    file: 'denied/function-writes-to-bucket-arn',
  },
  {
    id: 's3-403',
    title: 'S3 answers 403',
    symptom: 'The gallery shows no pictures',
    suggestedCommand:
      '/aws why-403 acme-media principal=arn:aws:iam::123456789012:role/gallery-role action=s3:GetObject key=2026/11/cat.jpg',
    description: 'Ten layers may refuse. One does.',
    file: '403/role-lacks-get-object',
  },
  {
    id: 'stack-failed',
    title: 'A deployment failed',
    symptom: 'checkout-prod rolled back with a page full of red',
    suggestedCommand: '/aws why-failed checkout-prod',
    description: 'Every row says failed. One of them failed first.',
    file: 'failed/denied-among-cascades',
  },
  {
    id: 'bill',
    title: 'The bill went up',
    symptom: 'Lambda costs many times what it did last week',
    suggestedCommand: '/aws why-cost lambda',
    description: 'Nobody is using it more.',
    file: 'cost/recursive-thumbnailer',
  },
  {
    id: 'public-bucket',
    title: 'Something is open',
    symptom: 'A compliance rule turned red',
    suggestedCommand: '/aws why-security',
    description: 'What is open, since when, and who opened it.',
    file: 'security/public-invoices',
  },
  {
    id: 'red-herring',
    title: 'The obvious suspect',
    symptom: 'The API answers 502, and a function behind it throws',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'Two things fail. Only one of them is why.',
    file: '502/red-herring-neighbour',
  },
  {
    id: 'denied',
    title: 'Logs may not be read',
    symptom: 'The API answers 502, and the role lacks a permission',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'What an honest answer looks like when it cannot look.',
    file: '502/logs-denied',
  },
  {
    id: 'recovered',
    title: 'It is over already',
    symptom: 'There were 502s half an hour ago',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'Nothing is claimed about a system that works again.',
    file: '502/recovered',
    alarms: [
      {
        name: 'orders-errors-hour',
        description: 'Errors in 15 of the last 60 minutes',
        ...{ state: 'OK', namespace: 'AWS/Lambda', metric: 'Errors', dimensions: { FunctionName: 'orders' } },
        ...{ threshold: 0, evaluationPeriods: 60, datapointsToAlarm: 15 },
      },
    ],
  },
  {
    id: 'storm',
    title: 'Everything at once',
    symptom: 'Forty alarms in a minute',
    suggestedCommand: '/aws why-throttled orders-table',
    description: 'One table, one bad release and one full memory, behind twenty functions.',
    file: stormWorld,
    failingSince: '-20m',
  },
  {
    id: 'healthy',
    title: 'Nothing is wrong',
    symptom: 'Somebody asks, just in case',
    suggestedCommand: '/aws why-502 orders-api',
    description: 'A healthy API with ordinary client errors.',
    file: '502/healthy',
  },
]

/** The scenario of an id. Throws when there is none. */
export function scenarioOf(id: string): SandboxScenario {
  const scenario = scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`)
  return scenario
}

/** The simulated account of a scenario. Throws when there is no such scenario. */
export function worldOf(id: string): DeclaredWorld {
  const { file, alarms } = scenarioOf(id)
  const world = typeof file === 'string' ? worldOfFile(file) : file
  return alarms === undefined ? world : { ...world, alarms: [...(world.alarms ?? []), ...alarms] }
}

/** The world of an incident file, by its path under `test/incidents` without `.json`. */
export function worldOfFile(file: string): DeclaredWorld {
  const path = join(import.meta.dirname, '../test/incidents', `${file}.json`)
  const { world } = JSON.parse(readFileSync(path, 'utf8')) as { world: DeclaredWorld }
  return world
}
