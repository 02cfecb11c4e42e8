import { bucketCause } from './bucket-cause.ts'

export const s3Archived = bucketCause({
  id: 's3-archived',
  known: 'memory',
  cause: 'The object is archived.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html',
  fix: { now: 'Restore the object first.' },
})
