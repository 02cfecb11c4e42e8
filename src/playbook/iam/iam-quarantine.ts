import { denialCause } from './denial-cause.ts'

export const iamQuarantine = denialCause({
  id: 'iam-quarantine',
  known: 'confirmed',
  cause: 'AWS found the access key in public and attached a quarantine policy that denies many actions.',
  docs: 'https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns',
  fix: { now: 'Replace the keys and treat it as a security incident.' },
})
