import { denialCause } from './denial-cause.ts'

export const iamSessionPolicy = denialCause({
  id: 'iam-session-policy',
  known: 'confirmed',
  cause: 'The session was made with a policy of its own, which leaves the action out.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  fix: { now: 'Drop or widen the session policy where the role is assumed.' },
})
