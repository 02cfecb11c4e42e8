import { bucketCause } from './bucket-cause.ts'

export const s3KmsKeyState = bucketCause({
  id: 's3-kms-key-state',
  known: 'memory',
  cause: 'The KMS key is disabled or to be deleted.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  fix: { now: 'Enable the key, or cancel its deletion.' },
})
