import { bucketCause } from './bucket-cause.ts'

export const s3AclDisabled = bucketCause({
  id: 's3-acl-disabled',
  known: 'confirmed',
  cause: 'ACLs are disabled on the bucket, and the request carries one. S3 answers 400.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html',
  fix: { now: 'Leave the ACL header out.' },
})
