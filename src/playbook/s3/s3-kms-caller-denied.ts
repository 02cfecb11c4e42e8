import { bucketCause } from './bucket-cause.ts'

export const s3KmsCallerDenied = bucketCause({
  id: 's3-kms-caller-denied',
  known: 'confirmed',
  cause: 'The object is encrypted with a KMS key that the caller may not use.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  fix: { now: 'Allow the key’s use in the caller’s policy and the key policy.' },
})
