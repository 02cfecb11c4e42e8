import { bucketCause } from './bucket-cause.ts'

export const s3AccessPoint = bucketCause({
  id: 's3-access-point',
  known: 'confirmed',
  cause: 'The access point’s policy or network does not let the request through.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html',
  fix: { now: 'Allow it at the access point, and delegate in the bucket policy.' },
})
