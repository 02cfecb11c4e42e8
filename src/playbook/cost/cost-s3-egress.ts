import { usageCause } from './usage-cause.ts'

export const costS3Egress = usageCause({
  id: 'cost-s3-egress',
  use: 'data sent out of S3',
  cause: 'More data is downloaded from S3 to the internet or to other regions.',
  fix: () => ({
    now: 'Find who downloads what: server access logs or CloudTrail data events of the bucket; a public bucket may be hot-linked.',
    proper: 'Put CloudFront in front, and close what need not be public.',
    prevent: 'An alarm on BytesDownloaded.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GettingStarted.SimpleDistribution.html',
  known: 'memory',
  fixFor: ({ name }) => ({ now: `Find who downloads from ${name} since the rise, in its access log.` }),
})
