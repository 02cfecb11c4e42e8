import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'

export type Group = NonNullable<DeclaredWorld['logGroups']>[number]
export type Event = NonNullable<Group['events']>[number]
export type Api = NonNullable<DeclaredWorld['restApis']>[number]
export type Stage = NonNullable<Api['stages']>[number]
export type Fn = NonNullable<DeclaredWorld['functions']>[number]
export type Execution = NonNullable<Event['execution']>

export const executionGroup = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod'
export const endpoint = (name: string): string =>
  `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${name}/invocations`

export const traffic = [
  { from: '-3h', to: '-20m', perMinute: 60, latency: 60 },
  { from: '-20m', perMinute: 60, errors5xx: 15, latency: 70 },
]

export function stage(more: Partial<Stage> = {}): Stage {
  return { name: 'prod', loggingLevel: 'INFO', dataTrace: true, traffic, ...more }
}

export function fn(more: Partial<Fn> = {}): Fn {
  return {
    name: 'orders',
    runtime: 'nodejs22.x',
    timeout: 10,
    memorySize: 512,
    lastModified: '-9d',
    traffic: [{ from: '-3h', perMinute: 60 }],
    ...more,
  }
}

export function failing(execution: Partial<Execution>): Event[] {
  return [
    {
      from: '-60m',
      every: '1m',
      execution: { method: 'GET', path: '/orders', status: 200, endpoint: endpoint('orders'), endpointStatus: 200 },
    },
    {
      from: '-20m',
      every: '30s',
      ids: 'bad',
      execution: { method: 'GET', path: '/orders', status: 502, endpoint: endpoint('orders'), ...execution },
    },
  ]
}

export interface Parts {
  readonly api?: Partial<Api>
  readonly stage?: Partial<Stage>
  readonly functions?: Fn[]
  readonly execution?: Partial<Execution>
  readonly groups?: Group[]
  readonly more?: Partial<DeclaredWorld>
}

export function world({
  api = {},
  stage: stageMore = {},
  functions = [fn()],
  execution,
  groups = [],
  more = {},
}: Parts): DeclaredWorld {
  return {
    restApis: [
      {
        name: 'orders-api',
        id: 'a1b2c3d4e5',
        methods: { 'GET /orders': 'orders' },
        stages: [stage(stageMore)],
        ...api,
      },
    ],
    functions,
    logGroups: [
      {
        name: '/aws/lambda/orders',
        events: [{ from: '-60m', every: '1m', invocation: { durationMs: 40, lines: ['INFO ok'] } }],
      },
      ...(execution === undefined ? [] : [{ name: executionGroup, events: failing(execution) }]),
      ...groups,
    ],
    ...more,
  }
}

export const malformed = 'Execution failed due to configuration error: Malformed Lambda proxy response'
export const off = { loggingLevel: 'OFF' } as const
