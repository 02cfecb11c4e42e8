import { bucketCause } from './bucket-cause.ts'

export const s3AccountProblem = bucketCause({
  id: 's3-account-problem',
  known: 'memory',
  cause: 'AWS has switched off the account’s or bucket’s access.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  fix: { now: 'Look at billing, and turn to AWS Support.' },
})
