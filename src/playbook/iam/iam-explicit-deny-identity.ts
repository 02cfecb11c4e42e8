import { denialCause } from './denial-cause.ts'

export const iamExplicitDenyIdentity = denialCause({
  id: 'iam-explicit-deny-identity',
  known: 'confirmed',
  cause: 'A Deny statement in the caller’s own policies matched; it outweighs every Allow.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  fix: { now: 'Narrow the Deny statement.' },
})
