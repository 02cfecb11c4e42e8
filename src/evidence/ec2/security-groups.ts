import type { IpPermission } from '@aws-sdk/client-ec2'
import { loadEc2 } from '../../aws/ec2.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeNetwork } from './network-cite.ts'

export interface SecurityGroup {
  readonly id: string
  readonly name: string
  readonly egress: readonly GroupRule[]
  readonly ingress: readonly GroupRule[]
}

/** What one rule lets through; all protocols and ports when `protocol` is `-1`. */
export interface GroupRule {
  readonly protocol: string
  readonly fromPort: number
  readonly toPort: number
  readonly cidrs: readonly string[]
  readonly groupIds: readonly string[]
  readonly prefixListIds: readonly string[]
}

/** The security groups of the function's VPC, its own among them; empty outside a VPC, and then nothing is read. */
export const securityGroups = defineProbe<readonly SecurityGroup[], FunctionTimeouts>({
  id: 'ec2.security-groups',
  actions: ['ec2:DescribeSecurityGroups'],
  key: (target) => `${target.account} ${target.region} ${target.vpcId} ${target.securityGroupIds.join()}`,
  resource: () => '*',
  async fetch({ vpcId, securityGroupIds, region }, { aws }) {
    if (securityGroupIds.length === 0) return []
    const { DescribeSecurityGroupsCommand, EC2Client } = await loadEc2()
    const response = await aws
      .client(EC2Client, region)
      .send(
        new DescribeSecurityGroupsCommand(
          vpcId === '' ? { GroupIds: [...securityGroupIds] } : { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
        ),
      )
    return (response.SecurityGroups ?? []).map((group) => ({
      id: group.GroupId ?? '',
      name: group.GroupName ?? '',
      egress: (group.IpPermissionsEgress ?? []).map(ruleOf),
      ingress: (group.IpPermissions ?? []).map(ruleOf),
    }))
  },
  cite: (target) =>
    citeNetwork(
      target,
      'SecurityGroups',
      'DescribeSecurityGroups',
      `vpc-id=${target.vpcId}`,
      `describe-security-groups --filters Name=vpc-id,Values=${target.vpcId}`,
    ),
})

/** Whether a rule lets TCP through to or from a port. */
export function opensPort(rule: GroupRule, port: number): boolean {
  return (
    rule.protocol === '-1' ||
    ((rule.protocol === 'tcp' || rule.protocol === '6') && rule.fromPort <= port && port <= rule.toPort)
  )
}

function ruleOf(permission: IpPermission): GroupRule {
  return {
    protocol: permission.IpProtocol ?? '-1',
    fromPort: permission.FromPort ?? 0,
    toPort: permission.ToPort ?? 65_535,
    cidrs: [
      ...(permission.IpRanges ?? []).flatMap((range) => range.CidrIp ?? []),
      ...(permission.Ipv6Ranges ?? []).flatMap((range) => range.CidrIpv6 ?? []),
    ],
    groupIds: (permission.UserIdGroupPairs ?? []).flatMap((pair) => pair.GroupId ?? []),
    prefixListIds: (permission.PrefixListIds ?? []).flatMap((list) => list.PrefixListId ?? []),
  }
}
