import { GetBucketAclCommand } from '@aws-sdk/client-s3'
import { s3Client } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey, citeBucket } from './cite.ts'

export interface BucketAcl {
  /** Canonical id. */
  readonly ownerId: string
  /** Permissions given to everybody, or to everybody with an AWS account. */
  readonly publicPermissions: readonly string[]
}

export const bucketAcl = defineProbe<BucketAcl, Bucket>({
  id: 's3.acl',
  actions: ['s3:GetBucketAcl'],
  key: bucketKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await s3Client(aws, target.region).send(new GetBucketAclCommand({ Bucket: target.name }))
    return {
      ownerId: answer.Owner?.ID ?? '',
      publicPermissions: (answer.Grants ?? [])
        .filter((grant) => /\/(AllUsers|AuthenticatedUsers)$/.test(grant.Grantee?.URI ?? ''))
        .flatMap((grant) => grant.Permission ?? []),
    }
  },
  cite: (target) => citeBucket(target, 'GetBucketAcl', 'get-bucket-acl'),
})
