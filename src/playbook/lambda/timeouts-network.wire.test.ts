import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askFunction } from './investigate-in-test.ts'
import { call, inVpc, nat, networkOf, slowWorld } from './slow-world-in-test.ts'

describe('why-timeout of a function in a VPC, over the wire', () => {
  it.each<[string, DeclaredWorld, string | RegExp]>([
    [
      'no way out of the VPC, all calls',
      slowWorld({ lines: call, every: true, fn: inVpc, more: networkOf([]) }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a public subnet',
      slowWorld({ lines: call, every: true, fn: inVpc, more: networkOf([{ to: '0.0.0.0/0', via: 'igw-1' }]) }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a NAT gateway that is gone',
      slowWorld({
        lines: call,
        every: true,
        fn: inVpc,
        more: networkOf([{ to: '0.0.0.0/0', via: 'nat-9', state: 'blackhole' }]),
      }),
      'lambda-timeout-vpc-no-egress proven',
    ],
    [
      'a VPC whose network is fine',
      slowWorld({ lines: call, fn: inVpc, more: networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], nat) }),
      'lambda-timeout-downstream-slow likely',
    ],
    [
      'a slow database in a VPC that needs no way out',
      slowWorld({
        lines: ['INFO querying orders-db.cluster-x.eu-west-1.rds.amazonaws.com:5432'],
        fn: inVpc,
        more: networkOf([]),
      }),
      'lambda-timeout-downstream-slow likely',
    ],
    [
      'a security group without egress',
      slowWorld({
        lines: call,
        every: true,
        fn: inVpc,
        more: networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], { ...nat, securityGroups: [{ id: 'sg-fn', egress: [] }] }),
      }),
      'lambda-timeout-sg-nacl proven',
    ],
    [
      'a network ACL that drops the answers',
      slowWorld({
        lines: call,
        every: true,
        fn: inVpc,
        more: networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], {
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
      slowWorld({
        lines: ['INFO GetSecretValue orders/db'],
        every: true,
        fn: inVpc,
        more: networkOf([], {
          vpcEndpoints: [
            { id: 'vpce-1', service: 'secretsmanager', privateDns: false, groups: ['sg-fn'], subnets: ['subnet-1'] },
          ],
        }),
      }),
      'lambda-timeout-vpce-policy-or-dns likely',
    ],
    [
      'NAT ports used up',
      slowWorld({
        lines: call,
        fn: inVpc,
        more: {
          ...networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], nat),
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
      'a database whose group does not let the function in',
      slowWorld({
        lines: ['INFO connecting to orders-db.cluster-x.eu-west-1.rds.amazonaws.com:5432'],
        every: true,
        fn: inVpc,
        more: networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], {
          ...nat,
          securityGroups: [{ id: 'sg-fn' }, { id: 'sg-db', ingress: [{ ports: 5432, groups: ['sg-other'] }] }],
        }),
      }),
      'lambda-timeout-sg-nacl likely',
    ],
    [
      'a slow database whose group lets the function in',
      slowWorld({
        lines: ['INFO connecting to orders-db.cluster-x.eu-west-1.rds.amazonaws.com:5432'],
        every: true,
        fn: inVpc,
        more: networkOf([{ to: '0.0.0.0/0', via: 'nat-1' }], {
          ...nat,
          securityGroups: [{ id: 'sg-fn' }, { id: 'sg-db', ingress: [{ ports: 5432, groups: ['sg-fn'] }] }],
        }),
      }),
      'lambda-timeout-downstream-slow likely',
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

  it('does not guess when the network of a hanging function is denied', async () => {
    const answer = await askFunction(
      { ...slowWorld({ every: true, fn: inVpc, more: networkOf([]) }), deny: ['ec2:*'] },
      'timeout',
    )
    expect(answer.verdict).not.toBe('cause-found')
    expect(answer.outcomes.find((outcome) => outcome.cause.id === 'lambda-timeout-vpc-no-egress')?.status).toBe(
      'inconclusive',
    )
  })

  it('makes the API’s timeout answer the effect of a reason that is as sure', async () => {
    const answer = await askFunction(slowWorld({ lines: call, every: true, fn: inVpc, more: networkOf([]) }), '502')
    expect(answer.ids).toEqual(['lambda-timeout-vpc-no-egress proven'])
    expect(answer.causes[0]?.chain.map((effect) => effect.cause.id)).toEqual(['apigw502-lambda-timeout'])
  })
})
