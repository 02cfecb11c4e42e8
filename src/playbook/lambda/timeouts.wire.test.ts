import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askFunction } from './investigate-in-test.ts'

type Invocation = NonNullable<
  NonNullable<NonNullable<DeclaredWorld['logGroups']>[number]['events']>[number]['invocation']
>

const subnets = [{ id: 'subnet-1' }, { id: 'subnet-2' }]
const vpcId = 'vpc-0a1b2c3d4e5f60718'

interface Options {
  readonly timeoutSeconds?: number
  readonly fn?: Partial<NonNullable<DeclaredWorld['functions']>[number]>
  readonly lines?: readonly string[]
  readonly invocation?: Partial<Invocation>
  readonly p50?: number
  readonly p95?: number
  readonly every?: boolean
  readonly more?: Partial<DeclaredWorld>
}

/** Twenty minutes of timeouts after forty good ones. */
function world({
  timeoutSeconds = 30,
  fn = {},
  lines = [],
  invocation = {},
  p50 = 120,
  p95,
  every = false,
  more = {},
}: Options): DeclaredWorld {
  const limit = timeoutSeconds * 1000
  return {
    functions: [
      {
        name: 'orders',
        runtime: 'nodejs22.x',
        timeout: timeoutSeconds,
        memorySize: 1024,
        lastModified: '-9d',
        traffic: [
          {
            from: '-3h',
            to: '-20m',
            perMinute: 60,
            duration: p95 === undefined ? { p50: 120, p99: 400, max: 500 } : { p50, p95, max: limit * 0.97 },
          },
          {
            from: '-20m',
            perMinute: 60,
            errors: every ? 60 : 20,
            duration: every ? { p50: limit, max: limit } : { p50, p95: p95 ?? limit, p99: limit, max: limit },
          },
        ],
        ...fn,
      },
    ],
    logGroups: [
      {
        name: '/aws/lambda/orders',
        events: [
          ...(every
            ? []
            : [
                {
                  from: '-60m',
                  every: '1m',
                  invocation: { durationMs: 120, memoryMb: 1024, lines: ['INFO order 12 read'] },
                },
              ]),
          {
            from: '-20m',
            every: '1m',
            invocation: { durationMs: limit, memoryMb: 1024, timeout: true, lines: [...lines], ...invocation },
          },
        ],
      },
    ],
    ...more,
  }
}

