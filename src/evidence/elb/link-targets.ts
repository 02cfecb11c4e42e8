import type { VpcLink } from '../../targets/target.ts'
import { ifRead } from '../api-gateway/if-read.ts'
import { vpcLinkState } from '../api-gateway/vpc-link.ts'
import { defineProbe } from '../probe.ts'
import { loadBalancer } from './balancer-arn.ts'
import { type TargetGroupHealth, targetHealth } from './target-health.ts'

const mostBalancers = 3

/** Reads the health of everything behind a VPC link: a REST API's link names its load balancers, an HTTP API's integrations name theirs. */
export const linkTargets = defineProbe<readonly TargetGroupHealth[], VpcLink>({
  id: 'elb.link-targets',
  actions: targetHealth.actions,
  uses: [vpcLinkState, targetHealth],
  key: (link) => link.arn,
  resource: () => '*',
  async fetch(link, at) {
    const state = link.version === 1 ? await ifRead(at.read(vpcLinkState, link)) : undefined
    const balancers = [...link.balancerArns, ...(state?.targetArns ?? [])].flatMap(
      (arn) => loadBalancer(link, arn) ?? [],
    )
    const unique = [...new Map(balancers.map((balancer) => [balancer.arn, balancer])).values()].slice(0, mostBalancers)
    return (await Promise.all(unique.map((balancer) => at.read(targetHealth, balancer)))).flat()
  },
  cite: (link, window) => {
    const balancer = link.balancerArns.flatMap((arn) => loadBalancer(link, arn) ?? [])[0]
    return balancer === undefined
      ? {
          ...vpcLinkState.cite(link, window),
          source: `elasticloadbalancing:DescribeTargetHealth of what VPC link ${link.id} targets`,
        }
      : targetHealth.cite(balancer, window)
  },
})
