import { bucketCause } from './bucket-cause.ts'

export const s3CrossAccountOneSide = bucketCause({
  id: 's3-cross-account-one-side',
  known: 'confirmed',
  cause: 'The caller is of another account, and only one of the two sides allows it.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  fix: { now: 'Allow it in the bucket policy and in the caller’s own policy.' },
})
