import { GetAccountPasswordPolicyCommand, GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam'
import type { AccountRegion } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { credentialReport } from './credential-report.ts'
import { citeCheck, isNamed } from './focus.ts'

/** The root user as IAM sums it up; what IAM does not say stays out. */
export interface RootSummary {
  readonly hasMfa?: boolean
  readonly hasAccessKeys?: boolean
  /** False where an organization took the root's credentials away. */
  readonly hasPassword?: boolean
}

export const rootSummary = defineProbe<RootSummary, AccountRegion>({
  id: 'security.root-summary',
  actions: ['iam:GetAccountSummary'],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(_, { aws }) {
    const { SummaryMap: map = {} } = await aws.client(IAMClient).send(new GetAccountSummaryCommand({}))
    return {
      ...(map.AccountMFAEnabled !== undefined && { hasMfa: map.AccountMFAEnabled > 0 }),
      ...(map.AccountAccessKeysPresent !== undefined && { hasAccessKeys: map.AccountAccessKeysPresent > 0 }),
      ...(map.AccountPasswordPresent !== undefined && { hasPassword: map.AccountPasswordPresent > 0 }),
    }
  },
  cite: (target) => citeCheck(target, 'iam:GetAccountSummary', 'iam get-account-summary', 'iam', '/home'),
})

/** Null where the account has none, and AWS's default of eight characters holds; not read, and undefined, where no user has a password. */
export const passwordPolicy = defineProbe<
  { readonly minimumLength: number; readonly classes: number } | null | undefined,
  AccountRegion
>({
  id: 'security.password-policy',
  actions: ['iam:GetAccountPasswordPolicy'],
  uses: [credentialReport],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(target, { aws, read }) {
    const report = await read(credentialReport, target).catch(ifMissing)
    if (report !== undefined && !report.users.some((user) => !user.isRoot && user.hasPassword)) return undefined
    try {
      const { PasswordPolicy: policy } = await aws.client(IAMClient).send(new GetAccountPasswordPolicyCommand({}))
      if (policy?.MinimumPasswordLength === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'IAM answered without the policy itself.' })
      const required = [
        policy.RequireLowercaseCharacters,
        policy.RequireUppercaseCharacters,
        policy.RequireNumbers,
        policy.RequireSymbols,
      ]
      return { minimumLength: policy.MinimumPasswordLength, classes: required.filter(Boolean).length }
    } catch (error) {
      if (isNamed(error, /NoSuchEntity/)) return null
      throw error
    }
  },
  cite: (target) =>
    citeCheck(target, 'iam:GetAccountPasswordPolicy', 'iam get-account-password-policy', 'iam', '/account_settings'),
})

function ifMissing(error: unknown): undefined {
  if (error instanceof EvidenceMissing) return undefined
  throw error
}
