import { bucketCause } from './bucket-cause.ts'

export const s3PresignedSignerPerms = bucketCause({
  id: 's3-presigned-signer-perms',
  known: 'confirmed',
  cause: 'A presigned address can do no more than its signer, who may not do this.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  fix: { now: 'Allow the action to the signer.' },
})
