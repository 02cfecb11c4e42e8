import { denialCause } from './denial-cause.ts'

export const iamKmsGrantMissing = denialCause({
  id: 'iam-kms-grant-missing',
  known: 'confirmed',
  cause: 'The grant by which a service used the key was revoked.',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
  fix: { now: 'Let the service make its grant again.' },
})
