import { defineCause } from '../cause.ts'
import { judgeTargets, linkNeeds } from './link-targets.ts'

export const httpVpcLink = defineCause({
  id: 'httpapi503-vpclink',
  target: 'vpc-link',
  symptoms: ['504', '500', '502'],
  cause: 'No target behind the HTTP API’s VPC link takes requests, so the API answers with a 503.',
  fix: () => ({
    now: 'Bring the targets back, and check that the VPC link’s own security group lets traffic out to them.',
    proper: 'Give the targets a health check that fails early, and more than one of them.',
    prevent: 'Alarm on UnHealthyHostCount of the target group.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html',
  known: 'memory',
  needs: linkNeeds,
  diagnose: (evidence, at) => (at.target.version === 2 ? judgeTargets(evidence, at) : 'clear'),
})
