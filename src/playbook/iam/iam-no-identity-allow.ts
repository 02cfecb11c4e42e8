import { denialCause } from './denial-cause.ts'

export const iamNoIdentityAllow = denialCause({
  id: 'iam-no-identity-allow',
  known: 'confirmed',
  cause: 'No policy of the caller allows the action on this resource.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  fix: { now: 'Add a statement with exactly this action and resource to the caller’s policy.' },
})
