import { bucketCause } from './bucket-cause.ts'

export const s3KmsAwsManagedCrossAccount = bucketCause({
  id: 's3-kms-aws-managed-cross-account',
  known: 'confirmed',
  cause: 'The object is encrypted with aws/s3, which other accounts can never use.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  fix: { now: 'Encrypt with a customer managed key.' },
})
