import type { Role as DescribedRole, User as DescribedUser } from '@aws-sdk/client-iam'
import type { Call, Handlers } from '../call.ts'
import { awsPolicies, roleId } from '../principals.ts'
import { AwsError } from '../wire/errors.ts'
import type { ManagedPolicy, Role, User } from '../world/iam.ts'
import { policyText, stableId } from '../world/scalars.ts'
import { iamWholeAccount } from './iam-account.ts'
import { iamGroups } from './iam-groups.ts'
import { simulate } from './iam-simulate.ts'
import { pageOf, tokenAs } from './paging.ts'
import { trustText } from './sts.ts'

type Iam = typeof import('@aws-sdk/client-iam')

export const iam: Handlers<Iam> = {
  GetRole: (call, input) => ({ Role: describeRole(call, findRole(call, input.RoleName)) }),

  ListRoles(call, input) {
    const all = rolesOf(call).filter(({ path }) => input.PathPrefix === undefined || path.startsWith(input.PathPrefix))
    const { page, next } = pageOf(all, input.Marker, input.MaxItems ?? 100)
    return {
      Roles: page.map((role) => describeRole(call, role)),
      IsTruncated: next !== undefined,
      ...tokenAs('Marker', next),
    }
  },

  ListRolePolicies: (call, input) => ({
    PolicyNames: Object.keys(findRole(call, input.RoleName).inline),
    IsTruncated: false,
  }),

  GetRolePolicy(call, input) {
    const document = findRole(call, input.RoleName).inline[input.PolicyName ?? '']
    if (document === undefined) throw notFound(`The role policy with name ${input.PolicyName} cannot be found.`)
    return { RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument: encode(policyText(document)) }
  },

  ListAttachedRolePolicies: (call, input) => ({
    AttachedPolicies: attachedOf(call, findRole(call, input.RoleName).attached),
    IsTruncated: false,
  }),

  ListRoleTags: (call, input) => ({ Tags: tagsOf(findRole(call, input.RoleName).tags), IsTruncated: false }),

  GetUser(call, input) {
    const name = input.UserName ?? call.principal.arn.split('/').at(-1)
    return { User: describeUser(call, findUser(call, name)) }
  },

  ListUserPolicies: (call, input) => ({
    PolicyNames: Object.keys(findUser(call, input.UserName).inline),
    IsTruncated: false,
  }),

  GetUserPolicy(call, input) {
    const document = findUser(call, input.UserName).inline[input.PolicyName ?? '']
    if (document === undefined) throw notFound(`The user policy with name ${input.PolicyName} cannot be found.`)
    return { UserName: input.UserName, PolicyName: input.PolicyName, PolicyDocument: encode(policyText(document)) }
  },

  ListAttachedUserPolicies: (call, input) => ({
    AttachedPolicies: attachedOf(call, findUser(call, input.UserName).attached),
    IsTruncated: false,
  }),

  ListGroupsForUser(call, input) {
    const { account } = call
    return {
      Groups: findUser(call, input.UserName).groups.map((GroupName) => ({
        GroupName,
        GroupId: `AGPA${stableId(GroupName, 17).toUpperCase()}`,
        Arn: `arn:aws:iam::${account}:group/${GroupName}`,
        Path: '/',
        CreateDate: call.clock.at('-180d'),
      })),
      IsTruncated: false,
    }
  },

  GetPolicy(call, input) {
    const policy = findPolicy(call, input.PolicyArn)
    return {
      Policy: {
        PolicyName: policy.name,
        PolicyId: `ANPA${stableId(policy.name, 17).toUpperCase()}`,
        Arn: input.PolicyArn,
        Path: policy.path,
        DefaultVersionId: policy.defaultVersion,
        AttachmentCount: rolesOf(call).filter(({ attached }) =>
          attached.some((name) => name.split('/').at(-1) === policy.name),
        ).length,
        IsAttachable: true,
        CreateDate: call.clock.at(policy.created),
        UpdateDate: call.clock.at(policy.updated ?? policy.created),
      },
    }
  },

  GetPolicyVersion(call, input) {
    const policy = findPolicy(call, input.PolicyArn)
    const document =
      input.VersionId === policy.defaultVersion ? policy.document : policy.versions[input.VersionId ?? '']
    if (document === undefined)
      throw notFound(`Policy ${input.PolicyArn} version ${input.VersionId} does not exist or is not attachable.`)
    return {
      PolicyVersion: {
        Document: encode(policyText(document)),
        VersionId: input.VersionId,
        IsDefaultVersion: input.VersionId === policy.defaultVersion,
        CreateDate: call.clock.at(policy.updated ?? policy.created),
      },
    }
  },

  ListPolicyVersions(call, input) {
    const policy = findPolicy(call, input.PolicyArn)
    const ids = [...new Set([policy.defaultVersion, ...Object.keys(policy.versions)])]
    return {
      Versions: ids.map((VersionId) => ({
        VersionId,
        IsDefaultVersion: VersionId === policy.defaultVersion,
        CreateDate: call.clock.at(policy.created),
      })),
      IsTruncated: false,
    }
  },

  SimulatePrincipalPolicy: (call, input) => simulate(call, input),

  GetContextKeysForPrincipalPolicy(call, input) {
    const name = input.PolicySourceArn?.split('/').at(-1) ?? ''
    const identity = input.PolicySourceArn?.includes(':user/') ? findUser(call, name) : findRole(call, name)
    const texts = [
      ...Object.values(identity.inline).map(policyText),
      ...identity.attached.map((attached) => policyText(findPolicy(call, attachedArn(call, attached)).document)),
    ]
    return {
      ContextKeyNames: [
        ...new Set(
          texts
            .flatMap((text) =>
              [...text.matchAll(/"((?:aws|[a-z0-9-]+):[A-Za-z][\w/]*)"\s*:\s*["[]/g)].map(([, key = '']) => key),
            )
            .filter((key) => !key.startsWith('arn:')),
        ),
      ],
    }
  },

  GetAccountAuthorizationDetails(call) {
    return {
      RoleDetailList: rolesOf(call).map((role) => ({
        ...describeRole(call, role),
        RolePolicyList: Object.entries(role.inline).map(([PolicyName, document]) => ({
          PolicyName,
          PolicyDocument: encode(policyText(document)),
        })),
        AttachedManagedPolicies: attachedOf(call, role.attached),
        InstanceProfileList: [],
      })),
      UserDetailList: call.placesOfAccount
        .flatMap(({ users }) => users)
        .map((user) => ({
          ...describeUser(call, user),
          UserPolicyList: Object.entries(user.inline).map(([PolicyName, document]) => ({
            PolicyName,
            PolicyDocument: encode(policyText(document)),
          })),
          AttachedManagedPolicies: attachedOf(call, user.attached),
          GroupList: user.groups,
        })),
      GroupDetailList: call.placesOfAccount
        .flatMap(({ groups }) => groups)
        .map((group) => ({
          GroupName: group.name,
          Arn: `arn:aws:iam::${call.account}:group/${group.name}`,
          GroupPolicyList: Object.entries(group.inline).map(([PolicyName, document]) => ({
            PolicyName,
            PolicyDocument: encode(policyText(document)),
          })),
          AttachedManagedPolicies: attachedOf(call, group.attached),
        })),
      Policies: call.placesOfAccount
        .flatMap(({ policies }) => policies)
        .map((policy) => ({
          PolicyName: policy.name,
          Arn: attachedArn(call, policy.name),
          DefaultVersionId: policy.defaultVersion,
          PolicyVersionList: [
            { VersionId: policy.defaultVersion, IsDefaultVersion: true, Document: encode(policyText(policy.document)) },
          ],
        })),
      IsTruncated: false,
    }
  },

  ...iamWholeAccount,

  ...iamGroups,

  ListAccountAliases: ({ world, account }) => ({
    AccountAliases: world.accountAlias === undefined || account !== world.account ? [] : [world.accountAlias],
    IsTruncated: false,
  }),
}

function rolesOf({ placesOfAccount }: Call): Role[] {
  return placesOfAccount.flatMap(({ roles }) => roles)
}

function findRole(call: Call, name: string | undefined): Role {
  const role = rolesOf(call).find((candidate) => candidate.name === name)
  if (role === undefined) throw notFound(`The role with name ${name} cannot be found.`)
  return role
}

function findUser({ placesOfAccount }: Call, name: string | undefined): User {
  const user = placesOfAccount.flatMap(({ users }) => users).find((candidate) => candidate.name === name)
  if (user === undefined) throw notFound(`The user with name ${name} cannot be found.`)
  return user
}

/** A managed policy by ARN: the account's own, or one of AWS's that the sandbox knows. */
function findPolicy({ placesOfAccount }: Call, arn: string | undefined): ManagedPolicy {
  const name = arn?.split('/').at(-1) ?? ''
  const declared = placesOfAccount.flatMap(({ policies }) => policies).find((policy) => policy.name === name)
  if (declared !== undefined) return declared
  const known = awsPolicies[name]
  if (known === undefined || !arn?.startsWith('arn:aws:iam::aws:policy/'))
    throw notFound(`Policy ${arn} was not found.`)
  return { name, path: '/', document: { ...known }, versions: {}, defaultVersion: 'v1', created: '-180d' }
}

function describeRole(call: Call, role: Role): DescribedRole {
  const { account, clock } = call
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: roleId(account, role),
    Arn: `arn:aws:iam::${account}:role${role.path}${role.name}`,
    CreateDate: clock.at(role.created),
    AssumeRolePolicyDocument: encode(trustText(role)),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy' as never,
            PermissionsBoundaryArn: attachedArn(call, role.boundary),
          },
        }),
    Tags: tagsOf(role.tags),
    RoleLastUsed: role.lastUsed === undefined ? {} : { LastUsedDate: clock.at(role.lastUsed), Region: call.region },
  }
}

