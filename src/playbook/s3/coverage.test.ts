import { expect, it } from 'vitest'
import { s3Playbook } from './index.ts'

const ids = [
  's3-no-identity-allow',
  's3-bucket-policy-deny',
  's3-cross-account-one-side',
  's3-bpa-restrict-public-buckets',
  's3-bpa-ignore-acls',
  's3-bpa-block-public-acls',
  's3-bpa-block-public-policy',
  's3-bpa-account-or-org',
  's3-acl-disabled',
  's3-object-owned-by-other-account',
  's3-kms-caller-denied',
  's3-kms-aws-managed-cross-account',
  's3-kms-key-state',
  's3-vpce-policy',
  's3-bucket-requires-vpce',
  's3-access-point',
  's3-missing-key-without-listbucket',
  's3-requester-pays',
  's3-presigned-expired',
  's3-presigned-session-gone',
  's3-presigned-signer-perms',
  's3-signature-mismatch',
  's3-wrong-region',
  's3-clock-skew',
  's3-scp-rcp',
  's3-object-lock',
  's3-mfa-delete',
  's3-cloudfront-oac',
  's3-archived',
  's3-account-problem',
  's3-directory-bucket',
]

it('has a cause, an alias or advice for every way S3 answers 403', () => {
  const { causes, advice } = s3Playbook
  const known = new Set([
    ...causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
    ...advice.map((row) => row.id),
  ])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
  expect([...known].filter((id) => !ids.includes(id))).toEqual([])
})
