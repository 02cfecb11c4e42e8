import { bucketCause } from './bucket-cause.ts'

export const s3PresignedExpired = bucketCause({
  id: 's3-presigned-expired',
  known: 'memory',
  cause: 'The lifetime of the presigned address is over.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  fix: { now: 'Sign a new address.' },
})
