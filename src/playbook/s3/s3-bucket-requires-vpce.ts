import { bucketCause } from './bucket-cause.ts'

export const s3BucketRequiresVpce = bucketCause({
  id: 's3-bucket-requires-vpce',
  known: 'memory',
  cause: 'The bucket refuses everything that does not come through a certain VPC endpoint.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html',
  fix: { now: 'Call through the endpoint, or make the caller an exception.' },
})
