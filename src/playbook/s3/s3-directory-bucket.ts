import { bucketCause } from './bucket-cause.ts'

export const s3DirectoryBucket = bucketCause({
  id: 's3-directory-bucket',
  known: 'memory',
  cause: 'Directory buckets are reached by sessions and have permissions of their own.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  fix: { now: 'Allow s3express:CreateSession.' },
})
