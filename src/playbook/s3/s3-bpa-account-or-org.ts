import { bucketCause } from './bucket-cause.ts'

export const s3BpaAccountOrOrg = bucketCause({
  id: 's3-bpa-account-or-org',
  known: 'confirmed',
  cause: 'Block Public Access of the account or organization overrides the bucket’s own setting.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  fix: { now: 'Use CloudFront or presigned addresses, or change the setting of the account.' },
})
