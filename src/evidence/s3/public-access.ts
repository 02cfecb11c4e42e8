import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

/** The four switches of Block Public Access; all off where nothing is set. */
export interface PublicAccess {
  readonly blockPublicAcls: boolean
  readonly ignorePublicAcls: boolean
  readonly blockPublicPolicy: boolean
  readonly restrictPublicBuckets: boolean
}

export interface SdkPublicAccess {
  readonly BlockPublicAcls?: boolean | undefined
  readonly IgnorePublicAcls?: boolean | undefined
  readonly BlockPublicPolicy?: boolean | undefined
  readonly RestrictPublicBuckets?: boolean | undefined
}

export function publicAccessOf(read: SdkPublicAccess | undefined): PublicAccess {
  return {
    blockPublicAcls: read?.BlockPublicAcls === true,
    ignorePublicAcls: read?.IgnorePublicAcls === true,
    blockPublicPolicy: read?.BlockPublicPolicy === true,
    restrictPublicBuckets: read?.RestrictPublicBuckets === true,
  }
}

/** Block Public Access of the bucket itself. */
export const bucketPublicAccess = defineProbe<PublicAccess, Bucket>({
  id: 's3.public-access',
  actions: ['s3:GetBucketPublicAccessBlock'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region)
      .send(new GetPublicAccessBlockCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^NoSuchPublicAccessBlockConfiguration$/))
    return publicAccessOf(answer?.PublicAccessBlockConfiguration)
  },
  cite: (target) => citeBucket(target, 'GetPublicAccessBlock', 'get-public-access-block'),
})
