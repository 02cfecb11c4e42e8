import { noData, total } from '../../evidence/cloudwatch/series.ts'
import { opensPort, type SecurityGroup } from '../../evidence/ec2/security-groups.ts'
import type { SubnetRoute } from '../../evidence/ec2/subnet-routes.ts'
import type { VpcEndpoint } from '../../evidence/ec2/vpc-endpoints.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { readDatabaseGroups, readGroups } from './group-reading.ts'
import type { Callee } from './last-words.ts'
import type { TimeoutEvidence, TimeoutPicture } from './timeout-evidence.ts'
import type { TimeoutReading } from './timeout-reading.ts'
import { count } from './words.ts'

const wayWords: Readonly<Record<SubnetRoute['wayOut'], string>> = {
  nat: 'a NAT gateway',
  'internet-gateway': 'an internet gateway, which a function has no public address for',
  other: 'another way out',
  blackhole: 'a target that no longer exists',
  none: 'no default route',
}

/** Whether the function's network lets out what its slow invocations waited for; undefined when nothing in it is wrong. */
export function readNetwork(
  evidence: TimeoutEvidence,
  picture: TimeoutPicture,
  target: FunctionTimeouts,
): TimeoutReading | undefined {
  if (target.subnetIds.length === 0 || !waits(picture)) return undefined
  const callee = picture.words.findLast((words) => words.callee !== undefined)?.callee
  return (
    readEndpoint(evidence, target, callee) ??
    readGroups(evidence, target, callee) ??
    readDatabaseGroups(evidence, picture, target, callee) ??
    readAcls(evidence, callee) ??
    readRoutes(evidence, picture, callee) ??
    readNats(evidence, picture, target)
  )
}

/** What could not be read of the network, for a function in a VPC that waits: every subnet has a route table, and every group named is there. */
export function unreadNetwork(evidence: TimeoutEvidence, target: FunctionTimeouts): string | undefined {
  if (target.subnetIds.length === 0) return undefined
  const routed = valueIfRead(evidence.routes)?.map((route) => route.subnetId) ?? []
  const groups = valueIfRead(evidence.groups)?.map((group) => group.id) ?? []
  const unread = [
    target.subnetIds.some((id) => !routed.includes(id)) && 'route tables',
    target.securityGroupIds.some((id) => !groups.includes(id)) && 'security groups',
    areNatsUnread(evidence) && 'NAT gateways',
  ].filter(Boolean)
  return unread.length === 0 ? undefined : `The ${unread.join(' and ')} of the function’s VPC could not be read.`
}

function areNatsUnread({ nats, routes }: TimeoutEvidence): boolean {
  if (nats.status !== 'ok') return routes.status === 'ok' && routes.value.some((route) => route.wayOut === 'nat')
  return nats.value.some((nat) => nat.portErrors === undefined)
}

/** A function that works or had finished does not wait for the network. */
export function waits({ words, failedShare, shape }: TimeoutPicture): boolean {
  if (words.length > 0) {
    const waiting = words.filter((each) => ['calling', 'silent', 'connect-failed', 'nothing', 'pool'].includes(each.is))
    return waiting.length * 2 >= words.length
  }
  return shape !== 'continuous' || (failedShare ?? 0) >= 0.95
}

function endpointFor(evidence: TimeoutEvidence, callee: Callee | undefined): VpcEndpoint | undefined {
  if (callee?.kind !== 'aws') return undefined
  return valueIfRead(evidence.endpoints)?.find((endpoint) => endpoint.service === callee.name)
}

function readEndpoint(
  evidence: TimeoutEvidence,
  target: FunctionTimeouts,
  callee: Callee | undefined,
): TimeoutReading | undefined {
  const endpoint = endpointFor(evidence, callee)
  if (endpoint === undefined || endpoint.type.toLowerCase() !== 'interface') return undefined
  const routes = valueIfRead(evidence.routes) ?? []
  const hasWayOut = routes.some((route) => route.wayOut === 'nat' || route.wayOut === 'other')
  const groups = (valueIfRead(evidence.groups) ?? []).filter((group) => endpoint.securityGroupIds.includes(group.id))
  const isShut = groups.length > 0 && !groups.some((group) => letsIn(group, target.securityGroupIds))
  const wrong =
    endpoint.state !== '' && endpoint.state !== 'available'
      ? `it is ${endpoint.state}`
      : endpoint.privateDns && isShut
        ? `its security group ${groups.map((group) => group.id).join(', ')} does not let port 443 in from the function`
        : !endpoint.privateDns && !hasWayOut
          ? 'its private DNS is off, so the service’s name leads to the internet'
          : undefined
  if (wrong === undefined) return undefined
  return {
    id: 'lambda-timeout-vpce-policy-or-dns',
    strength: 'likely',
    why: `it waits for ${endpoint.service}, and the VPC endpoint ${endpoint.id} cannot be used: ${wrong}`,
    facts: [
      ['endpoints', 'VPC endpoint', `${endpoint.id} (${endpoint.service}): ${wrong}`],
      ...(isShut
        ? [['groups', 'Security group of the endpoint', groups.map((group) => group.id).join(', ')] as const]
        : []),
    ],
    cli: repairEndpoint(endpoint, groups[0]?.id, target),
  }
}

/** The change that is wanted; of an endpoint that is not available, why. */
function repairEndpoint(
  endpoint: VpcEndpoint,
  groupId: string | undefined,
  { region, securityGroupIds: [own] }: FunctionTimeouts,
): string {
  if (endpoint.state !== '' && endpoint.state !== 'available')
    return `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${endpoint.id} --query 'VpcEndpoints[].[State,FailureReason,LastError.Message]' --region ${region}`
  if (!endpoint.privateDns)
    return `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpoint.id} --private-dns-enabled --region ${region}`
  return own === undefined || groupId === undefined
    ? `aws ec2 describe-security-groups --group-ids ${endpoint.securityGroupIds.join(' ')} --region ${region}`
    : `aws ec2 authorize-security-group-ingress --group-id ${groupId} --protocol tcp --port 443 --source-group ${own} --region ${region}`
}

