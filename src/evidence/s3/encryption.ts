import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

export interface BucketEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse` */
  readonly algorithm: string
  /** Key id, ARN or alias as written; absent for `aws/s3`. */
  readonly key?: string
}

/** How new objects are encrypted; older ones may be encrypted otherwise. */
export const bucketEncryption = defineProbe<BucketEncryption, Bucket>({
  id: 's3.encryption',
  actions: ['s3:GetEncryptionConfiguration'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region)
      .send(new GetBucketEncryptionCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^ServerSideEncryptionConfigurationNotFoundError$/))
    const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
    return {
      algorithm: rule?.SSEAlgorithm ?? 'AES256',
      ...(rule?.KMSMasterKeyID !== undefined && { key: rule.KMSMasterKeyID }),
    }
  },
  cite: (target) => citeBucket(target, 'GetBucketEncryption', 'get-bucket-encryption'),
})
