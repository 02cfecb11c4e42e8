import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costNat = usageCause({
  id: 'cost-nat',
  use: 'NAT gateway hours and data',
  cause:
    'Traffic from private subnets goes through NAT gateways, which charge for each gigabyte beside the transfer itself.',
  fix: () => ({
    now: 'Find which hosts send it: flow logs, or BytesOutToDestination of each NAT gateway; stop the job or deployment that began on the day of the rise.',
    proper:
      'Route S3 and DynamoDB through free gateway endpoints, and other AWS services through interface endpoints; keep traffic in its own zone.',
    prevent: 'A cost anomaly monitor by service, and an alarm on BytesOutToDestination.',
    iac: 'CDK: `vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })`; Terraform: `aws_vpc_endpoint` with `service_name = "com.amazonaws.${region}.s3"`.',
  }),
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html',
  known: 'confirmed',
  fixFor: ({ name, region }) => ({
    now: `See what sends through ${name}: its BytesOutToDestination by hour, and the flow logs of its network interface.`,
    cli: `aws ec2 describe-nat-gateways --nat-gateway-ids ${shellWord(name)} --region ${region}`,
  }),
})
