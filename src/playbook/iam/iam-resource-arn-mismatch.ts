import { denialCause } from './denial-cause.ts'

export const iamResourceArnMismatch = denialCause({
  id: 'iam-resource-arn-mismatch',
  known: 'confirmed',
  cause: 'The caller may do the action, but on other resources: an ARN in the policy does not match.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  fix: {
    now: 'Correct the Resource of the statement; buckets and objects, tables and indexes, log groups and streams are different resources.',
  },
})
