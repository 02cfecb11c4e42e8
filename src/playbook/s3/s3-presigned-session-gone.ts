import { bucketCause } from './bucket-cause.ts'

export const s3PresignedSessionGone = bucketCause({
  id: 's3-presigned-session-gone',
  known: 'memory',
  cause: 'The credentials that signed the address have expired or been deleted.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  fix: { now: 'Sign with a session that lasts longer.' },
})
