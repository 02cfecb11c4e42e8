import { bucketCause } from './bucket-cause.ts'

export const s3SignatureMismatch = bucketCause({
  id: 's3-signature-mismatch',
  known: 'memory',
  cause: 'The request differs from what was signed.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  fix: { now: 'Send exactly the method, headers and query that were signed.' },
})
