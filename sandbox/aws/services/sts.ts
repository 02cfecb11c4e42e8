import { randomBytes } from 'node:crypto'
import type { Call, Handlers } from '../call.ts'
import { readPolicy } from '../policy/document.ts'
import { evaluate } from '../policy/evaluate.ts'
import { findRole, namedPolicy, type Principal, roleSession } from '../principals.ts'
import { AwsError } from '../wire/errors.ts'
import type { Role } from '../world/iam.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'

type Sts = typeof import('@aws-sdk/client-sts')

export const sts: Handlers<Sts> = {
  GetCallerIdentity: ({ principal }) => ({ UserId: principal.userId, Account: principal.account, Arn: principal.arn }),

  AssumeRole(call, input) {
    const found = findRole(call.world, input.RoleArn ?? '')
    const refusal = new AwsError(
      'AccessDenied',
      `User: ${call.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      { status: 403 },
    )
    if (found === undefined) throw refusal
    const { place, role } = found
    if (!mayAssume(call, place, role, input.ExternalId, input.SourceIdentity)) throw refusal
    const seconds = input.DurationSeconds ?? 3600
    if (seconds > role.maxSessionSeconds) {
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
        { status: 400 },
      )
    }
    const session = roleSession(place, role, {
      name: input.RoleSessionName ?? 'session',
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      policies: [
        ...(input.Policy === undefined ? [] : [readPolicy('SessionPolicy', input.Policy)]),
        ...(input.PolicyArns ?? []).map(({ arn }) => namedPolicy(place, arn ?? '')),
      ],
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
      sourceIdentity: input.SourceIdentity,
    })
    const sessions = call.memory.get('sessions') as Map<string, Principal>
    sessions.set(session.accessKeyId, session)
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: randomBytes(20).toString('hex'),
        SessionToken: randomBytes(40).toString('base64'),
        Expiration: new Date(Date.now() + seconds * 1000),
      },
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
    }
  },

  DecodeAuthorizationMessage(_call, input) {
    const text = Buffer.from(input.EncodedMessage ?? '', 'base64url').toString('utf8')
    if (!text.startsWith('{'))
      throw new AwsError('InvalidAuthorizationMessageException', 'Message is not valid', { status: 400 })
    return { DecodedMessage: text }
  },
}

/** The trust policy has to allow the caller; the caller's own policy too, where the role is in another account. */
function mayAssume(
  { principal, clock }: Call,
  place: Place,
  role: Role,
  externalId: string | undefined,
  sourceIdentity: string | undefined,
): boolean {
  const trust = readPolicy('trust', trustText(role))
  const arn = `arn:aws:iam::${place.account}:role${role.path}${role.name}`
  const context: Record<string, string[]> = {
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [principal.account],
    'aws:PrincipalOrgID': ['o-sandbox1234'],
    'aws:CurrentTime': [new Date(clock.now()).toISOString()],
    ...(externalId === undefined ? {} : { 'sts:ExternalId': [externalId] }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': [sourceIdentity] }),
  }
  const request = {
    action: 'sts:AssumeRole',
    resource: arn,
    principalArn: principal.arn,
    principalAccount: principal.account,
    context,
  }
  return (
    evaluate(request, { identity: principal.identity, resource: trust, resourceAccount: place.account }).outcome ===
      'allowed' && evaluate(request, { identity: [], resource: trust }).outcome === 'allowed'
  )
}

/** A role's trust policy as text; without one of its own it trusts its services and accounts. */
export function trustText(role: Role): string {
  if (role.trust !== undefined) return policyText(role.trust)
  const allow = (Principal: object): object => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })
  const services = role.trustedServices.length === 1 ? role.trustedServices[0] : role.trustedServices
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(role.trustedServices.length === 0 ? [] : [allow({ Service: services })]),
      ...role.trustedAccounts.map((account) => allow({ AWS: `arn:aws:iam::${account}:root` })),
    ],
  })
}