function describeUser(call: Call, user: User): DescribedUser {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id ?? `AIDA${stableId(user.name, 17).toUpperCase()}`,
    Arn: `arn:aws:iam::${call.account}:user${user.path}${user.name}`,
    CreateDate: call.clock.at(user.created),
    ...(user.boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy' as never,
            PermissionsBoundaryArn: attachedArn(call, user.boundary),
          },
        }),
    Tags: tagsOf(user.tags),
  }
}

function attachedOf(call: Call, attached: readonly string[]) {
  return attached.map((name) => ({ PolicyName: name.split('/').at(-1) ?? name, PolicyArn: attachedArn(call, name) }))
}

function attachedArn({ account, placesOfAccount }: Call, name: string): string {
  if (name.startsWith('arn:')) return name
  const declared = placesOfAccount.flatMap(({ policies }) => policies).find((policy) => policy.name === name)
  return declared?.arn ?? `arn:aws:iam::${account}:policy${declared?.path ?? '/'}${name}`
}

/** IAM hands documents out URL-encoded. */
function encode(document: string): string {
  return encodeURIComponent(document)
}

function tagsOf(tags: Readonly<Record<string, string>> | undefined) {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }))
}

function notFound(message: string): AwsError {
  return new AwsError('NoSuchEntityException', message, { status: 404 })
}
