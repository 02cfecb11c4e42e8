import { vpcLinkState } from '../../evidence/api-gateway/vpc-link.ts'
import { defineCause } from '../cause.ts'

export const vpcLinkFailed = defineCause({
  id: 'apigw500-vpclink-failed',
  target: 'vpc-link',
  symptoms: ['500', '504', '502'],
  cause: 'The VPC link is not available, so nothing reaches the private back end.',
  fix: (link) => ({
    now:
      link.version === 2
        ? `Send requests until the link is up again: an inactive one is provisioned anew within minutes. If ${link.id} has failed, make a new one and point the integration at it.`
        : `Make a new VPC link and point the integration at it: one that has failed does not come back.`,
    proper:
      'Keep some traffic on the link (a scheduled request): after 60 days without any its network interfaces are deleted.',
    cli:
      link.version === 2
        ? `aws apigatewayv2 get-vpc-link --vpc-link-id ${link.id} --region ${link.region}`
        : `aws apigateway get-vpc-link --vpc-link-id ${link.id} --region ${link.region}`,
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-500-error-vpc',
  known: 'confirmed',
  needs: { link: vpcLinkState },
  diagnose({ link }, { target, fact }) {
    if (link.status === 'AVAILABLE') return { clear: `VPC link ${target.id} is available.` }
    return {
      strength: 'proven',
      summary: `VPC link ${target.id} of ${target.api.name} is ${link.status}${link.statusMessage === undefined ? '' : `: ${link.statusMessage.replace(/\.$/, '')}`}.`,
      facts: [
        fact(
          'link',
          'Status of the VPC link',
          `${link.status}${link.statusMessage === undefined ? '' : ` (${link.statusMessage})`}`,
        ),
      ],
    }
  },
})
