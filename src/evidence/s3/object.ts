import { GetObjectAclCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { bucketAcl } from './acl.ts'
import { bucketKey, citeBucket } from './cite.ts'
import { bucketOwnership } from './ownership.ts'

/** Whether the object asked about is there. Its name is looked for in the listing; the object itself is never read. */
export interface ObjectPresence {
  readonly exists: boolean
  /** `STANDARD`, `GLACIER`, `DEEP_ARCHIVE` */
  readonly storageClass?: string
}

/** Null when no key was asked about. */
export const objectPresence = defineProbe<ObjectPresence | null, Bucket>({
  id: 's3.object',
  actions: ['s3:ListBucket'],
  key: (target) => `${bucketKey(target)} ${target.request?.key ?? ''}`,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const key = target.request?.key
    if (key === undefined) return null
    const answer = await s3Client(aws, target.region).send(
      new ListObjectsV2Command({ Bucket: target.name, Prefix: key, MaxKeys: 1 }),
    )
    const found = answer.Contents?.find((each) => each.Key === key)
    return {
      exists: found !== undefined,
      ...(found?.StorageClass !== undefined && { storageClass: found.StorageClass }),
    }
  },
  cite: (target) =>
    citeBucket(
      target,
      'ListObjectsV2',
      'list-objects-v2',
      ` --prefix ${shellWord(target.request?.key ?? '')} --max-items 1`,
    ),
})

/** Whether another account owns the object; null when no key was asked about or objects always belong to the bucket's owner. */
export const objectOwner = defineProbe<{ readonly isForeign: boolean } | null, Bucket>({
  id: 's3.object-owner',
  actions: ['s3:GetObjectAcl'],
  uses: [bucketAcl, bucketOwnership],
  key: (target) => `${bucketKey(target)} ${target.request?.key ?? ''}`,
  resource: (target) => `${target.arn}/${target.request?.key ?? '*'}`,
  async fetch(target, at) {
    const key = target.request?.key
    if (key === undefined) return null
    const ownership = await at.read(bucketOwnership, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return 'ObjectWriter'
      throw error
    })
    if (ownership === 'BucketOwnerEnforced') return null
    const { ownerId } = await at.read(bucketAcl, target)
    const answer = await s3Client(at.aws, target.region)
      .send(new GetObjectAclCommand({ Bucket: target.name, Key: key }))
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined
        throw error
      })
    const owner = answer?.Owner?.ID
    return owner === undefined ? null : { isForeign: owner !== ownerId }
  },
  cite: (target) =>
    citeBucket(target, 'GetObjectAcl', 'get-object-acl', ` --key ${shellWord(target.request?.key ?? '')}`),
})
