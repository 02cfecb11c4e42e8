import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutVpcNoEgress = timeoutCause({
  id: 'lambda-timeout-vpc-no-egress',
  known: 'confirmed',
  cause: 'The function is attached to subnets from which nothing outside the VPC can be reached, so its calls hang.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-networking.html',
  fix: ({ function: fn, subnetIds, vpcId }) => ({
    now: 'Attach the function to private subnets whose default route is a NAT gateway; a public subnet does not help, since a function has no public address.',
    proper:
      'For AWS services use VPC endpoints: gateway endpoints for S3 and DynamoDB cost nothing. A function that needs nothing in the VPC does not belong in one.',
    prevent:
      'Set connect timeouts of a second or two in every client, so that this shows as an error and not as a timeout.',
    cli: `aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=${subnetIds.join()} --region ${fn.region}\naws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=${vpcId} --query 'VpcEndpoints[].[ServiceName,State]' --output table --region ${fn.region}`,
    iac: 'CDK: vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }',
  }),
})
