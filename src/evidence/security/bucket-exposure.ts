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
import { configFindings } from './config-findings.ts'
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
  /** Whether the account's own block stops it all was not read. */
  readonly isAccountBlockUnread: boolean
  /** Buckets that were not looked at, to keep the answer small. */
  readonly unreadCount: number
}

const mostBuckets = 2
/** Of those that no block shuts. */
const mostLookedInto = 1

/**
 * Public access of the bucket asked about, else of two: those first that a Config rule marks, or whose names sound public.
 *
 * Nothing is read of buckets where the account's own block shuts every way.
 */
export const bucketExposure = defineProbe<BucketExposures, AccountRegion>({
  id: 'security.bucket-exposure',
  actions: ['s3:ListAllMyBuckets', 's3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock', 's3:GetBucketAcl'],
  uses: [accountBlock, configFindings],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, at) {
    const focus = focusOf(target)
    if (focus !== undefined && focus.service !== 's3')
      return { buckets: [], isAccountBlockUnread: false, unreadCount: 0 }
    const account = await at.read(accountBlock, target).catch(ifMissing)
    if (account?.ignoresAcls === true && account.restrictsPolicies)
      return { buckets: [], isAccountBlockUnread: false, unreadCount: 0 }
    const { names, most } = focus === undefined ? await namesOf(target, at) : { names: [focus.id], most: 1 }
    const blocks = await Promise.allSettled(
      names.slice(0, most).map(async (bucket) => ({ bucket, block: await blockOfBucket(bucket, target, at) })),
    )
    const read = blocks.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    const failed = blocks.find((each) => each.status === 'rejected')
    if (read.length === 0 && failed !== undefined) throw failed.reason
    const shut = read.filter(({ block }) => isShut(block))
    const looser = read.filter(({ block }) => !isShut(block)).slice(0, mostLookedInto)
    const buckets = [
      ...(await Promise.all(looser.map(({ bucket, block }) => exposureOf(bucket, block, target, at)))),
      ...shut.map(({ bucket, block }) => ({ bucket, hasPublicPolicy: false, publicGrants: [], block })),
    ]
    return { buckets, isAccountBlockUnread: account === undefined, unreadCount: names.length - buckets.length }
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

function ifMissing(error: unknown): undefined {
  if (error instanceof EvidenceMissing) return undefined
  throw error
}

/** Names in the order in which they are worth a look, and how many are looked at. */
async function namesOf(target: AccountRegion, at: ReadContext): Promise<{ names: string[]; most: number }> {
  const { Buckets: buckets = [] } = await at.aws.client(S3Client, target.region).send(new ListBucketsCommand({}))
  const { findings = [] } = (await at.read(configFindings, target).catch(ifMissing)) ?? {}
  const marked = new Set(
    findings.filter((each) => each.resourceType === 'AWS::S3::Bucket').map((each) => each.resourceId),
  )
  const suspicious = /public|web|site|static|asset|cdn|share|download|upload|export/i
  const names = buckets
    .filter((each) => each.BucketRegion === undefined || each.BucketRegion === target.region)
    .flatMap((each) => each.Name ?? [])
    .sort(
      (a, b) =>
        Number(marked.has(b)) - Number(marked.has(a)) ||
        Number(suspicious.test(b)) - Number(suspicious.test(a)) ||
        (a < b ? -1 : 1),
    )
  return { names, most: names.some((each) => marked.has(each)) ? 1 : mostBuckets }
}

async function blockOfBucket(
  bucket: string,
  target: AccountRegion,
  { aws }: ReadContext,
): Promise<PublicAccessBlock | null> {
  try {
    const answer = await aws.client(S3Client, target.region).send(new GetPublicAccessBlockCommand({ Bucket: bucket }))
    return blockOf(answer.PublicAccessBlockConfiguration)
  } catch (error) {
    if (isNamed(error, /NoSuchPublicAccessBlock/)) return null
    throw error
  }
}

function isShut(block: PublicAccessBlock | null): boolean {
  return block?.ignoresAcls === true && block.restrictsPolicies
}

async function exposureOf(
  bucket: string,
  block: PublicAccessBlock | null,
  target: AccountRegion,
  { aws }: ReadContext,
): Promise<BucketExposure> {
  const client = aws.client(S3Client, target.region)
  const hasPublicPolicy =
    block?.restrictsPolicies !== true &&
    (await client.send(new GetBucketPolicyStatusCommand({ Bucket: bucket })).then(
      (answer) => answer.PolicyStatus?.IsPublic === true,
      (error: unknown) => {
        if (isNamed(error, /NoSuchBucketPolicy/)) return false
        throw error
      },
    ))
  if (hasPublicPolicy || block?.ignoresAcls === true) return { bucket, hasPublicPolicy, publicGrants: [], block }
  const acl = await client.send(new GetBucketAclCommand({ Bucket: bucket }))
  const publicGrants = (acl.Grants ?? []).flatMap((grant) => {
    const group = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.exec(grant.Grantee?.URI ?? '')?.[1]
    return group === undefined ? [] : [`${grant.Permission ?? 'access'} to ${group}`]
  })
  return { bucket, hasPublicPolicy, publicGrants, block }
}
