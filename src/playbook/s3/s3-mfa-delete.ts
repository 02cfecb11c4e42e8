import { bucketCause } from './bucket-cause.ts'

export const s3MfaDelete = bucketCause({
  id: 's3-mfa-delete',
  known: 'memory',
  cause: 'Deleting versions needs multi-factor authentication here.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
  fix: { now: 'Delete as the root user with the MFA device.' },
})
