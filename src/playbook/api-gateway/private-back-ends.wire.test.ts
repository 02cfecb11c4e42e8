import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { loadBalancer } from '../../evidence/elb/balancer-arn.ts'
import { askApi, ordersHttpApi, place } from './investigate-in-test.ts'

const failing = [
  { from: '-3h', to: '-20m', perMinute: 60 },
  { from: '-20m', perMinute: 60, errors5xx: 15 },
]

describe('a private back end', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/orders/abc'
  const api = {
    name: 'orders-api',
    id: 'a1b2c3d4e5',
    methods: {
      'GET /orders': { http: 'http://orders.internal/', connectionType: 'VPC_LINK' as const, connectionId: 'vl1' },
    },
    stages: [{ name: 'prod', traffic: failing }],
  }
  it('names a VPC link that failed', async () => {
    const answer = await askApi(
      {
        restApis: [api],
        vpcLinks: [{ id: 'vl1', targetArns: [arn], status: 'FAILED', statusMessage: 'NLB was deleted' }],
      },
      '500',
    )
    expect(answer.ids[0]).toBe('apigw500-vpclink-failed proven')
  })
  it('names targets that take nothing', async () => {
    const targets = [{ id: 'i-1', port: 80, state: 'unhealthy', reason: 'Target.Timeout' }]
    const answer = await askApi(
      {
        restApis: [api],
        vpcLinks: [{ id: 'vl1', targetArns: [arn] }],
        loadBalancers: [
          {
            name: 'orders',
            id: 'abc',
            type: 'network',
            listeners: [{ port: 80, protocol: 'TCP', targetGroup: 'orders' }],
          },
        ],
        targetGroups: [{ name: 'orders', targets }],
      } as never,
      '504',
    )
    expect(answer.ids[0]).toBe('apigw504-vpclink-target-unhealthy proven')
  })
  it('names an inactive link of an HTTP API', async () => {
    const answer = await askApi(
      {
        httpApis: [
          {
            name: 'orders-http',
            id: 'h1b2c3d4e5',
            routes: {
              'GET /orders': {
                type: 'HTTP_PROXY',
                uri: arn.replace('loadbalancer', 'listener').concat('/l1'),
                method: 'GET',
                connectionType: 'VPC_LINK',
                connectionId: 'vl2',
              },
            },
            stages: [{ name: '$default', traffic: failing }],
          },
        ],
        vpcLinksV2: [{ id: 'vl2', status: 'INACTIVE' }],
      },
      '504',
      ordersHttpApi,
    )
    expect(answer.ids[0]).toBe('apigw500-vpclink-failed proven')
  })
})

describe('an Application Load Balancer', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/abc'
  const root = loadBalancer(place, arn)
  const count = (metric: string, value: number) => ({
    namespace: 'AWS/ApplicationELB',
    metric,
    dimensions: { LoadBalancer: 'app/shop/abc' },
    points: [{ from: '-20m', value }],
  })
  const world = (
    metrics: DeclaredWorld['metrics'],
    targetType: 'lambda' | 'instance',
    targets: unknown[],
  ): DeclaredWorld =>
    ({
      loadBalancers: [{ name: 'shop', id: 'abc', listeners: [{ port: 443, targetGroup: 'shop' }] }],
      targetGroups: [{ name: 'shop', targetType, targets }],
      metrics,
    }) as never
  it.each([
    [
      'a function that fails',
      world([count('RequestCount', 60), count('HTTPCode_ELB_502_Count', 5), count('LambdaUserError', 5)], 'lambda', [
        { id: 'arn:aws:lambda:eu-west-1:123456789012:function:shop', state: 'healthy' },
      ]),
      'alb502-lambda-target likely',
    ],
    [
      'a target that closes connections',
      world(
        [count('RequestCount', 60), count('HTTPCode_ELB_502_Count', 5), count('TargetConnectionErrorCount', 5)],
        'instance',
        [{ id: 'i-1', state: 'healthy' }],
      ),
      'alb502-target-reset likely',
    ],
  ])('%s', async (_, declared, expected) => {
    if (root === undefined) throw new Error('the ARN is not read')
    expect((await askApi(declared, '502', root)).ids[0]).toBe(expected)
  })
})
