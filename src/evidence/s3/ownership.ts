import { GetBucketOwnershipControlsCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

/** `BucketOwnerEnforced` (no ACLs), `BucketOwnerPreferred`, `ObjectWriter`; old buckets without a word are `ObjectWriter`. */
export const bucketOwnership = defineProbe<string, Bucket>({
  id: 's3.ownership',
  actions: ['s3:GetBucketOwnershipControls'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region)
      .send(new GetBucketOwnershipControlsCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^OwnershipControlsNotFoundError$/))
    return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter'
  },
  cite: (target) => citeBucket(target, 'GetBucketOwnershipControls', 'get-bucket-ownership-controls'),
})
