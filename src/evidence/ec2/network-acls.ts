import type { NetworkAclEntry } from '@aws-sdk/client-ec2'
import { loadEc2 } from '../../aws/ec2.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeNetwork } from './network-cite.ts'

/** What a subnet's network ACL does with the traffic a function needs. */
export interface SubnetAcl {
  readonly aclId: string
  readonly subnetIds: readonly string[]
  /** The lowest port that is refused out of those a call to the internet needs; absent when all pass. */
  readonly refused?: { readonly direction: 'out' | 'in'; readonly port: number }
}

/** TLS out, and answers back to the ports that Linux uses. */
const needed = { out: [443], in: [32_768, 60_999] } as const

/** The network ACLs of the subnets that the function is attached to; empty outside a VPC, and then nothing is read. */
export const networkAcls = defineProbe<readonly SubnetAcl[], FunctionTimeouts>({
  id: 'ec2.network-acls',
  actions: ['ec2:DescribeNetworkAcls'],
  key: (target) => `${target.account} ${target.region} ${target.subnetIds.join()}`,
  resource: () => '*',
  async fetch({ subnetIds, region }, { aws }) {
    if (subnetIds.length === 0) return []
    const { DescribeNetworkAclsCommand, EC2Client } = await loadEc2()
    const response = await aws
      .client(EC2Client, region)
      .send(new DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [...subnetIds] }] }))
    return (response.NetworkAcls ?? []).map((acl) => {
      const refused = refusedBy(acl.Entries ?? [])
      return {
        aclId: acl.NetworkAclId ?? '',
        subnetIds: (acl.Associations ?? []).flatMap((each) =>
          subnetIds.includes(each.SubnetId ?? '') ? (each.SubnetId ?? []) : [],
        ),
        ...(refused !== undefined && { refused }),
      }
    })
  },
  cite: (target) =>
    citeNetwork(
      target,
      'acls',
      'DescribeNetworkAcls',
      `association.subnet-id=${target.subnetIds.join()}`,
      `describe-network-acls --filters Name=association.subnet-id,Values=${target.subnetIds.join()}`,
    ),
})

function refusedBy(entries: readonly NetworkAclEntry[]): SubnetAcl['refused'] {
  for (const port of needed.out) if (!passes(entries, true, port)) return { direction: 'out', port }
  for (const port of needed.in) if (!passes(entries, false, port)) return { direction: 'in', port }
  return undefined
}

/** The entry with the lowest number that fits decides; what none fits is refused. */
function passes(entries: readonly NetworkAclEntry[], isOut: boolean, port: number): boolean {
  const fitting = entries
    .filter((entry) => entry.Egress === isOut && entry.CidrBlock === '0.0.0.0/0')
    .filter(
      (entry) =>
        entry.Protocol === '-1' ||
        (entry.Protocol === '6' && (entry.PortRange?.From ?? 0) <= port && port <= (entry.PortRange?.To ?? 65_535)),
    )
    .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0))
  return fitting[0]?.RuleAction === 'allow'
}
