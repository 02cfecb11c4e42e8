import { bucketCause } from './bucket-cause.ts'

export const s3ScpRcp = bucketCause({
  id: 's3-scp-rcp',
  known: 'confirmed',
  cause: 'A policy of the organization refuses it.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  fix: { now: 'Ask whoever manages the organization.' },
})
