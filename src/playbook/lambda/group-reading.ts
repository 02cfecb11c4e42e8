import { type GroupRule, opensPort } from '../../evidence/ec2/security-groups.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { choose } from '../command.ts'
import type { Callee } from './last-words.ts'
import type { TimeoutEvidence, TimeoutPicture } from './timeout-evidence.ts'
import type { TimeoutReading } from './timeout-reading.ts'

/** Whether the function's own security groups let out what it waits for. */
export function readGroups(
  evidence: TimeoutEvidence,
  target: FunctionTimeouts,
  callee: Callee | undefined,
): TimeoutReading | undefined {
  const groups = (valueIfRead(evidence.groups) ?? []).filter((group) => target.securityGroupIds.includes(group.id))
  if (groups.length === 0) return undefined
  const port = callee?.port ?? 443
  const rules = groups.flatMap((group) => group.egress)
  const open = rules.filter((rule) => opensPort(rule, port))
  const reaches = open.some(
    (rule) => rule.cidrs.length > 0 || rule.groupIds.length > 0 || rule.prefixListIds.length > 0,
  )
  const isDatabase = callee?.kind === 'database' || callee?.kind === 'private'
  if (reaches || (isDatabase && callee?.port === undefined && rules.length > 0)) return undefined
  const names = groups.map((group) => group.id).join(', ')
  return {
    id: 'lambda-timeout-sg-nacl',
    strength: rules.length === 0 ? 'proven' : 'likely',
    why: `its security group ${names} lets nothing out ${rules.length === 0 ? 'at all' : `on port ${port}`}${callee === undefined ? '' : `, and it waits for ${callee.name}`}`,
    facts: [
      [
        'groups',
        'Egress rules',
        `${names}: ${rules.length === 0 ? 'none' : rules.map((rule) => `${rule.protocol} ${rule.fromPort}-${rule.toPort}`).join(', ')}`,
      ],
    ],
    cli: openTowards(target, groups[0]?.id ?? '', port, isDatabase ? callee.name : undefined),
  }
}

/** Towards the group of what is in the VPC; towards everywhere only where it is outside. */
function openTowards(
  { vpcId, region }: FunctionTimeouts,
  groupId: string,
  port: number,
  inside: string | undefined,
): string {
  const open = (towards: string): string =>
    `aws ec2 authorize-security-group-egress --group-id ${groupId} --ip-permissions "IpProtocol=tcp,FromPort=${port},ToPort=${port},${towards}" --region ${region}`
  if (inside === undefined) return open('IpRanges=[{CidrIp=0.0.0.0/0}]')
  return choose(
    `aws ec2 describe-security-groups --filters Name=vpc-id,Values=${vpcId} --query 'SecurityGroups[].[GroupId,GroupName]' --output table --region ${region}`,
    { GROUP: `the id of the security group of ${inside}` },
    // It stands inside quotes already.
    ({ GROUP }) => open(`UserIdGroupPairs=[{GroupId=${GROUP.slice(1, -1)}}]`),
  )
}

const databasePorts = [5432, 3306, 1433, 27_017, 6379, 2049]

/** Whether any security group that opens the database's port lets the function's groups in. */
export function readDatabaseGroups(
  evidence: TimeoutEvidence,
  { words, failedShare }: TimeoutPicture,
  target: FunctionTimeouts,
  callee: Callee | undefined,
): TimeoutReading | undefined {
  if (callee === undefined || (callee.kind !== 'database' && callee.kind !== 'private')) return undefined
  const ports = callee.port === undefined ? databasePorts : [callee.port]
  const opensOne = (rule: GroupRule): boolean => rule.protocol !== '-1' && ports.some((port) => opensPort(rule, port))
  const others = (valueIfRead(evidence.groups) ?? []).filter((group) => !target.securityGroupIds.includes(group.id))
  const guards = others.filter((group) => group.ingress.some(opensOne))
  const admits = (rule: GroupRule): boolean =>
    ports.some((port) => opensPort(rule, port)) &&
    (rule.cidrs.length > 0 ||
      rule.prefixListIds.length > 0 ||
      rule.groupIds.some((id) => target.securityGroupIds.includes(id)))
  const guard = guards[0]
  if (guard === undefined || others.some((group) => group.ingress.some(admits))) return undefined
  const port = ports.find((each) => guard.ingress.some((rule) => opensPort(rule, each))) ?? 5432
  const own = target.securityGroupIds[0]
  const isSure = words.some((each) => each.is === 'connect-failed') || (failedShare ?? 0) >= 0.5
  return {
    id: 'lambda-timeout-sg-nacl',
    strength: isSure ? 'likely' : 'possible',
    why: `it waits for ${callee.name}, and ${guards.map((group) => group.id).join(', ')}, which open${guards.length === 1 ? 's' : ''} port ${port}, do${guards.length === 1 ? 'es' : ''} not let in its group ${target.securityGroupIds.join(', ')}`,
    facts: [
      [
        'groups',
        `Who may reach port ${port}`,
        guards
          .map(
            (group) =>
              `${group.id}: ${
                group.ingress
                  .filter(opensOne)
                  .flatMap((rule) => rule.groupIds)
                  .join(', ') || 'nobody'
              }`,
          )
          .join('; '),
      ],
    ],
    ...(own !== undefined && {
      cli: `aws ec2 authorize-security-group-ingress --group-id ${guard.id} --protocol tcp --port ${port} --source-group ${own} --region ${target.region}`,
    }),
  }
}
