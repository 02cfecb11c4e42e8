import { loadEc2 } from '../../aws/ec2.ts'
import { readDeniedMessage } from '../../targets/denied-message.ts'
import type { Denial } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { deniedEvent } from './denied-event.ts'
import { type PolicyDocument, readPolicyDocument } from './policy-document.ts'

/** An endpoint that a refused call may have gone through. */
export interface EndpointPolicy {
  readonly id: string
  readonly vpcId: string
  readonly service: string
  readonly policy?: PolicyDocument
}

/** The endpoints of the refused service, asked only where the message names one or CloudTrail saw the call come through one. */
export const endpointPolicies = defineProbe<readonly EndpointPolicy[], Denial>({
  id: 'iam.vpc-endpoint',
  actions: ['ec2:DescribeVpcEndpoints'],
  uses: [deniedEvent],
  key: (target) => target.id,
  resource: () => '*',
  async fetch(target, at) {
    const isNamed = readDeniedMessage(target.message ?? '').layer === 'vpc-endpoint'
    const recorded = isNamed ? undefined : (await at.read(deniedEvent, target)).refusals[0]
    const id = recorded?.vpcEndpointId
    if (!isNamed && id === undefined) return []
    const service = target.action?.split(':')[0] ?? ''
    const { DescribeVpcEndpointsCommand, EC2Client } = await loadEc2()
    const answer = await at.aws
      .client(EC2Client, target.region)
      .send(
        new DescribeVpcEndpointsCommand(
          id === undefined
            ? { Filters: [{ Name: 'service-name', Values: [`com.amazonaws.${target.region}.${service}`] }] }
            : { VpcEndpointIds: [id] },
        ),
      )
    return (answer.VpcEndpoints ?? []).map((each) => ({
      id: each.VpcEndpointId ?? '',
      vpcId: each.VpcId ?? '',
      service: each.ServiceName ?? '',
      ...(each.PolicyDocument !== undefined && {
        policy: readPolicyDocument(`policy of ${each.VpcEndpointId}`, each.PolicyDocument),
      }),
    }))
  },
  cite: (target) => ({
    source: 'ec2:DescribeVpcEndpoints',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'vpcconsole', 'Endpoints:'),
    cli: `aws ec2 describe-vpc-endpoints --filters Name=service-name,Values=com.amazonaws.${target.region}.${target.action?.split(':')[0] ?? 's3'} --query 'VpcEndpoints[].[VpcEndpointId,PolicyDocument]' --region ${target.region}`,
  }),
})
