import { stateCause } from './state-cause.ts'

export const lambdaEniSubnet = stateCause({
  id: 'lambda-eni-subnet',
  cause:
    'Lambda cannot attach the function to its VPC: no network interfaces or IP addresses are left, or a subnet or group is gone.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes:
    /^(?:EniLimitExceeded|SubnetOutOfIPAddresses|InvalidSubnet|InvalidSecurityGroup|EC2RequestLimitExceeded|DisallowedByVpcEncryptionControl)$/,
  words: /ENILimitReached|SubnetIPAddressLimitReached|InvalidSubnetID|InvalidSecurityGroupID|EC2Throttled/,
  means: (code, { vpc }) =>
    ({
      EniLimitExceeded: `the quota of network interfaces in ${vpc?.vpcId ?? 'its VPC'} is used up`,
      SubnetOutOfIPAddresses: `its subnets ${vpc?.subnetIds.join(', ') ?? ''} have no free IP address`,
      InvalidSubnet: `one of its subnets ${vpc?.subnetIds.join(', ') ?? ''} does not exist`,
      InvalidSecurityGroup: `one of its security groups ${vpc?.securityGroupIds.join(', ') ?? ''} does not exist`,
    })[code] ?? `its network interface could not be made (${code})`,
  fix: (target) => ({
    now: 'Attach the function to subnets that exist and have free addresses.',
    proper:
      'Give Lambda subnets of its own, /24 or larger, in two zones; raise quota L-9FEE3D26 (interfaces per VPC) where that is the limit.',
    prevent: 'Alarm on AvailableIpAddressCount of the subnets.',
    cli: `aws lambda update-function-configuration --function-name ${target.id} --vpc-config SubnetIds=<subnet>,<subnet>,SecurityGroupIds=<group> --region ${target.region}`,
  }),
})
