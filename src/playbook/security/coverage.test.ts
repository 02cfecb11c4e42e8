import { expect, it } from 'vitest'
import { securityPlaybook } from './index.ts'

const known = [
  'cmp-config-off',
  'cmp-config-rule-error',
  'cmp-config-stale',
  'cmp-config-scope',
  'iam-no-mfa',
  'iam-root-mfa',
  'iam-root-access-key',
  'iam-key-old',
  'iam-key-unused',
  'iam-user-inactive',
  'iam-password-policy',
  'iam-admin-policy',
  'iam-key-quarantine',
  'iam-external-access',
  's3-public',
  's3-no-encryption',
  's3-no-tls',
  's3-no-logging-versioning',
  'ct-off',
  'ct-delivery-error',
  'ct-validation-kms',
  'ebs-unencrypted',
  'rds-dynamodb-encryption',
  'sqs-sns-encryption',
  'lambda-public',
  'lambda-env-secrets',
  'kms-rotation-off',
  'sg-open',
  'sechub-disabled-guardduty',
  'waf-missing',
]

it('accounts for every known cause once, as a cause or as advice', () => {
  const ids = [...securityPlaybook.causes, ...securityPlaybook.advice].map((entry) => entry.id)
  expect([...ids].sort()).toEqual([...known].sort())
})