const inVpc = { vpc: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-fn'], vpcId } }
const network = (
  routes: { to: string; via: string; state?: 'active' | 'blackhole' }[],
  more: Partial<DeclaredWorld> = {},
): Partial<DeclaredWorld> => ({
  vpcs: [{ id: vpcId }],
  subnets,
  routeTables: [
    { id: 'rtb-1', subnets: ['subnet-1', 'subnet-2'], routes: [{ to: '10.0.0.0/16', via: 'local' }, ...routes] },
  ],
  securityGroups: [{ id: 'sg-fn' }],
  networkAcls: [
    { id: 'acl-1', subnets: ['subnet-1', 'subnet-2'], entries: [{ number: 100 }, { number: 100, egress: true }] },
  ],
  ...more,
})
const nat = { natGateways: [{ id: 'nat-1', subnetId: 'subnet-9' }] }
const call = ['INFO calling https://api.payments.example.com/charge']

describe('why-timeout over the wire', () => {
  it.each<[string, DeclaredWorld, string | RegExp]>([
    [
      'the default of 3 s with work that does not fit',
      world({ timeoutSeconds: 3, p50: 1900, p95: 2800 }),
      /^lambda-timeout-default-3s/,
    ],
    ['the default of 3 s, log without a hint', world({ timeoutSeconds: 3 }), /^lambda-timeout-default-3s/],
    [
      'work that takes about as long as the timeout',
      world({ timeoutSeconds: 10, p50: 6000, p95: 9200 }),
      'lambda-timeout-too-low likely',
    ],
    ['a call that is not answered', world({ lines: call }), 'lambda-timeout-downstream-slow likely'],
    [
      'no way out of the VPC, all calls',
      world({ lines: call, every: true, fn: inVpc, more: network([]) }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a public subnet',
      world({ lines: call, every: true, fn: inVpc, more: network([{ to: '0.0.0.0/0', via: 'igw-1' }]) }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a NAT gateway that is gone',
      world({
        lines: call,
        every: true,
        fn: inVpc,
        more: network([{ to: '0.0.0.0/0', via: 'nat-9', state: 'blackhole' }]),
      }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a VPC whose network is fine',
      world({ lines: call, fn: inVpc, more: network([{ to: '0.0.0.0/0', via: 'nat-1' }], nat) }),
      'lambda-timeout-downstream-slow likely',
    ],
    [
      'a slow database in a VPC that needs no way out',
      world({
        lines: ['INFO querying orders-db.cluster-x.eu-west-1.rds.amazonaws.com:5432'],
        fn: inVpc,
        more: network([]),
      }),
      'lambda-timeout-downstream-slow likely',
    ],
    [
      'a security group without egress',
      world({
        lines: call,
        every: true,
        fn: inVpc,
        more: network([{ to: '0.0.0.0/0', via: 'nat-1' }], { ...nat, securityGroups: [{ id: 'sg-fn', egress: [] }] }),
      }),
      'lambda-timeout-sg-nacl proven',
    ],
    [
      'a network ACL that drops the answers',
      world({
        lines: call,
        every: true,
        fn: inVpc,
        more: network([{ to: '0.0.0.0/0', via: 'nat-1' }], {
          ...nat,
          networkAcls: [
            {
              id: 'acl-1',
              subnets: ['subnet-1', 'subnet-2'],
              entries: [
                { number: 100, egress: true },
                { number: 90, protocol: '6', ports: 443 },
              ],
            },
          ],
        }),
      }),
      'lambda-timeout-sg-nacl likely',
    ],
    [
      'an endpoint without private DNS',
      world({
        lines: ['INFO GetSecretValue orders/db'],
        every: true,
        fn: inVpc,
        more: network([], {
          vpcEndpoints: [
            { id: 'vpce-1', service: 'secretsmanager', privateDns: false, groups: ['sg-fn'], subnets: ['subnet-1'] },
          ],
        }),
      }),
      'lambda-timeout-vpce-policy-or-dns likely',
    ],
    [
      'NAT ports used up',
      world({
        lines: call,
        fn: inVpc,
        more: {
          ...network([{ to: '0.0.0.0/0', via: 'nat-1' }], nat),
          metrics: [
            {
              namespace: 'AWS/NATGateway',
              metric: 'ErrorPortAllocation',
              dimensions: { NatGatewayId: 'nat-1' },
              points: [{ from: '-20m', value: 40 }],
            },
          ],
        },
      }),
      'lambda-timeout-nat-exhaustion likely',
    ],
    [
      'a database pool that is empty',
      world({ lines: ['ERROR KnexTimeoutError: Timeout acquiring a connection. The pool is probably full.'] }),
      'lambda-timeout-db-connections likely',
    ],
    [
      'a throttled table named in the log',
      world({ lines: ['WARN ProvisionedThroughputExceededException on PutItem, retry 7'] }),
      'lambda-timeout-sdk-retries likely',
    ],
    [
      'a throttled table seen in its metrics only',
      world({
        lines: ['INFO storing order'],
        fn: { environment: { ORDERS_TABLE: 'orders-prod' } },
        more: {
          metrics: [
            {
              namespace: 'AWS/DynamoDB',
              metric: 'WriteThrottleEvents',
              dimensions: { TableName: 'orders-prod' },
              points: [{ from: '-21m', value: 30 }],
            },
          ],
        },
      }),
      'lambda-timeout-sdk-retries likely',
    ],
    [
      'memory at its edge',
      world({ invocation: { memoryMb: 512, usedMb: 511 } }),
      'lambda-timeout-memory-thrash likely',
    ],
    [
      'work done, loop open',
      world({ lines: ['INFO order stored, returning response 201'] }),
      'lambda-timeout-event-loop likely',
    ],
    [
      'computing with little CPU',
      world({ fn: { memorySize: 128 }, lines: ['INFO resizing image 4000x3000'] }),
      'lambda-timeout-cpu-starved likely',
    ],
    [
      'an init that takes too long',
      world({ timeoutSeconds: 10, invocation: { initTimeout: true } }),
      'lambda-timeout-init-suppressed proven',
    ],
    [
      'a deploy that made it slow',
      world({ lines: call, fn: { lastModified: '-21m' } }),
      'lambda-timeout-deploy-regression likely',
    ],
    [
      'an extension that flushes for long',
      world({
        more: {
          metrics: [
            {
              namespace: 'AWS/Lambda',
              metric: 'PostRuntimeExtensionsDuration',
              dimensions: { FunctionName: 'orders' },
              points: [{ from: '-20m', value: 22_000 }],
            },
          ],
        },
      }),
      'lambda-timeout-extension likely',
    ],
    [
      'a file system that hangs',
      world({
        fn: {
          fileSystems: [
            {
              arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1',
              localMountPath: '/mnt/data',
            },
          ],
        },
        lines: ['INFO reading /mnt/data/catalog.db'],
      }),
      'lambda-timeout-efs likely',
    ],
  ])('%s', async (_name, declared, expected) => {
    const answer = await askFunction(declared, 'timeout')
    expect(answer.broken).toEqual([])
    expect(answer.sighting?.observation.state).toBe('present')
    const [first, ...others] = answer.ids
    if (typeof expected === 'string') expect(first).toBe(expected)
    else expect(first).toMatch(expected)
    expect(others.filter((id) => !id.endsWith('possible'))).toEqual([])
    expect(answer.verdict).toBe('cause-found')
    expect(answer.calls.length).toBeLessThanOrEqual(25)
  })

  it('names large events where only they time out', async () => {
    const base = world({})
    const logGroups: DeclaredWorld['logGroups'] = [
      {
        name: '/aws/lambda/orders',
        events: [
          {
            from: '-60m',
            every: '10s',
            stream: '2026/11/23/[$LATEST]aa',
            invocation: { durationMs: 120, lines: ['INFO importing 40 records'] },
          },
          {
            from: '-20m',
            every: '5m',
            stream: '2026/11/23/[$LATEST]aa',
            invocation: { durationMs: 30_000, timeout: true, lines: ['INFO importing 9000 records'] },
          },
        ],
      },
    ]
    const answer = await askFunction({ ...base, logGroups }, 'timeout')
    expect(answer.ids[0]).toBe('lambda-timeout-payload-outlier likely')
  })

  it('says what metrics alone say when the log is denied', async () => {
    const answer = await askFunction(
      { ...world({ timeoutSeconds: 3, p50: 1900, p95: 2800 }), deny: ['logs:*'] },
      'timeout',
    )
    expect(answer.ids[0]).toBe('lambda-timeout-default-3s likely')
  })

  it('does not guess when the network of a hanging function is denied', async () => {
    const answer = await askFunction(
      { ...world({ every: true, fn: inVpc, more: network([]) }), deny: ['ec2:*'] },
      'timeout',
    )
    expect(answer.verdict).not.toBe('cause-found')
    expect(answer.outcomes.find((outcome) => outcome.cause.id === 'lambda-timeout-vpc-no-egress')?.status).toBe(
      'inconclusive',
    )
  })

  it('finds nothing in a healthy function with a long timeout and error lines', async () => {
    const answer = await askFunction(
      {
        functions: [
          {
            name: 'orders',
            timeout: 900,
            memorySize: 128,
            traffic: [{ from: '-3h', perMinute: 60, duration: { p50: 100, max: 900 } }],
          },
        ],
        logGroups: [
          {
            name: '/aws/lambda/orders',
            events: [{ from: '-60m', every: '5m', invocation: { lines: ['ERROR upstream timeout, using the cache'] } }],
          },
        ],
      },
      'timeout',
    )
    expect(answer.verdict).toBe('healthy')
    expect(answer.ids).toEqual([])
    expect(answer.calls).not.toContain('DescribeRouteTables')
  })

  it('makes the API’s timeout answer the effect of a reason that is as sure', async () => {
    const answer = await askFunction(world({ lines: call, every: true, fn: inVpc, more: network([]) }), '502')
    expect(answer.ids).toEqual(['lambda-timeout-vpc-no-egress proven'])
    expect(answer.causes[0]?.chain.map((effect) => effect.cause.id)).toEqual(['apigw502-lambda-timeout'])
  })

  it('names a likely reason beside the proven timeout', async () => {
    const answer = await askFunction(world({ lines: call }), '502')
    expect(answer.ids).toEqual(['apigw502-lambda-timeout proven', 'lambda-timeout-downstream-slow likely'])
  })

  it('explains slowness that only the caller’s limit cuts off', async () => {
    const declared = world({ timeoutSeconds: 60 })
    const fn = declared.functions?.[0]
    if (fn !== undefined)
      fn.traffic = [
        { from: '-3h', to: '-20m', perMinute: 60, duration: { p50: 120, max: 500 } },
        { from: '-20m', perMinute: 60, duration: { p50: 120, p95: 34_000, max: 34_000 } },
      ]
    const logGroups = [
      {
        name: '/aws/lambda/orders',
        events: [{ from: '-20m', every: '1m', invocation: { durationMs: 34_000, lines: [...call] } }],
      },
    ]
    const answer = await askFunction({ ...declared, logGroups }, '504')
    const found = answer.outcomes.filter((outcome) => outcome.status === 'found')
    expect(found.map((outcome) => outcome.cause.id)).toEqual(['lambda-timeout-downstream-slow'])
  })

  it('names what kills it when asked about timeouts that are none', async () => {
    const answer = await askFunction(
      world({ invocation: { durationMs: 4_000, memoryMb: 512, usedMb: 512, oom: true, timeout: undefined } }),
      'timeout',
    )
    expect(answer.sighting?.observation.summary).toContain('did not time out')
    expect(answer.ids).toEqual(['lambda-oom proven'])
  })
})
