import { loadEc2 } from '../../aws/ec2.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck, focusKey, focusOf } from './focus.ts'

/** A security group that lets anyone in on a port nobody should reach from everywhere. */
export interface OpenGroup {
  readonly id: string
  readonly name: string
  /** `SSH (22)`, `every port`. */
  readonly open: string
  readonly cidr: string
  readonly fromPort: number
  readonly toPort: number
  readonly protocol: string
}

const ports: readonly (readonly [number, string])[] = [
  [22, 'SSH'],
  [3389, 'RDP'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [1433, 'SQL Server'],
  [6379, 'Redis'],
  [27017, 'MongoDB'],
  [9200, 'OpenSearch'],
]

/** Security groups open to the whole internet on administration and database ports; two pages at most. */
export const openGroups = defineProbe<readonly OpenGroup[], AccountRegion>({
  id: 'security.open-groups',
  actions: ['ec2:DescribeSecurityGroups'],
  key: focusKey,
  resource: () => '*',
  async fetch(target, { aws }) {
    const focus = focusOf(target)
    if (focus !== undefined && focus.service !== 'ec2') return []
    const { DescribeSecurityGroupsCommand, EC2Client } = await loadEc2()
    const answer = await aws
      .client(EC2Client, target.region)
      .send(new DescribeSecurityGroupsCommand(focus === undefined ? { MaxResults: 1000 } : { GroupIds: [focus.id] }))
    return (answer.SecurityGroups ?? []).flatMap((group) =>
      (group.IpPermissions ?? []).flatMap((rule): OpenGroup[] => {
        const cidr = [
          ...(rule.IpRanges ?? []).map((each) => each.CidrIp),
          ...(rule.Ipv6Ranges ?? []).map((each) => each.CidrIpv6),
        ].find((each) => each === '0.0.0.0/0' || each === '::/0')
        const protocol = rule.IpProtocol ?? ''
        if (cidr === undefined || !['-1', 'tcp', '6'].includes(protocol)) return []
        const fromPort = protocol === '-1' ? 0 : rule.FromPort
        const toPort = protocol === '-1' ? 65_535 : rule.ToPort
        if (fromPort === undefined || toPort === undefined) return []
        const reached = ports.filter(([port]) => fromPort <= port && port <= toPort)
        if (reached.length === 0) return []
        const open =
          fromPort === 0 && toPort === 65_535
            ? 'every port'
            : reached.map(([port, name]) => `${name} (${port})`).join(', ')
        return [{ id: group.GroupId ?? '', name: group.GroupName ?? '', open, cidr, fromPort, toPort, protocol }]
      }),
    )
  },
  cite: (target, _, id) =>
    citeCheck(
      target,
      `ec2:DescribeSecurityGroups${id === undefined ? '' : ` GroupIds=${id}`}`,
      `ec2 describe-security-groups${id === undefined ? '' : ` --group-ids ${id}`}`,
      'ec2',
      id === undefined ? 'SecurityGroups:' : `SecurityGroup:groupId=${id}`,
    ),
})

/** Volumes that are not encrypted; the first hundred. Nothing is read where another resource is asked about. */
export const plainVolumes = defineProbe<
  readonly { readonly id: string; readonly sizeGb: number; readonly attachedTo?: string }[],
  AccountRegion
>({
  id: 'security.volumes',
  actions: ['ec2:DescribeVolumes'],
  key: focusKey,
  resource: () => '*',
  async fetch(target, { aws }) {
    if (focusOf(target) !== undefined) return []
    const { DescribeVolumesCommand, EC2Client } = await loadEc2()
    const answer = await aws
      .client(EC2Client, target.region)
      .send(new DescribeVolumesCommand({ Filters: [{ Name: 'encrypted', Values: ['false'] }], MaxResults: 100 }))
    return (answer.Volumes ?? [])
      .filter((volume) => volume.Encrypted === false)
      .map((volume) => {
        const attachedTo = volume.Attachments?.[0]?.InstanceId
        return { id: volume.VolumeId ?? '', sizeGb: volume.Size ?? 0, ...(attachedTo !== undefined && { attachedTo }) }
      })
  },
  cite: (target) =>
    citeCheck(
      target,
      'ec2:DescribeVolumes encrypted=false',
      'ec2 describe-volumes --filters Name=encrypted,Values=false',
      'ec2',
      'Volumes:',
    ),
})
