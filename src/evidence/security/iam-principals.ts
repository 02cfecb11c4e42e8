import { GetAccountAuthorizationDetailsCommand, IAMClient, type PolicyDetail } from '@aws-sdk/client-iam'
import type { AccountRegion } from '../../targets/target.ts'
import { statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** Users, groups and roles that may do everything, and users that AWS has put in quarantine. */
export interface PowerfulPrincipals {
  readonly administrators: readonly {
    readonly kind: 'user' | 'group' | 'role'
    readonly name: string
    readonly policy: string
    readonly isAwsManaged: boolean
    readonly hasBoundary: boolean
  }[]
  readonly quarantined: readonly { readonly user: string; readonly policy: string }[]
  /** False when the account has more than was read. */
  readonly complete: boolean
}

const mostPages = 2

/** Reads who holds a policy that allows every action on every resource; documents stay in the probe. */
export const powerfulPrincipals = defineProbe<PowerfulPrincipals, AccountRegion>({
  id: 'security.iam-principals',
  actions: ['iam:GetAccountAuthorizationDetails'],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(_, { aws }) {
    const holders: Holder[] = []
    const everything = new Set<string>()
    let marker: string | undefined
    let isTruncated = false
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws.client(IAMClient).send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'],
          MaxItems: 500,
          ...(marker !== undefined && { Marker: marker }),
        }),
      )
      for (const user of answer.UserDetailList ?? [])
        holders.push({
          kind: 'user',
          name: user.UserName ?? '',
          inline: user.UserPolicyList ?? [],
          attached: user.AttachedManagedPolicies ?? [],
          hasBoundary: user.PermissionsBoundary !== undefined,
        })
      for (const group of answer.GroupDetailList ?? [])
        holders.push({
          kind: 'group',
          name: group.GroupName ?? '',
          inline: group.GroupPolicyList ?? [],
          attached: group.AttachedManagedPolicies ?? [],
          hasBoundary: false,
        })
      for (const role of answer.RoleDetailList ?? [])
        holders.push({
          kind: 'role',
          name: role.RoleName ?? '',
          inline: role.RolePolicyList ?? [],
          attached: role.AttachedManagedPolicies ?? [],
          hasBoundary: role.PermissionsBoundary !== undefined,
        })
      for (const policy of answer.Policies ?? []) {
        const document = policy.PolicyVersionList?.find((version) => version.IsDefaultVersion === true)?.Document
        if (policy.Arn !== undefined && allowsEverything(document)) everything.add(policy.Arn)
      }
      isTruncated = answer.IsTruncated === true
      marker = answer.Marker
      if (!isTruncated) break
    }
    return {
      administrators: holders.flatMap((holder) => administratorsIn(holder, everything)),
      quarantined: holders.flatMap(({ kind, name, attached }) =>
        kind !== 'user'
          ? []
          : attached.flatMap((each) =>
              /^AWSCompromisedKeyQuarantine/.test(each.PolicyName ?? '')
                ? [{ user: name, policy: each.PolicyName ?? '' }]
                : [],
            ),
      ),
      complete: !isTruncated,
    }
  },
  cite: (target) =>
    citeCheck(
      target,
      'iam:GetAccountAuthorizationDetails',
      'iam get-account-authorization-details --filter User Role Group LocalManagedPolicy',
      'iam',
      '/users',
    ),
})

interface Holder {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
  readonly inline: readonly PolicyDetail[]
  readonly attached: readonly { PolicyName?: string | undefined; PolicyArn?: string | undefined }[]
  readonly hasBoundary: boolean
}

function administratorsIn(
  { kind, name, inline, attached, hasBoundary }: Holder,
  everything: ReadonlySet<string>,
): PowerfulPrincipals['administrators'] {
  const row = (policy: string, isAwsManaged: boolean) => ({ kind, name, policy, isAwsManaged, hasBoundary })
  return [
    ...inline.flatMap((each) =>
      allowsEverything(each.PolicyDocument) ? [row(each.PolicyName ?? 'inline policy', false)] : [],
    ),
    ...attached.flatMap((each) => {
      if (/:aws:policy\/AdministratorAccess$/.test(each.PolicyArn ?? '')) return [row('AdministratorAccess', true)]
      return everything.has(each.PolicyArn ?? '') ? [row(each.PolicyName ?? '', false)] : []
    }),
  ]
}

/** IAM sends documents URL-encoded; one that cannot be read grants nothing here. */
function allowsEverything(document: string | undefined): boolean {
  if (document === undefined) return false
  try {
    const text = document.trimStart().startsWith('{') ? document : decodeURIComponent(document)
    return statementsOf(text).some(
      ({ effect, actions, resources, conditions }) =>
        effect === 'Allow' &&
        actions.some((each) => each === '*' || each === '*:*') &&
        resources.includes('*') &&
        Object.keys(conditions).length === 0,
    )
  } catch {
    return false
  }
}
