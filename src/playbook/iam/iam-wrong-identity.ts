import { denialCause } from './denial-cause.ts'

export const iamWrongIdentity = denialCause({
  id: 'iam-wrong-identity',
  known: 'memory',
  cause: 'The code runs as another role, user or account than was meant.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  fix: { now: 'Correct where the caller gets its credentials.' },
})
