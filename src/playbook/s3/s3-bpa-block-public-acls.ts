import { bucketCause } from './bucket-cause.ts'

export const s3BpaBlockPublicAcls = bucketCause({
  id: 's3-bpa-block-public-acls',
  known: 'confirmed',
  cause: 'The request carries a public ACL, which Block Public Access refuses.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  fix: { now: 'Leave the public ACL out of the request.' },
})
