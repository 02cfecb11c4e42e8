import { bucketCause } from './bucket-cause.ts'

export const s3WrongRegion = bucketCause({
  id: 's3-wrong-region',
  known: 'memory',
  cause: 'The bucket is in another region than the one asked or signed for.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  fix: { now: 'Use the region of the bucket.' },
})
