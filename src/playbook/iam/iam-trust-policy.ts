import { denialCause } from './denial-cause.ts'

export const iamTrustPolicy = denialCause({
  id: 'iam-trust-policy',
  known: 'confirmed',
  cause: 'The trust policy of the role does not let the caller assume it.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  fix: { now: 'Name the caller in the trust policy, and check its conditions.' },
})
