import { bucketCause } from './bucket-cause.ts'

export const s3CloudfrontOac = bucketCause({
  id: 's3-cloudfront-oac',
  known: 'memory',
  cause: 'The bucket policy does not let CloudFront’s origin access control in.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  fix: { now: 'Add the statement for cloudfront.amazonaws.com with the distribution’s ARN.' },
})
