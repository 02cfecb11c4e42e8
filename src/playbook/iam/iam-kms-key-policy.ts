import { denialCause } from './denial-cause.ts'

export const iamKmsKeyPolicy = denialCause({
  id: 'iam-kms-key-policy',
  known: 'confirmed',
  cause: 'The policy of the KMS key neither names the caller nor delegates to the account’s IAM policies.',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
  fix: { now: 'Allow the caller in the key policy.' },
})
