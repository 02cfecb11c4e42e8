import { bucketCause } from './bucket-cause.ts'

export const s3ObjectLock = bucketCause({
  id: 's3-object-lock',
  known: 'confirmed',
  cause: 'The version is kept by object lock or a legal hold.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
  fix: { now: 'Wait for the retention to end; in governance mode, bypass it with the permission for that.' },
})
