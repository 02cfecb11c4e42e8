import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { citeCheck, focusKey, focusOf, isNamed } from './focus.ts'
import { accountBlock, blockOf, type PublicAccessBlock } from './public-access-block.ts'

/** How one bucket stands open. */
export interface BucketExposure {
  readonly bucket: string
  readonly hasPublicPolicy: boolean
  /** `READ to AllUsers`; empty where no grant is public, or an account's block ignores it. */
  readonly publicGrants: readonly string[]
  readonly block: PublicAccessBlock | null
}

export interface BucketExposures {
  readonly buckets: readonly BucketExposure[]
  /** Buckets that were not looked at, to keep the answer small. */
  readonly unreadCount: number
}

const mostBuckets = 2

/**
 * Public access of the bucket asked about, else of two buckets, those first whose names sound public.
 *
 * Nothing is read of buckets where the account's own block shuts every way.
 */
export const bucketExposure = defineProbe<BucketExposures, AccountRegion>({
  id: 'security.bucket-exposure',
  actions: ['s3:ListAllMyBuckets', 's3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock', 's3:GetBucketAcl'],
  uses: [accountBlock],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, at) {
    const focus = focusOf(target)
    if (focus !== undefined && focus.service !== 's3') return { buckets: [], unreadCount: 0 }
    const account = await at.read(accountBlock, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return undefined
      throw error
    })
    if (account?.ignoresAcls === true && account.restrictsPolicies) return { buckets: [], unreadCount: 0 }
    const names = focus === undefined ? await namesOf(target, at) : [focus.id]
    const buckets = await Promise.all(names.slice(0, mostBuckets).map((name) => exposureOf(name, target, at)))
    return { buckets, unreadCount: Math.max(0, names.length - mostBuckets) }
  },
  cite: (target, _, bucket) =>
    bucket === undefined
      ? citeCheck(target, 's3:ListAllMyBuckets', 's3api list-buckets', 's3', '/buckets')
      : citeCheck(
          target,
          `s3:GetBucketPolicyStatus Bucket=${bucket}`,
          `s3api get-bucket-policy-status --bucket ${shellWord(bucket)}`,
          `s3/buckets/${bucket}`,
        ),
})

async function namesOf(target: AccountRegion, { aws }: ReadContext): Promise<string[]> {
  const { Buckets: buckets = [] } = await aws.client(S3Client, target.region).send(new ListBucketsCommand({}))
  const suspicious = /public|web|site|static|asset|cdn|share|download|upload|export/i
  return buckets
    .filter((each) => each.BucketRegion === undefined || each.BucketRegion === target.region)
    .flatMap((each) => each.Name ?? [])
    .sort((a, b) => Number(suspicious.test(b)) - Number(suspicious.test(a)) || (a < b ? -1 : 1))
}

async function exposureOf(bucket: string, target: AccountRegion, { aws }: ReadContext): Promise<BucketExposure> {
  const client = aws.client(S3Client, target.region)
  const block = await client.send(new GetPublicAccessBlockCommand({ Bucket: bucket })).then(
    (answer) => blockOf(answer.PublicAccessBlockConfiguration),
    (error: unknown) => {
      if (isNamed(error, /NoSuchPublicAccessBlock/)) return null
      throw error
    },
  )
  if (block?.ignoresAcls === true && block.restrictsPolicies)
    return { bucket, hasPublicPolicy: false, publicGrants: [], block }
  const [hasPublicPolicy, publicGrants] = await Promise.all([
    client.send(new GetBucketPolicyStatusCommand({ Bucket: bucket })).then(
      (answer) => answer.PolicyStatus?.IsPublic === true,
      (error: unknown) => {
        if (isNamed(error, /NoSuchBucketPolicy/)) return false
        throw error
      },
    ),
    client.send(new GetBucketAclCommand({ Bucket: bucket })).then((answer) =>
      (answer.Grants ?? []).flatMap((grant) => {
        const group = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.exec(grant.Grantee?.URI ?? '')?.[1]
        return group === undefined ? [] : [`${grant.Permission ?? 'access'} to ${group}`]
      }),
    ),
  ])
  return {
    bucket,
    hasPublicPolicy: hasPublicPolicy && block?.restrictsPolicies !== true,
    publicGrants: block?.ignoresAcls === true ? [] : publicGrants,
    block,
  }
}
