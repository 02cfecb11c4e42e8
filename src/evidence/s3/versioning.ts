import { GetBucketVersioningCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket } from './cite.ts'
import { isDeletion } from './object-lock.ts'

export interface Versioning {
  readonly isOn: boolean
  readonly needsMfaToDelete: boolean
}

/** Null where nobody asked about deleting. */
export const bucketVersioning = defineProbe<Versioning | null, Bucket>({
  id: 's3.versioning',
  actions: ['s3:GetBucketVersioning'],
  key: (target) => `${bucketKey(target)} ${isDeletion(target)}`,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    if (!isDeletion(target)) return null
    const answer = await s3Client(aws, target.region).send(new GetBucketVersioningCommand({ Bucket: target.name }))
    return { isOn: answer.Status === 'Enabled', needsMfaToDelete: answer.MFADelete === 'Enabled' }
  },
  cite: (target) => citeBucket(target, 'GetBucketVersioning', 'get-bucket-versioning'),
})
