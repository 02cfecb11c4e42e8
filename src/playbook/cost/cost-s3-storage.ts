import { usageCause } from './usage-cause.ts'

export const costS3Storage = usageCause({
  id: 'cost-s3-storage',
  use: 'storage in S3',
  cause: 'More bytes are kept: new objects, old versions, or uploads that were never finished.',
  fix: () => ({
    now: 'See which bucket grew and whether it is current data, old versions or unfinished uploads: S3 Storage Lens shows all three.',
    proper: 'A lifecycle that expires old versions, aborts unfinished uploads and moves cold data to a cheaper class.',
    prevent: 'A lifecycle on every bucket.',
    iac: 'CDK: `lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(30) }]`; Terraform: `aws_s3_bucket_lifecycle_configuration`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens.html',
  known: 'memory',
  fixFor: ({ name }) => ({
    now: `See what was written to ${name} since the rise; old versions and unfinished uploads count too.`,
  }),
})
