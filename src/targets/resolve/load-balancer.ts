import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsReader } from '../../aws/reader.ts'
import { loadBalancer } from '../load-balancer.ts'
import { placeOf } from '../target.ts'
import { apiSymptoms, type Lookup } from './resolution.ts'

const isArn = (text: string): boolean => /^arn:[\w-]+:elasticloadbalancing:.*:(loadbalancer|listener)\//.test(text)

/** The name in a load balancer's DNS name or in the dimension of its metrics; any other text stays as it is. */
export function balancerNameIn(text: string): string {
  const host =
    /^(?:https?:\/\/)?(?:dualstack\.)?(?:internal-)?([a-z0-9-]+)-\d+\.[a-z0-9-]+\.elb\.amazonaws\.com(?:\.cn)?(?:[:/]|$)/i.exec(
      text,
    )
  return host?.[1] ?? /^app\/([\w-]+)\/[0-9a-f]{16}$/.exec(text)?.[1] ?? text
}

/** `orders-alb`, its DNS name, or the ARN of a load balancer or one of its listeners. */
export const loadBalancerLookup: Lookup = {
  id: 'elb.load-balancer',
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  resource: () => '*',
  fits: (text, symptom) =>
    apiSymptoms.includes(symptom) && (isArn(text) || /^[A-Za-z0-9-]{1,32}$/.test(balancerNameIn(text))),
  round: () => 2,
  async find(text, aws: AwsReader) {
    const arn = loadBalancer(placeOf(aws), text)?.arn
    const answer = await aws
      .client(ElasticLoadBalancingV2Client)
      .send(
        new DescribeLoadBalancersCommand(
          arn === undefined ? { Names: [balancerNameIn(text)] } : { LoadBalancerArns: [arn] },
        ),
      )
    const targets = (answer.LoadBalancers ?? []).flatMap(
      (each) => loadBalancer(placeOf(aws), each.LoadBalancerArn ?? '') ?? [],
    )
    return {
      exact: targets.map((target) => ({ target, label: `load balancer ${target.name}`, hint: target.arn })),
      others: [],
    }
  },
}
