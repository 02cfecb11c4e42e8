import { denialCause } from './denial-cause.ts'

export const iamKmsViaService = denialCause({
  id: 'iam-kms-via-service',
  known: 'memory',
  cause: 'The key may be used only through a certain service, region or encryption context.',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
  fix: { now: 'Make the call the way the condition wants it.' },
})
