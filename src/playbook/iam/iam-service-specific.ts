import { denialCause } from './denial-cause.ts'

export const iamServiceSpecific = denialCause({
  id: 'iam-service-specific',
  known: 'memory',
  cause: 'The service has access rules of its own beside IAM, and they refuse.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  fix: { now: 'Look at the service’s own grants.' },
})
