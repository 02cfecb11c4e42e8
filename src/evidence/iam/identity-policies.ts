import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam'
import type { AwsReader } from '../../aws/reader.ts'
import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { type PolicyDocument, readPolicyDocument } from './policy-document.ts'
import { citePrincipal, type FoundPrincipal, iamPrincipal, principalKey, principalName } from './principal.ts'

/** What a principal's own policies say; null when the principal cannot be read from this account. */
export interface IdentityPolicies {
  readonly policies: readonly PolicyDocument[]
  /** False when there are more than were read: nothing can then be said to be missing. */
  readonly complete: boolean
}

const mostPolicies = 8

export const identityPolicies = defineProbe<IdentityPolicies | null, Denial>({
  id: 'iam.identity-policies',
  actions: [
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRolePolicy',
    'iam:GetUserPolicy',
    'iam:ListAttachedGroupPolicies',
    'iam:ListAttachedRolePolicies',
    'iam:ListAttachedUserPolicies',
    'iam:ListGroupsForUser',
    'iam:ListRolePolicies',
    'iam:ListUserPolicies',
  ],
  uses: [iamPrincipal],
  key: principalKey,
  resource: (target) => target.principal ?? '*',
  async fetch(target, at) {
    const principal = await at.read(iamPrincipal, target)
    if (principal.state !== 'found') return null
    return principal.kind === 'role' ? rolePolicies(at.aws, principal) : userPolicies(at.aws, principal)
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

async function rolePolicies(aws: AwsReader, { name }: FoundPrincipal): Promise<IdentityPolicies> {
  const iam = aws.client(IAMClient)
  const [inline, attached] = await Promise.all([
    iam.send(new ListRolePoliciesCommand({ RoleName: name })),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name })),
  ])
  const names = inline.PolicyNames ?? []
  const documents = await Promise.all([
    ...names.slice(0, mostPolicies).map(async (each) => {
      const { PolicyDocument: text } = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: each }))
      return readPolicyDocument(each, text ?? '{}')
    }),
    ...managed(attached.AttachedPolicies)
      .slice(0, mostPolicies)
      .map((arn) => managedPolicy(aws, arn)),
  ])
  const wasCut = names.length > mostPolicies || managed(attached.AttachedPolicies).length > mostPolicies
  return { policies: documents, complete: !wasCut && inline.IsTruncated !== true && attached.IsTruncated !== true }
}

async function userPolicies(aws: AwsReader, { name }: FoundPrincipal): Promise<IdentityPolicies> {
  const iam = aws.client(IAMClient)
  const [inline, attached, { Groups: groups = [] }] = await Promise.all([
    iam.send(new ListUserPoliciesCommand({ UserName: name })),
    iam.send(new ListAttachedUserPoliciesCommand({ UserName: name })),
    iam.send(new ListGroupsForUserCommand({ UserName: name })),
  ])
  const ofGroups = await Promise.all(
    groups.slice(0, 4).map((group) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: group.GroupName }))),
  )
  const arns = managed(
    [attached.AttachedPolicies, ...ofGroups.map((each) => each.AttachedPolicies)].flatMap((each) => each ?? []),
  )
  const names = inline.PolicyNames ?? []
  const documents = await Promise.all([
    ...names.slice(0, mostPolicies).map(async (each) => {
      const { PolicyDocument: text } = await iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: each }))
      return readPolicyDocument(each, text ?? '{}')
    }),
    ...arns.slice(0, mostPolicies).map((arn) => managedPolicy(aws, arn)),
  ])
  // Inline policies of groups are not read, so a user with groups may have more than is seen here.
  return {
    policies: documents,
    complete: names.length <= mostPolicies && arns.length <= mostPolicies && groups.length === 0,
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
  return readPolicyDocument(arn.split('/').at(-1) ?? arn, version?.Document ?? '{}', arn)
}
