import { defineCause } from '../cause.ts'
import { judgeTargets, linkNeeds } from './link-targets.ts'

export const vpcLinkTargetUnhealthy = defineCause({
  id: 'apigw504-vpclink-target-unhealthy',
  target: 'vpc-link',
  symptoms: ['504', '500', '502'],
  cause: 'The VPC link is up, but no target behind its load balancer takes requests.',
  fix: () => ({
    now: 'Bring the targets back: is the process up, does it listen on the target port, does the health check path answer?',
    proper:
      'Let the targets’ security groups in from the load balancer (with PrivateLink: from its addresses, or switch inbound rules off for PrivateLink traffic).',
    prevent: 'Alarm on UnHealthyHostCount and HealthyHostCount of the target group.',
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-500-error-vpc',
  known: 'confirmed',
  leadsTo: ['apigw504-integration-timeout', 'apigw504-network-failure', 'apigw500-internal'],
  needs: linkNeeds,
  diagnose: (evidence, at) => (at.target.version === 1 ? judgeTargets(evidence, at) : 'clear'),
})
