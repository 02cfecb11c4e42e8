import type { LoadBalancer } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'

export { loadBalancer } from '../../targets/load-balancer.ts'

/** The console's page of a load balancer. */
export function balancerLink(balancer: LoadBalancer): string {
  return consoleLink(balancer, 'ec2', `LoadBalancer:loadBalancerArn=${balancer.arn};tab=listeners`)
}

/** `app/name/id`, which metrics know a load balancer by. */
export function balancerDimension(balancer: LoadBalancer): string {
  return /loadbalancer\/(.+)$/.exec(balancer.arn)?.[1] ?? balancer.id
}

export function isApplication(balancer: LoadBalancer): boolean {
  return balancerDimension(balancer).startsWith('app/')
}
