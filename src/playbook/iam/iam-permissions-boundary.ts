import { denialCause } from './denial-cause.ts'

export const iamPermissionsBoundary = denialCause({
  id: 'iam-permissions-boundary',
  known: 'confirmed',
  cause: 'The permissions boundary of the caller leaves the action out, whatever its policies allow.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  fix: { now: 'Extend the boundary by this action.' },
})
