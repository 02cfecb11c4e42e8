import { usageCause } from './usage-cause.ts'

export const costKms = usageCause({
  id: 'cost-kms',
  use: 'requests to KMS',
  cause: 'Every encryption and decryption with a key is a request; S3 objects under a key ask once each.',
  fix: () => ({
    now: 'Count the callers in CloudTrail: Decrypt and GenerateDataKey by user since the day of the rise.',
    proper: 'Switch on S3 Bucket Keys, and cache data keys in code.',
    prevent: 'Bucket Keys as the default for every bucket under a KMS key.',
    iac: "CDK: `new s3.Bucket(this, 'B', { encryption: s3.BucketEncryption.KMS, bucketKeyEnabled: true })`; Terraform: `bucket_key_enabled = true`.",
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html',
  known: 'memory',
})
