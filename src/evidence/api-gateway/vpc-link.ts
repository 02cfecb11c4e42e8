import { APIGatewayClient, GetVpcLinkCommand } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetVpcLinkCommand as GetVpcLinkV2Command } from '@aws-sdk/client-apigatewayv2'
import type { VpcLink } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn } from './cite.ts'
import { given } from './route.ts'

/** The state of a private link into a VPC. */
export interface VpcLinkState {
  /** `AVAILABLE`, `PENDING`, `DELETING`, `FAILED`; HTTP APIs also `INACTIVE` after 60 days without traffic. */
  readonly status: string
  readonly statusMessage?: string
  /** Load balancers of a REST API's link. */
  readonly targetArns: readonly string[]
  /** Of an HTTP API's link. */
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/** Reads the state of a VPC link. */
export const vpcLinkState = defineProbe<VpcLinkState, VpcLink>({
  id: 'api-gateway.vpc-link',
  actions: ['apigateway:GET'],
  key: (link) => `${link.account} ${link.region} ${link.version} ${link.id}`,
  resource: (link) => gatewayArn(link, `/vpclinks/${link.id}`),
  async fetch(link, { aws }) {
    if (link.version === 2) {
      const found = await aws.client(ApiGatewayV2Client).send(new GetVpcLinkV2Command({ VpcLinkId: link.id }))
      return {
        status: found.VpcLinkStatus ?? 'AVAILABLE',
        targetArns: [],
        subnetIds: found.SubnetIds ?? [],
        securityGroupIds: found.SecurityGroupIds ?? [],
        ...given({ statusMessage: found.VpcLinkStatusMessage }),
      }
    }
    const found = await aws.client(APIGatewayClient).send(new GetVpcLinkCommand({ vpcLinkId: link.id }))
    return {
      status: found.status ?? 'AVAILABLE',
      targetArns: found.targetArns ?? [],
      subnetIds: [],
      securityGroupIds: [],
      ...given({ statusMessage: found.statusMessage }),
    }
  },
  cite: (link) =>
    link.version === 2
      ? citeGateway(link, 'apigatewayv2', 'GetVpcLink', { VpcLinkId: link.id }, 'vpc-links/list')
      : citeGateway(link, 'apigateway', 'GetVpcLink', { vpcLinkId: link.id }, 'vpc-links/list'),
})
