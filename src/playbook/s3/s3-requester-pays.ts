import { bucketCause } from './bucket-cause.ts'

export const s3RequesterPays = bucketCause({
  id: 's3-requester-pays',
  known: 'confirmed',
  cause: 'The bucket lets the requester pay, and the request does not agree to that.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html',
  fix: { now: 'Send the request-payer header.' },
})
