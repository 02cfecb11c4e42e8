import { GetBucketPolicyStatusCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

/** Whether S3 itself takes the bucket's policy for public. */
export const policyStatus = defineProbe<{ readonly isPublic: boolean }, Bucket>({
  id: 's3.policy-status',
  actions: ['s3:GetBucketPolicyStatus'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region)
      .send(new GetBucketPolicyStatusCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^NoSuchBucketPolicy$/))
    return { isPublic: answer?.PolicyStatus?.IsPublic === true }
  },
  cite: (target) => citeBucket(target, 'GetBucketPolicyStatus', 'get-bucket-policy-status'),
})
