import type { Place } from '../../aws/place.ts'
import type { LoadBalancer } from '../../targets/target.ts'

/** A load balancer by its ARN or the ARN of one of its listeners. */
export function loadBalancer(place: Place, arn: string): LoadBalancer | undefined {
  const found =
    /^arn:([\w-]+):elasticloadbalancing:([\w-]+):(\d*):(?:loadbalancer|listener)\/((?:app|net|gwy)\/([^/]+)\/[^/]+)/.exec(
      arn,
    )
  if (found === null) return undefined
  const [, partition = place.partition, region = place.region, account = place.account, path = '', name = ''] = found
  return {
    kind: 'load-balancer',
    id: path,
    name,
    arn: `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${path}`,
    account,
    region,
    partition,
  }
}

/** The console's page of a load balancer. */
export function balancerLink(balancer: LoadBalancer): string {
  return `https://${balancer.region}.console.aws.amazon.com/ec2/home?region=${balancer.region}#LoadBalancer:loadBalancerArn=${balancer.arn};tab=listeners`
}

/** `app/name/id`, which metrics know a load balancer by. */
export function balancerDimension(balancer: LoadBalancer): string {
  return /loadbalancer\/(.+)$/.exec(balancer.arn)?.[1] ?? balancer.id
}

export function isApplication(balancer: LoadBalancer): boolean {
  return balancerDimension(balancer).startsWith('app/')
}
