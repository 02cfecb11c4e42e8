import { bucketCause } from './bucket-cause.ts'

export const s3BpaRestrictPublicBuckets = bucketCause({
  id: 's3-bpa-restrict-public-buckets',
  known: 'confirmed',
  cause: 'The bucket’s policy is public, and Block Public Access keeps everybody outside the account out.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  fix: { now: 'Name the callers in the policy so that it is not public.' },
})
