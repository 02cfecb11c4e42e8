import { bucketCause } from './bucket-cause.ts'

export const s3VpcePolicy = bucketCause({
  id: 's3-vpce-policy',
  known: 'confirmed',
  cause: 'The policy of the VPC endpoint that the request goes through does not allow it.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html',
  fix: { now: 'Add the bucket to the endpoint’s policy.' },
})
