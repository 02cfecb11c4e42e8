import {
  DescribeLoadBalancerAttributesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LoadBalancer } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { balancerLink } from './balancer-arn.ts'

/** Settings of a load balancer that decide how it ends connections. */
export interface BalancerAttributes {
  /** Seconds without data after which the balancer closes a connection. */
  readonly idleTimeoutSeconds?: number
}

/** Reads a load balancer's attributes. */
export const balancerAttributes = defineProbe<BalancerAttributes, LoadBalancer>({
  id: 'elb.balancer-attributes',
  actions: ['elasticloadbalancing:DescribeLoadBalancerAttributes'],
  key: (balancer) => balancer.arn,
  resource: () => '*',
  async fetch(balancer, { aws }) {
    const { Attributes: found = [] } = await aws
      .client(ElasticLoadBalancingV2Client)
      .send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancer.arn }))
    const idle = Number(found.find((attribute) => attribute.Key === 'idle_timeout.timeout_seconds')?.Value)
    return Number.isFinite(idle) ? { idleTimeoutSeconds: idle } : {}
  },
  cite: (balancer) => ({
    source: `elasticloadbalancing:DescribeLoadBalancerAttributes LoadBalancerArn=${balancer.arn}`,
    account: balancer.account,
    region: balancer.region,
    link: balancerLink(balancer),
    cli: `aws elbv2 describe-load-balancer-attributes --load-balancer-arn ${balancer.arn} --region ${balancer.region}`,
  }),
})
