import { GetBucketPolicyCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { type PolicyDocument, readPolicyDocument } from '../iam/policy-document.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

/** The bucket's policy; null when it has none. */
export const bucketPolicy = defineProbe<PolicyDocument | null, Bucket>({
  id: 's3.policy',
  actions: ['s3:GetBucketPolicy'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region)
      .send(new GetBucketPolicyCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^NoSuchBucketPolicy$/))
    return answer?.Policy === undefined ? null : readPolicyDocument(`bucket policy of ${target.name}`, answer.Policy)
  },
  cite: (target) => citeBucket(target, 'GetBucketPolicy', 'get-bucket-policy', ' --query Policy --output text'),
})
