import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam'
import type { AwsReader } from '../../aws/reader.ts'
import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { type PolicyDocument, readPolicyDocument } from './policy-document.ts'
import { citePrincipal, foundOrUnread, iamPrincipal, principalKey, principalName } from './principal.ts'

/** What a principal's own policies say; null when the principal cannot be read from this account. */
export interface IdentityPolicies {
  readonly policies: readonly PolicyDocument[]
  /** False when there are more than were read: nothing can then be said to be missing. */
  readonly complete: boolean
}

/** Each managed policy takes two reads. */
const mostManaged = 3
const mostInline = 6

export const identityPolicies = defineProbe<IdentityPolicies | null, Denial>({
  id: 'iam.identity-policies',
  actions: [
    'iam:GetGroupPolicy',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRolePolicy',
    'iam:GetUserPolicy',
    'iam:ListAttachedGroupPolicies',
    'iam:ListAttachedRolePolicies',
    'iam:ListAttachedUserPolicies',
    'iam:ListGroupPolicies',
    'iam:ListGroupsForUser',
    'iam:ListRolePolicies',
    'iam:ListUserPolicies',
  ],
  uses: [iamPrincipal],
  key: principalKey,
  resource: (target) => target.principal ?? '*',
  async fetch(target, at) {
    const named = principalName(target.principal)
    const known = await foundOrUnread(at, target)
    if (named === undefined || (known !== undefined && known.state !== 'found')) return null
    return named.kind === 'role' ? rolePolicies(at.aws, named.name) : userPolicies(at.aws, named.name)
  },
  cite(target) {
    const named = principalName(target.principal)
    const kind = named?.kind ?? 'role'
    const name = shellWord(named?.name ?? '')
    return {
      ...citePrincipal(target, target.principal),
      source: `iam:${kind === 'role' ? 'GetRolePolicy' : 'GetUserPolicy'}, GetPolicyVersion of ${named?.name ?? 'the caller'}`,
      cli: `aws iam list-${kind}-policies --${kind}-name ${name}; aws iam list-attached-${kind}-policies --${kind}-name ${name}`,
    }
  },
})

async function rolePolicies(aws: AwsReader, name: string): Promise<IdentityPolicies> {
  const iam = aws.client(IAMClient)
  const [inline, attached] = await Promise.all([
    iam.send(new ListRolePoliciesCommand({ RoleName: name })),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name })),
  ])
  return documents(aws, managed(attached.AttachedPolicies), isWhole(inline, attached), [
    ...(inline.PolicyNames ?? []).map((each) => async () => {
      const { PolicyDocument: text } = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: each }))
      return readPolicyDocument(each, text)
    }),
  ])
}

const mostGroups = 3

async function userPolicies(aws: AwsReader, name: string): Promise<IdentityPolicies> {
  const iam = aws.client(IAMClient)
  const [inline, attached, { Groups: groups = [] }] = await Promise.all([
    iam.send(new ListUserPoliciesCommand({ UserName: name })),
    iam.send(new ListAttachedUserPoliciesCommand({ UserName: name })),
    iam.send(new ListGroupsForUserCommand({ UserName: name })),
  ])
  const ofGroups = await Promise.all(
    groups.slice(0, mostGroups).map(async ({ GroupName: group = '' }) => {
      const [own, given] = await Promise.all([
        iam.send(new ListGroupPoliciesCommand({ GroupName: group })),
        iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: group })),
      ])
      return { group, own, given }
    }),
  )
  const arns = managed([attached, ...ofGroups.map(({ given }) => given)].flatMap((each) => each.AttachedPolicies ?? []))
  const isComplete =
    groups.length <= mostGroups && isWhole(inline, attached, ...ofGroups.flatMap(({ own, given }) => [own, given]))
  return documents(aws, arns, isComplete, [
    ...(inline.PolicyNames ?? []).map((each) => async () => {
      const { PolicyDocument: text } = await iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: each }))
      return readPolicyDocument(each, text)
    }),
    ...ofGroups.flatMap(({ group, own }) =>
      (own.PolicyNames ?? []).map((each) => async () => {
        const answer = await iam.send(new GetGroupPolicyCommand({ GroupName: group, PolicyName: each }))
        return readPolicyDocument(`${each} of group ${group}`, answer.PolicyDocument)
      }),
    ),
  ])
}

interface PolicyList {
  readonly IsTruncated?: boolean | undefined
  readonly PolicyNames?: readonly string[] | undefined
  readonly AttachedPolicies?: readonly unknown[] | undefined
}

/** An empty list is a list; an answer without one lists nothing for sure. */
function isWhole(...lists: readonly PolicyList[]): boolean {
  return lists.every((each) => each.IsTruncated !== true && (each.PolicyNames ?? each.AttachedPolicies) !== undefined)
}

/** Reads the policies themselves, as many as an answer can afford. */
async function documents(
  aws: AwsReader,
  arns: readonly string[],
  isListed: boolean,
  inline: readonly (() => Promise<PolicyDocument>)[],
): Promise<IdentityPolicies> {
  const attached = await Promise.all(arns.slice(0, mostManaged).map((arn) => managedIfThere(aws, arn)))
  const own = await Promise.all(inline.slice(0, mostInline).map((read) => read()))
  const isRead = attached.every((each) => each !== undefined)
  return {
    policies: [...own, ...attached.flatMap((each) => each ?? [])],
    complete: isListed && isRead && arns.length <= mostManaged && inline.length <= mostInline,
  }
}

/** A policy that is attached but not there any more leaves the picture incomplete; it is no reason to know nothing. */
async function managedIfThere(aws: AwsReader, arn: string): Promise<PolicyDocument | undefined> {
  try {
    return await managedPolicy(aws, arn)
  } catch (error) {
    if (error instanceof Error && /^NoSuchEntity/.test(error.name)) return undefined
    throw error
  }
}

function managed(attached: readonly { readonly PolicyArn?: string | undefined }[] | undefined): string[] {
  return (attached ?? []).flatMap((each) => each.PolicyArn ?? [])
}

/** The default version of a managed policy. */
export async function managedPolicy(aws: AwsReader, arn: string): Promise<PolicyDocument> {
  const iam = aws.client(IAMClient)
  const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
  const { PolicyVersion: version } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy?.DefaultVersionId ?? 'v1' }),
  )
  return readPolicyDocument(arn.split('/').at(-1) ?? arn, version?.Document, arn)
}
