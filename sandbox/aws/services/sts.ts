import { randomBytes } from 'node:crypto'
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
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
    const refusal = (action: string) =>
      new AwsError(
        'AccessDenied',
        `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${input.RoleArn}`,
        { status: 403 },
      )
    if (found === undefined) throw refusal('sts:AssumeRole')
    const { place, role } = found
    const needed = [
      'sts:AssumeRole',
      ...((input.Tags ?? []).length > 0 ? ['sts:TagSession'] : []),
      ...(input.SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
    ]
    const refused = needed.find((action) => !mayAssume(call, action, place, role, input))
    if (refused !== undefined) throw refusal(refused)
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
  { principal, clock, world }: Call,
  action: string,
  place: Place,
  role: Role,
  input: AssumeRoleCommandInput,
): boolean {
  const trust = readPolicy('trust', trustText(role))
  const context: Record<string, string[]> = {
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [principal.account],
    'aws:PrincipalOrgID': [world.organization],
    'aws:CurrentTime': [new Date(clock.now()).toISOString()],
    'sts:RoleSessionName': [input.RoleSessionName ?? ''],
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': [input.ExternalId] }),
    ...(input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': [input.SourceIdentity] }),
    ...Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value ?? '']])),
    'aws:TagKeys': (input.Tags ?? []).map(({ Key }) => Key ?? ''),
  }
  const resource = `arn:aws:iam::${place.account}:role${role.path}${role.name}`
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
