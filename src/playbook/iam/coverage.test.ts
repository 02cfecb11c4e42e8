import { expect, it } from 'vitest'
import { iamPlaybook } from './index.ts'

const ids = [
  'iam-no-identity-allow',
  'iam-resource-arn-mismatch',
  'iam-condition-unmet',
  'iam-explicit-deny-identity',
  'iam-permissions-boundary',
  'iam-scp',
  'iam-rcp',
  'iam-session-policy',
  'iam-resource-policy-implicit',
  'iam-resource-policy-deny',
  'iam-trust-policy',
  'iam-trust-stale-principal',
  'iam-passrole',
  'iam-kms-key-policy',
  'iam-kms-via-service',
  'iam-kms-grant-missing',
  'iam-vpce-policy',
  'iam-slr-missing',
  'iam-wrong-identity',
  'iam-expired-creds',
  'iam-sso-permission-set',
  'iam-eventual-consistency',
  'iam-service-specific',
  'iam-quarantine',
  'iam-tag-based-abac',
  'iam-region-scp',
]

it('has a cause, an alias or advice for every way a call is refused', () => {
  const { causes, advice } = iamPlaybook
  const known = new Set([
    ...causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
    ...advice.map((row) => row.id),
  ])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
  expect([...known].filter((id) => !ids.includes(id))).toEqual([])
})
