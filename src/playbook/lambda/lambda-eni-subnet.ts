import type { LambdaFunction } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { choose } from '../command.ts'
import { type SeenState, stateCause } from './state-cause.ts'
import { reconfigure } from './words.ts'

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
  fix: (target, seen) => ({
    now: 'Attach the function to subnets that exist and have free addresses.',
    proper:
      'Give Lambda subnets of its own, /24 or larger, in two zones; raise quota L-9FEE3D26 (interfaces per VPC) where that is the limit.',
    prevent: 'Alarm on AvailableIpAddressCount of the subnets.',
    ...(seen !== undefined && attach(target, seen)),
  }),
})

/** The attachment with the part that cannot stay chosen anew. */
function attach(target: LambdaFunction, { code, configuration: { vpc } }: SeenState): Fix {
  if (/EniLimitExceeded|ENILimitReached/.test(code))
    return {
      cli: choose(
        `aws service-quotas get-service-quota --service-code lambda --quota-code L-9FEE3D26 --query Quota.Value --region ${target.region}`,
        { QUOTA: 'more than the quota shown' },
        ({ QUOTA }) =>
          `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-9FEE3D26 --desired-value ${QUOTA} --region ${target.region}`,
      ),
    }
  if (vpc === undefined || vpc.vpcId === '') return {}
  const inVpc = `--filters Name=vpc-id,Values=${vpc.vpcId}`
  const setVpc = (subnets: string, groups: string): string =>
    reconfigure(target, `--vpc-config SubnetIds=${subnets},SecurityGroupIds=${groups}`)
  if (/Subnet/.test(code))
    return {
      cli: choose(
        `aws ec2 describe-subnets ${inVpc} --query 'Subnets[].[SubnetId,AvailabilityZone,AvailableIpAddressCount]' --output table --region ${target.region}`,
        { SUBNETS: 'subnets of the list with free addresses, in two zones, with a comma between' },
        ({ SUBNETS }) => setVpc(SUBNETS, vpc.securityGroupIds.join(',')),
      ),
    }
  if (/SecurityGroup/.test(code))
    return {
      cli: choose(
        `aws ec2 describe-security-groups ${inVpc} --query 'SecurityGroups[].[GroupId,GroupName]' --output table --region ${target.region}`,
        { SECURITY_GROUPS: 'groups of the list, with a comma between' },
        ({ SECURITY_GROUPS }) => setVpc(vpc.subnetIds.join(','), SECURITY_GROUPS),
      ),
    }
  return {}
}
