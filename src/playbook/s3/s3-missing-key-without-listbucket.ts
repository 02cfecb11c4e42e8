import { bucketCause } from './bucket-cause.ts'

export const s3MissingKeyWithoutListbucket = bucketCause({
  id: 's3-missing-key-without-listbucket',
  known: 'memory',
  cause: 'The object does not exist, and without s3:ListBucket S3 says 403 in place of 404.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  fix: { now: 'Check the key; allow s3:ListBucket to get 404.' },
})
