import type { Place } from '../aws/place.ts'
import type { LoadBalancer } from './target.ts'

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
