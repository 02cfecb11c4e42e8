import { bucketCause } from './bucket-cause.ts'

export const s3BucketPolicyDeny = bucketCause({
  id: 's3-bucket-policy-deny',
  known: 'confirmed',
  cause: 'A Deny statement in the bucket policy matched; it outweighs every Allow.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  fix: { now: 'Meet or narrow the condition of the Deny statement.' },
})
