import { type Bucket, kmsKey } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import type { PolicyDocument } from '../iam/policy-document.ts'
import { type KeyState, keyState } from '../kms/key.ts'
import { keyPolicy } from '../kms/key-policy.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket } from './cite.ts'
import { bucketEncryption } from './encryption.ts'

/** The KMS key that new objects are encrypted with. */
export interface BucketKmsKey {
  readonly arn: string
  readonly isAwsManaged: boolean
  /** The key belongs to another account. */
  readonly isElsewhere: boolean
  readonly state?: KeyState
  readonly policy?: PolicyDocument
}

/** Null for a bucket that is not encrypted by KMS, and then no key is read. */
export const bucketKmsKey = defineProbe<BucketKmsKey | null, Bucket>({
  id: 's3.bucket-key',
  actions: [],
  uses: [bucketEncryption, keyState, keyPolicy],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const { algorithm, key } = await at.read(bucketEncryption, target)
    if (!algorithm.startsWith('aws:kms')) return null
    const prefix = `arn:${target.partition}:kms:${target.region}:${target.account}`
    if (key === undefined || /alias\/aws\/s3$/.test(key))
      return { arn: `${prefix}:alias/aws/s3`, isAwsManaged: true, isElsewhere: false }
    const arn = key.startsWith('arn:') ? key : `${prefix}:${key.startsWith('alias/') ? key : `key/${key}`}`
    if (arn.split(':')[4] !== target.account) return { arn, isAwsManaged: false, isElsewhere: true }
    const named = kmsKey(target, arn)
    const state = await orUnread(at.read(keyState, named))
    const policy = await orUnread(at.read(keyPolicy, state === undefined ? named : kmsKey(target, state.arn)))
    return {
      arn: state?.arn ?? arn,
      isAwsManaged: state?.isAwsManaged === true,
      isElsewhere: false,
      ...(state !== undefined && { state }),
      ...(policy !== undefined && { policy }),
    }
  },
  cite: (target) => citeBucket(target, 'GetBucketEncryption', 'get-bucket-encryption'),
})

async function orUnread<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof EvidenceMissing) return undefined
    throw error
  }
}
