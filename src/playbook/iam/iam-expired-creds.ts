import { denialCause } from './denial-cause.ts'

export const iamExpiredCreds = denialCause({
  id: 'iam-expired-creds',
  known: 'memory',
  cause: 'The credentials themselves were refused: expired, unknown or signed wrongly. No policy was looked at.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html',
  fix: { now: 'Get new credentials and check the clock.' },
})
