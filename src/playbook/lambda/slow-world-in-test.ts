import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'

type Invocation = NonNullable<
  NonNullable<NonNullable<DeclaredWorld['logGroups']>[number]['events']>[number]['invocation']
>

const subnets = [{ id: 'subnet-1' }, { id: 'subnet-2' }]
const vpcId = 'vpc-0a1b2c3d4e5f60718'

export interface SlowWorld {
  readonly timeoutSeconds?: number
  readonly fn?: Partial<NonNullable<DeclaredWorld['functions']>[number]>
  readonly lines?: readonly string[]
  readonly invocation?: Partial<Invocation>
  readonly p50?: number
  readonly p95?: number
  readonly every?: boolean
  readonly more?: Partial<DeclaredWorld>
}

/** For tests: an account in which the function `orders` times out for twenty minutes after forty good ones. */
export function slowWorld({
  timeoutSeconds = 30,
  fn = {},
  lines = [],
  invocation = {},
  p50 = 120,
  p95,
  every = false,
  more = {},
}: SlowWorld): DeclaredWorld {
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

/** The function's attachment to `networkOf`. */
export const inVpc = { vpc: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-fn'], vpcId } }
/** A VPC of two private subnets with these routes beside the local one. */
export const networkOf = (
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
export const nat = { natGateways: [{ id: 'nat-1', subnetId: 'subnet-9' }] }
export const call = ['INFO calling https://api.payments.example.com/charge']
