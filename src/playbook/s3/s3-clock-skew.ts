import { bucketCause } from './bucket-cause.ts'

export const s3ClockSkew = bucketCause({
  id: 's3-clock-skew',
  known: 'memory',
  cause: 'The clock of the caller is more than 15 minutes off.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  fix: { now: 'Set the clock (NTP).' },
})
