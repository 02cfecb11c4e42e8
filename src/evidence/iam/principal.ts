import { GetRoleCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { accountOf } from '../../targets/principal-arn.ts'
import type { Denial, Place } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type PolicyDocument, readPolicyDocument } from './policy-document.ts'

/** Who made a call, as IAM knows them; a read that is skipped when they belong to another account. */
export type IamPrincipal =
  | { readonly state: 'unknown' }
  | { readonly state: 'gone'; readonly kind: 'role' | 'user'; readonly name: string }
  | FoundPrincipal

export interface FoundPrincipal {
  readonly state: 'found'
  readonly kind: 'role' | 'user'
  readonly name: string
  /** With its path. */
  readonly arn: string
  readonly boundaryArn?: string
  /** Who may assume the role. */
  readonly trust?: PolicyDocument
  /** Epoch milliseconds. */
  readonly createdAt?: number
}

/** `{ kind: 'role', name: 'orders' }` of an IAM ARN. */
export function principalName(
  arn: string | undefined,
): { readonly kind: 'role' | 'user'; readonly name: string } | undefined {
  const match = /:iam::\d{12}:(role|user)\/(?:.*\/)?([^/]+)$/.exec(arn ?? '')
  const [, kind, name] = match ?? []
  return name === undefined ? undefined : { kind: kind === 'user' ? 'user' : 'role', name }
}

/** The key under which reads of one principal are shared. */
export function principalKey(target: Denial): string {
  return `${target.account} ${target.principal ?? ''}`
}

export const iamPrincipal = defineProbe<IamPrincipal, Denial>({
  id: 'iam.principal',
  actions: ['iam:GetRole', 'iam:GetUser'],
  key: principalKey,
  resource: (target) => target.principal ?? '*',
  async fetch(target, { aws }) {
    const named = principalName(target.principal)
    if (named === undefined) return { state: 'unknown' }
    const account = accountOf(target.principal ?? '')
    if (account !== undefined && account !== aws.account)
      throw new EvidenceMissing({
        status: 'skipped',
        action: named.kind === 'user' ? 'iam:GetUser' : 'iam:GetRole',
        error: `${named.name} belongs to account ${account}: its own policies cannot be seen from ${aws.account}.`,
      })
    try {
      if (named.kind === 'user') {
        const { User: user } = await aws.client(IAMClient).send(new GetUserCommand({ UserName: named.name }))
        const boundaryArn = user?.PermissionsBoundary?.PermissionsBoundaryArn
        return {
          state: 'found',
          ...named,
          arn: user?.Arn ?? target.principal ?? '',
          ...(boundaryArn !== undefined && { boundaryArn }),
        }
      }
      const { Role: role } = await aws.client(IAMClient).send(new GetRoleCommand({ RoleName: named.name }))
      const boundaryArn = role?.PermissionsBoundary?.PermissionsBoundaryArn
      return {
        state: 'found',
        ...named,
        arn: role?.Arn ?? target.principal ?? '',
        ...(boundaryArn !== undefined && { boundaryArn }),
        ...(role?.AssumeRolePolicyDocument !== undefined && {
          trust: readPolicyDocument('trust policy', role.AssumeRolePolicyDocument),
        }),
        ...(role?.CreateDate !== undefined && { createdAt: role.CreateDate.getTime() }),
      }
    } catch (error) {
      if (error instanceof Error && /^NoSuchEntity/.test(error.name)) return { state: 'gone', ...named }
      throw error
    }
  },
  cite: (target) => citePrincipal(target, target.principal),
})

/** The principal; undefined where it could not be read, which does not keep its policies from being read by its name. */
export async function foundOrUnread(at: ReadContext, target: Denial): Promise<IamPrincipal | undefined> {
  try {
    return await at.read(iamPrincipal, target)
  } catch (error) {
    if (error instanceof EvidenceMissing && error.evidence.status !== 'skipped') return undefined
    throw error
  }
}

/** Shows a role or user again. */
export function citePrincipal(place: Place, principal: string | undefined) {
  const named = principalName(principal)
  const isUser = named?.kind === 'user'
  return {
    source: `iam:${isUser ? 'GetUser' : 'GetRole'} ${named?.name ?? ''}`.trim(),
    account: place.account,
    region: place.region,
    ...(named !== undefined && {
      link: consoleLink(
        { ...place, region: 'us-east-1' },
        'iam',
        `/${isUser ? 'users' : 'roles'}/details/${named.name}`,
      ),
      cli: `aws iam get-${isUser ? 'user --user-name' : 'role --role-name'} ${shellWord(named.name)}`,
    }),
  }
}
