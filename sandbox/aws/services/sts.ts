import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import type { Call, Handlers } from '../call.ts'
import { readPolicy } from '../policy/document.ts'
import { evaluate } from '../policy/evaluate.ts'
import { findRole, namedPolicy, type Principal, roleSession } from '../principals.ts'
import { partitionOf } from '../region.ts'
import { AwsError } from '../wire/errors.ts'
import type { Role } from '../world/iam.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'

type Sts = typeof import('@aws-sdk/client-sts')

export const sts: Handlers<Sts> = {
  GetCallerIdentity: ({ principal }) => ({ UserId: principal.userId, Account: principal.account, Arn: principal.arn }),

  AssumeRole(call, input) {
    refuseMalformed(input, call.principal)
    const refusal = (action: string) =>
      new AwsError(
        'AccessDenied',
        `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${input.RoleArn}`,
        { status: 403 },
      )
    const found = findRole(call.world, input.RoleArn ?? '')
    if (found === undefined) throw refusal('sts:AssumeRole')
    const { place, role } = found
    const sourceIdentity = input.SourceIdentity ?? call.principal.sourceIdentity
    const needed = [
      'sts:AssumeRole',
      ...((input.Tags ?? []).length > 0 ? ['sts:TagSession'] : []),
      ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
    ]
    const refused = needed.find((action) => !mayAssume(call, action, place, role, input))
    if (refused !== undefined) throw refusal(refused)
    const isChanged = call.principal.sourceIdentity !== undefined && sourceIdentity !== call.principal.sourceIdentity
    if (isChanged) throw refusal('sts:SetSourceIdentity')
    const seconds = input.DurationSeconds ?? 3600
    if (seconds > role.maxSessionSeconds)
      throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
    const PackedPolicySize = packedPolicySize(input)
    const expiresAt = call.clock.now() + seconds * 1000
    const session = roleSession(place, role, {
      name: input.RoleSessionName ?? 'session',
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      policies: [
        ...(input.Policy === undefined ? [] : [readPolicy('SessionPolicy', input.Policy)]),
        ...(input.PolicyArns ?? []).map(({ arn }) => namedPolicy(place, arn ?? '')),
      ],
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
      sourceIdentity,
      expiresAt,
    })
    const sessions = call.memory.get('sessions') as Map<string, Principal>
    sessions.set(session.accessKeyId, session)
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: randomBytes(20).toString('hex'),
        SessionToken: randomBytes(40).toString('base64'),
        Expiration: new Date(expiresAt),
      },
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      ...(PackedPolicySize === 0 ? {} : { PackedPolicySize }),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    }
  },

  DecodeAuthorizationMessage(_call, input) {
    const text = Buffer.from(input.EncodedMessage ?? '', 'base64url').toString('utf8')
    if (!text.startsWith('{'))
      throw new AwsError('InvalidAuthorizationMessageException', 'Message is not valid', { status: 400 })
    return { DecodedMessage: text }
  },
}

const nameShape = /^[\w+=,.@-]{2,64}$/
const longestPolicy = 2048
/** Bytes that policies and tags may take once packed; what AWS allows is not known, this is of its order. */
const packedBytes = 1024

function invalid(words: string): AwsError {
  return new AwsError('ValidationError', words, { status: 400 })
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function refuseMalformed(input: AssumeRoleCommandInput, caller: Principal): void {
  const constraint = (field: string, rule: string) =>
    invalid(`1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must ${rule}`)
  if (!nameShape.test(input.RoleSessionName ?? ''))
    throw constraint('roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*')
  if (input.SourceIdentity !== undefined && !nameShape.test(input.SourceIdentity))
    throw constraint('sourceIdentity', 'satisfy regular expression pattern: [\\w+=,.@-]*')
  if ((input.Policy ?? '').length > longestPolicy)
    throw constraint('policy', `have length less than or equal to ${longestPolicy}`)
  const seconds = input.DurationSeconds ?? 3600
  if (seconds < 900) throw constraint('durationSeconds', 'have value greater than or equal to 900')
  if (seconds > 3600 && caller.arn.includes(':assumed-role/'))
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining')
  const tags = input.Tags ?? []
  const isTag = ({ Key = '', Value = '' }: { Key?: string | undefined; Value?: string | undefined }): boolean =>
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value)
  if (tags.length > 50 || !tags.every(isTag))
    throw constraint('tags', 'satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*')
}

/** Per cent of the allowance; throws when it is more than all of it. */
function packedPolicySize({ Policy = '', Tags = [] }: AssumeRoleCommandInput): number {
  const bytes = deflateRawSync(Policy + Tags.map(({ Key, Value }) => `${Key}${Value}`).join('')).length
  const percent = Policy === '' && Tags.length === 0 ? 0 : Math.ceil((bytes / packedBytes) * 100)
  if (percent <= 100) return percent
  throw new AwsError(
    'PackedPolicyTooLarge',
    `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    { status: 400 },
  )
}

/** The trust policy has to allow the caller; the caller's own policy too, where the role is in another account. */
function mayAssume(
  { principal, clock, world }: Call,
  action: string,
  place: Place,
  role: Role,
  input: AssumeRoleCommandInput,
): boolean {
  const trust = readPolicy('trust', trustText(role))
  const sourceIdentity = input.SourceIdentity ?? principal.sourceIdentity
  const tags = {
    ...Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value ?? '']])),
    'aws:TagKeys': (input.Tags ?? []).map(({ Key }) => Key ?? ''),
  }
  const identity = sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': [sourceIdentity] }
  const assuming = {
    'sts:RoleSessionName': [input.RoleSessionName ?? ''],
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': [input.ExternalId] }),
    ...identity,
    ...tags,
  }
  // Each action has condition keys of its own, and only sts:AssumeRole has the external id.
  const own = action === 'sts:AssumeRole' ? assuming : action === 'sts:TagSession' ? tags : identity
  const context: Record<string, string[]> = {
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [principal.account],
    'aws:PrincipalOrgID': [world.organization],
    'aws:CurrentTime': [new Date(clock.now()).toISOString()],
    ...own,
  }
  const resource = `arn:${partitionOf(place.region)}:iam::${place.account}:role${role.path}${role.name}`
  const request = { action, resource, principalArn: principal.arn, principalAccount: principal.account, context }
  const isTrusted = evaluate(request, { identity: [], resource: trust }).outcome === 'allowed'
  return (
    isTrusted &&
    evaluate(request, { identity: principal.identity, resource: trust, resourceAccount: place.account }).outcome ===
      'allowed'
  )
}

/** A role's trust policy as text; without one of its own it trusts its services and accounts. */
export function trustText(role: Role): string {
  if (role.trust !== undefined) return policyText(role.trust)
  const allow = (Principal: object, Action: string | string[] = 'sts:AssumeRole'): object => ({
    Effect: 'Allow',
    Principal,
    Action,
  })
  const services = role.trustedServices.length === 1 ? role.trustedServices[0] : role.trustedServices
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(role.trustedServices.length === 0 ? [] : [allow({ Service: services })]),
      ...role.trustedAccounts.map((account) =>
        allow({ AWS: `arn:aws:iam::${account}:root` }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']),
      ),
    ],
  })
}
