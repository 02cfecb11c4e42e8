import { optional } from '../../evidence/probe.ts'
import { openGroups } from '../../evidence/security/network-exposure.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, isElsewhere, judged, listed, unread } from './judged.ts'

export const sgOpen = defineCause({
  id: 'sg-open',
  target: 'account',
  symptoms: ['security'],
  cause: 'A security group lets the whole internet reach an administration or database port.',
  fix: () => ({
    proper: 'Reach hosts through Session Manager, or allow only the addresses that need it.',
    prevent: 'The Config rule restricted-ssh, or a firewall policy.',
    iac: 'CDK: `group.addIngressRule` with the range of the office as peer; Terraform: the same as `cidr_ipv4` of `aws_vpc_security_group_ingress_rule`.',
  }),
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
  known: 'memory',
  needs: { groups: optional(openGroups), ...configNeeds },
  diagnose(evidence, at) {
    if (isElsewhere(at.target, 'ec2')) return judged('sg-open', 'High', aside(at.target), evidence, at)
    const { groups } = evidence
    if (groups.status !== 'ok') return judged('sg-open', 'High', unread('The security groups'), evidence, at)
    const first = groups.value[0]
    if (first === undefined)
      return judged(
        'sg-open',
        'High',
        { clear: 'No security group read opens an administration or database port to everybody.' },
        evidence,
        at,
      )
    const names = [...new Set(groups.value.map((each) => `${each.id} (${each.name})`))]
    const ports = first.protocol === '-1' ? '' : `FromPort=${first.fromPort},ToPort=${first.toPort},`
    const ranges = first.cidr.includes(':')
      ? `Ipv6Ranges=[{CidrIpv6=${first.cidr}}]`
      : `IpRanges=[{CidrIp=${first.cidr}}]`
    const range = `--ip-permissions '${`IpProtocol=${first.protocol},${ports}${ranges}`}'`
    return judged(
      'sg-open',
      'High',
      {
        grade: 'High',
        resource: blamed(at.target, 'AWS::EC2::SecurityGroup', first.id),
        strength: 'likely',
        summary: `${listed(names)} lets ${first.cidr} reach ${first.open}.`,
        facts: [first, ...groups.value.slice(1, 5)].map((each) =>
          at.fact('groups', each.id, `${each.cidr} → ${each.open}`, undefined, each.id),
        ) as [ReturnType<typeof at.fact>],
        fix: {
          now: 'Take the rule away once you know who uses it.',
          cli: `aws ec2 revoke-security-group-ingress --group-id ${first.id} ${range} --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
