import { bucketCause } from './bucket-cause.ts'

export const s3BpaBlockPublicPolicy = bucketCause({
  id: 's3-bpa-block-public-policy',
  known: 'confirmed',
  cause: 'The policy to be set is public, which Block Public Access refuses.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  fix: { now: 'Name the callers in the policy.' },
})
