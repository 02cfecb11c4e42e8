import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsReader } from '../../aws/reader.ts'
import { loadBalancer } from '../load-balancer.ts'
import { placeOf } from '../target.ts'
import { apiSymptoms, type Lookup } from './resolution.ts'

const isArn = (text: string): boolean => /^arn:[\w-]+:elasticloadbalancing:.*:(loadbalancer|listener)\//.test(text)

/** `orders-alb`, or the ARN of a load balancer or one of its listeners. */
export const loadBalancerLookup: Lookup = {
  id: 'elb.load-balancer',
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  resource: () => '*',
  fits: (text, symptom) => apiSymptoms.includes(symptom) && (isArn(text) || /^[A-Za-z0-9-]{1,32}$/.test(text)),
  round: () => 2,
  async find(text, aws: AwsReader) {
    const arn = loadBalancer(placeOf(aws), text)?.arn
    const answer = await aws
      .client(ElasticLoadBalancingV2Client)
      .send(new DescribeLoadBalancersCommand(arn === undefined ? { Names: [text] } : { LoadBalancerArns: [arn] }))
    const targets = (answer.LoadBalancers ?? []).flatMap(
      (each) => loadBalancer(placeOf(aws), each.LoadBalancerArn ?? '') ?? [],
    )
    return {
      exact: targets.map((target) => ({ target, label: `load balancer ${target.name}`, hint: target.arn })),
      others: [],
    }
  },
}
