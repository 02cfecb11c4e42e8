import { GetObjectLockConfigurationCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket, unlessUnset } from './cite.ts'

export interface ObjectLock {
  /** `GOVERNANCE`, `COMPLIANCE`; absent when objects are locked one by one. */
  readonly mode?: string
  readonly period?: string
}

/** Whether versions are kept from being deleted; null without object lock. Asked only about deletions. */
export const objectLock = defineProbe<ObjectLock | null, Bucket>({
  id: 's3.object-lock',
  actions: ['s3:GetBucketObjectLockConfiguration'],
  key: (target) => `${bucketKey(target)} ${isDeletion(target)}`,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    if (!isDeletion(target)) return null
    const answer = await s3Client(aws, target.region)
      .send(new GetObjectLockConfigurationCommand({ Bucket: target.name }))
      .catch(unlessUnset(/^ObjectLockConfigurationNotFoundError$/))
    if (answer?.ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') return null
    const kept = answer.ObjectLockConfiguration.Rule?.DefaultRetention
    const period =
      kept?.Days !== undefined ? `${kept.Days} days` : kept?.Years !== undefined ? `${kept.Years} years` : undefined
    return { ...(kept?.Mode !== undefined && { mode: kept.Mode }), ...(period !== undefined && { period }) }
  },
  cite: (target) => citeBucket(target, 'GetObjectLockConfiguration', 'get-object-lock-configuration'),
})

export function isDeletion({ request }: Bucket): boolean {
  return (
    /Delete|PutObjectRetention|BypassGovernance/.test(request?.action ?? '') ||
    /object lock|delete/i.test(request?.error ?? '')
  )
}
