import { bucketCause } from './bucket-cause.ts'

export const s3NoIdentityAllow = bucketCause({
  id: 's3-no-identity-allow',
  known: 'confirmed',
  cause: 'No policy of the caller allows the action on the bucket or object.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  fix: { now: 'Allow exactly this action on exactly this ARN in the caller’s policy.' },
})
