import { bucketCause } from './bucket-cause.ts'

export const s3ObjectOwnedByOtherAccount = bucketCause({
  id: 's3-object-owned-by-other-account',
  known: 'confirmed',
  cause: 'Another account uploaded the object and owns it, so the bucket policy does not apply to it.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html',
  fix: { now: 'Set BucketOwnerEnforced, or copy the object as its owner.' },
})
