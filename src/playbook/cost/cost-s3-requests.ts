import { usageCause } from './usage-cause.ts'

export const costS3Requests = usageCause({
  id: 'cost-s3-requests',
  use: 'requests to S3',
  cause: 'Each thousand requests is billed; small objects, listings and retries multiply them.',
  fix: () => ({
    now: 'Find the caller: S3 request metrics, server access logs or CloudTrail data events for the bucket that grew.',
    proper: 'Cache, batch small objects, and list with an inventory instead of LIST calls in a loop.',
    prevent: 'Request metrics and an alarm on the busiest buckets.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-configurations.html',
  known: 'memory',
  fixFor: ({ name }) => ({ now: `Find what asks ${name} more often since the rise.` }),
})
