import { GetBucketVersioningCommand } from '@aws-sdk/client-s3'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket } from './cite.ts'
import { s3Client } from './client.ts'

export interface Versioning {
  readonly isOn: boolean
  readonly needsMfaToDelete: boolean
}

export const bucketVersioning = defineProbe<Versioning, Bucket>({
  id: 's3.versioning',
  actions: ['s3:GetBucketVersioning'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region).send(new GetBucketVersioningCommand({ Bucket: target.name }))
    return { isOn: answer.Status === 'Enabled', needsMfaToDelete: answer.MFADelete === 'Enabled' }
  },
  cite: (target) => citeBucket(target, 'GetBucketVersioning', 'get-bucket-versioning'),
})
