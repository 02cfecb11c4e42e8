import { denialCause } from './denial-cause.ts'

export const iamEventualConsistency = denialCause({
  id: 'iam-eventual-consistency',
  known: 'memory',
  cause: 'The permission was changed only moments before, and IAM had not caught up everywhere.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html',
  fix: { now: 'Try again after some seconds.' },
})
