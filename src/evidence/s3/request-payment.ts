import { GetBucketRequestPaymentCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket } from './cite.ts'

/** `BucketOwner` or `Requester`. */
export const requestPayment = defineProbe<string, Bucket>({
  id: 's3.request-payment',
  actions: ['s3:GetBucketRequestPayment'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region).send(new GetBucketRequestPaymentCommand({ Bucket: target.name }))
    return answer.Payer ?? 'BucketOwner'
  },
  cite: (target) => citeBucket(target, 'GetBucketRequestPayment', 'get-bucket-request-payment'),
})
