import { bucketCause } from './bucket-cause.ts'

export const s3BpaIgnoreAcls = bucketCause({
  id: 's3-bpa-ignore-acls',
  known: 'confirmed',
  cause: 'The access was given by a public ACL, which Block Public Access ignores.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  fix: { now: 'Give the access by policy or CloudFront.' },
})
