import { type Policy, readPolicy } from './policy/document.ts'
import { partitionOf } from './region.ts'
import { AwsError } from './wire/errors.ts'
import type { Signature } from './wire/http.ts'
import type { DeclaredCaller } from './world/access.ts'
import type { Role } from './world/iam.ts'
import { stableId } from './world/scalars.ts'
import { type Place, placesOf, type World } from './world.ts'

/** Who signed a call, and what that caller may do. */
export interface Principal {
  readonly account: string
  readonly arn: string
  readonly userId: string
  readonly accessKeyId: string
  readonly identity: readonly Policy[]
  readonly boundary?: readonly Policy[]
  readonly session?: readonly Policy[]
  readonly tags: Readonly<Record<string, string>>
  readonly sourceIdentity?: string
  /** Epoch milliseconds; a session that AssumeRole issued ends, a declared caller does not. */
  readonly expiresAt?: number
}

const allowAll = readPolicy('AllowAll', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

/** The caller behind a signature: a session that AssumeRole issued, or a caller that the world declares. */
export function principalOf(
  world: World,
  signature: Signature | undefined,
  sessions: ReadonlyMap<string, Principal>,
): Principal {
  if (signature === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 })
  }
  const { accessKeyId } = signature
  const issued = sessions.get(accessKeyId)
  if (issued !== undefined) return issued
  const declared = world.callers.find(
    (caller) => caller.accessKeyId !== undefined && accessKeyId.startsWith(caller.accessKeyId),
  )
  return declaredPrincipal(world, declared ?? world.caller ?? {}, accessKeyId)
}

/** The session of an assumed role. A role that declares no policies at all may do everything. */
export function roleSession(
  place: Place,
  role: Role,
  session: {
    name: string
    accessKeyId: string
    policies: readonly Policy[]
    tags: Readonly<Record<string, string>>
    sourceIdentity: string | undefined
    expiresAt: number
  },
): Principal {
  const { account } = place
  return {
    account,
    arn: `arn:${partitionOf(place.region)}:sts::${account}:assumed-role/${role.name}/${session.name}`,
    userId: `${roleId(account, role)}:${session.name}`,
    accessKeyId: session.accessKeyId,
    identity: rolePolicies(place, role) ?? [allowAll],
    ...(role.boundary === undefined ? {} : { boundary: [namedPolicy(place, role.boundary)] }),
    ...(session.policies.length === 0 ? {} : { session: session.policies }),
    tags: session.tags,
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    expiresAt: session.expiresAt,
  }
}

/** The policies of a role, or nothing when the world declares none for it. */
export function rolePolicies(place: Place, role: Pick<Role, 'inline' | 'attached'>): readonly Policy[] | undefined {
  const inline = Object.entries(role.inline).map(([name, document]) => readPolicy(name, document))
  const attached = role.attached.map((name) => namedPolicy(place, name))
  return inline.length + attached.length === 0 ? undefined : [...inline, ...attached]
}

/** A managed policy by name or ARN; an unknown one allows nothing, except AWS's own wide ones. */
export function namedPolicy(place: Pick<Place, 'account' | 'policies'>, nameOrArn: string): Policy {
  const name = nameOrArn.split('/').at(-1) ?? nameOrArn
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::${place.account}:policy/${nameOrArn}`
  const declared = place.policies.find((policy) => policy.name === name)
  if (declared !== undefined) return readPolicy(name, declared.document, arn)
  if (nameOrArn.startsWith('arn:aws:iam::aws:policy/') && awsPolicies[name] !== undefined)
    return readPolicy(name, awsPolicies[name], arn)
  return { id: name, arn, statements: [] }
}

/** The few AWS managed policies that functions usually carry. */
export const awsPolicies: Readonly<Record<string, object>> = {
  AdministratorAccess: statements(['*']),
  AWSLambdaBasicExecutionRole: statements(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  AWSLambdaVPCAccessExecutionRole: statements([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]),
  AWSLambdaSQSQueueExecutionRole: statements([
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]),
  AWSXRayDaemonWriteAccess: statements([
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ]),
}

export function roleId(account: string, { id, name }: { id?: string | undefined; name: string }): string {
  return id ?? `AROA${stableId(`${account}/${name}`, 17).toUpperCase()}`
}

/** Finds a role by ARN, whatever its path. */
export function findRole(world: World, arn: string): { place: Place; role: Role } | undefined {
  const match = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn)
  if (match === null) return undefined
  for (const place of placesOf(world)) {
    if (place.account !== match[2] || partitionOf(place.region) !== match[1]) continue
    const role = place.roles.find(({ name }) => name === match[3])
    if (role !== undefined) return { place, role }
  }
  return undefined
}

function declaredPrincipal(world: World, declared: DeclaredCaller, accessKeyId: string): Principal {
  const account = declared.account ?? world.account
  const arn = declared.arn ?? `arn:aws:iam::${account}:user/engineer`
  return {
    account,
    arn,
    userId: arn.includes(':assumed-role/')
      ? `AROA${stableId(arn, 17).toUpperCase()}:${arn.split('/').at(-1)}`
      : `AIDA${stableId(arn, 17).toUpperCase()}`,
    accessKeyId,
    identity: [declared.policy === undefined ? allowAll : readPolicy('CallerPolicy', declared.policy)],
    ...(declared.boundary === undefined ? {} : { boundary: [readPolicy('CallerBoundary', declared.boundary)] }),
    ...(declared.sessionPolicy === undefined ? {} : { session: [readPolicy('CallerSession', declared.sessionPolicy)] }),
    tags: {},
  }
}

function statements(actions: readonly string[]): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }
}