function letsIn(group: SecurityGroup, from: readonly string[]): boolean {
  return group.ingress.some(
    (rule) => opensPort(rule, 443) && (rule.cidrs.length > 0 || rule.groupIds.some((id) => from.includes(id))),
  )
}

function readAcls(evidence: TimeoutEvidence, callee: Callee | undefined): TimeoutReading | undefined {
  if (callee?.kind === 'database' || callee?.kind === 'private') return undefined
  const acl = valueIfRead(evidence.acls)?.find((each) => each.refused !== undefined && each.subnetIds.length > 0)
  if (acl?.refused === undefined) return undefined
  const { direction, port } = acl.refused
  return {
    id: 'lambda-timeout-sg-nacl',
    strength: 'likely',
    why: `the network ACL ${acl.aclId} of ${acl.subnetIds.join(', ')} refuses ${direction === 'out' ? `port ${port} going out` : `answers to port ${port} coming in`}`,
    facts: [
      ['acls', 'Network ACL', `${acl.aclId} on ${acl.subnetIds.join(', ')}: port ${port} ${direction} is refused`],
    ],
  }
}

function readRoutes(
  evidence: TimeoutEvidence,
  picture: TimeoutPicture,
  callee: Callee | undefined,
): TimeoutReading | undefined {
  const routes = valueIfRead(evidence.routes) ?? []
  if (routes.length === 0 || callee?.kind === 'database' || callee?.kind === 'private') return undefined
  const endpoint = endpointFor(evidence, callee)
  const isCovered =
    endpoint !== undefined &&
    (endpoint.type.toLowerCase() === 'interface'
      ? endpoint.privateDns
      : routes.every((route) => route.gatewayEndpointIds.includes(endpoint.id)))
  if (isCovered) return undefined
  const dead = new Map(
    (valueIfRead(evidence.nats) ?? [])
      .filter((nat) => !['available', 'pending', ''].includes(nat.state))
      .map((nat) => [nat.id, nat.state]),
  )
  const closed = routes.filter(
    (route) =>
      route.wayOut === 'none' ||
      route.wayOut === 'internet-gateway' ||
      route.wayOut === 'blackhole' ||
      dead.has(route.via ?? ''),
  )
  if (closed.length === 0) return undefined
  const isAll = closed.length === routes.length
  const isTotal = (picture.failedShare ?? 0) >= 0.95
  const isOutward =
    callee?.kind === 'aws' || callee?.kind === 'public' || picture.words.some((words) => words.is === 'connect-failed')
  const route = closed[0]
  if (route === undefined) return undefined
  const state = dead.get(route.via ?? '')
  return {
    id: 'lambda-timeout-vpc-no-egress',
    strength:
      isAll && isTotal && isOutward
        ? 'proven'
        : isAll
          ? isTotal || isOutward
            ? 'likely'
            : 'possible'
          : picture.failedShare !== undefined && picture.failedShare < 0.9
            ? 'likely'
            : 'possible',
    why: `${isAll ? 'its subnets have' : `${closed.map((each) => each.subnetId).join(', ')}, ${closed.length} of its ${routes.length} subnets, ${closed.length === 1 ? 'has' : 'have'}`} no way out${callee === undefined || callee.kind === 'unknown' ? '' : ` to ${callee.name}`}: ${
      state === undefined
        ? `the default route leads to ${wayWords[route.wayOut]}`
        : `the NAT gateway ${route.via} is ${state}`
    }`.replace('the default route leads to no default route', 'there is no default route'),
    facts: [
      ...closed.map(
        (each) =>
          [
            'routes',
            `Default route of ${each.subnetId}`,
            `${each.routeTableId}: ${each.via ?? 'none'}, ${wayWords[each.wayOut]}`,
          ] as const,
      ),
      ...(state === undefined
        ? []
        : [['nats', 'NAT gateway', `${route.via} is ${state}`, undefined, route.via] as const]),
      ...(callee?.kind === 'aws' ? [['endpoints', `VPC endpoint for ${callee.name}`, 'none'] as const] : []),
    ],
  }
}

function readNats(
  evidence: TimeoutEvidence,
  { times }: TimeoutPicture,
  { region }: FunctionTimeouts,
): TimeoutReading | undefined {
  const nat = valueIfRead(evidence.nats)?.find((each) => total(each.portErrors ?? noData) > 0)
  if (nat === undefined) return undefined
  const hits = (nat.portErrors ?? noData).points.filter(
    (point) =>
      point.value > 0 && times.some((time) => Math.abs(Math.floor(time / 60_000) * 60_000 - point.at) <= 60_000),
  )
  if (hits.length === 0) return undefined
  const errors = hits.reduce((sum, point) => sum + point.value, 0)
  return {
    id: 'lambda-timeout-nat-exhaustion',
    strength: 'likely',
    why: `the NAT gateway ${nat.id} had no free port for ${count(errors, 'connection')} in the same minutes`,
    facts: [['nats', 'ErrorPortAllocation', `${errors.toLocaleString('en-US')} on ${nat.id}`, hits.at(-1)?.at, nat.id]],
    cli: [
      `ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text --region ${region})`,
      `aws ec2 associate-nat-gateway-address --nat-gateway-id ${nat.id} --allocation-ids "$ADDRESS" --region ${region}`,
    ].join('\n'),
  }
}
