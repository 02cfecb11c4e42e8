import { denialCause } from './denial-cause.ts'

export const iamSlrMissing = denialCause({
  id: 'iam-slr-missing',
  known: 'memory',
  cause: 'The service-linked role that the service needs is not there, and the caller may not make it.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html',
  fix: { now: 'Make the service-linked role once.' },
})
