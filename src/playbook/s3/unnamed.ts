import { valueIfRead } from '../../evidence/evidence.ts'
import type { Diagnosis } from '../cause.ts'
import type { BucketContext, BucketEvidence } from './bucket-needs.ts'
import { ofThisRequest } from './recorded.ts'
import { callerOf, isForeign } from './request.ts'
import type { BucketVerdict } from './verdict.ts'

type Layer = keyof BucketEvidence

/** What each cause is judged from; those that only AWS's words or the address can show are judged from nothing else. */
const layers: Readonly<Record<string, readonly Layer[]>> = {
  's3-no-identity-allow': ['simulated', 'policy'],
  's3-presigned-signer-perms': ['simulated'],
  's3-missing-key-without-listbucket': ['listing', 'object'],
  's3-cross-account-one-side': ['policy', 'simulated'],
  's3-bucket-policy-deny': ['policy'],
  's3-bucket-requires-vpce': ['policy'],
  's3-cloudfront-oac': ['policy', 'key'],
  's3-bpa-restrict-public-buckets': ['status', 'publicAccess'],
  's3-bpa-account-or-org': ['status', 'accountAccess'],
  's3-bpa-ignore-acls': ['acl', 'publicAccess'],
  's3-object-owned-by-other-account': ['owner'],
  's3-kms-caller-denied': ['key', 'keyUse', 'refusals'],
  's3-kms-aws-managed-cross-account': ['key'],
  's3-kms-key-state': ['key'],
  's3-access-point': ['point'],
  's3-requester-pays': ['payer'],
  's3-object-lock': ['lock'],
  's3-mfa-delete': ['versioning'],
  's3-archived': ['object'],
  's3-directory-bucket': [],
}

const unseeable: Readonly<Record<string, string>> = {
  's3-scp-rcp': 'The organization’s policies can be read in its management account only.',
  's3-vpce-policy': 'Whether the call went through a VPC endpoint is recorded nowhere.',
}

/** Why a cause is not named for a 403: what rules it out, or what of it could not be seen. */
export function whyUnnamed(
  id: string,
  verdicts: readonly BucketVerdict[],
  evidence: BucketEvidence,
  at: BucketContext,
): Diagnosis {
  const [other] = verdicts
  if (other?.strength === 'proven') return { clear: `The refusal is explained: ${other.id}.` }
  const { request } = at.target
  const recorded = ofThisRequest(at.target, valueIfRead(evidence.refusals))
  const isTold = request !== undefined || recorded.onBucket.length + recorded.onKey.length > 0
  const hidden = unseeable[id]
  if (hidden !== undefined) return isTold && other === undefined ? { inconclusive: hidden } : 'clear'
  const needed = layers[id]
  if (needed === undefined) return { clear: 'Nothing that was pasted or recorded says so.' }
  const unread = needed.filter((layer) => evidence[layer].status !== 'ok')
  if (unread.length === 0) return { clear: 'What was read shows no sign of it.' }
  if (isForeign(at.target) === true && unread.every((layer) => layer === 'simulated' || layer === 'listing'))
    return id === 's3-no-identity-allow' || id === 's3-cross-account-one-side'
      ? {
          inconclusive: `The own policies of ${callerOf(at.target) ?? 'the caller'} are in another account and cannot be seen from here.`,
        }
      : { clear: 'It is about callers of the bucket’s own account.' }
  return { inconclusive: `Could not be read: ${unread.map((layer) => words[layer] ?? layer).join(', ')}.` }
}

const words: Partial<Readonly<Record<Layer, string>>> = {
  policy: 'the bucket’s policy',
  status: 'whether the policy is public',
  publicAccess: 'Block Public Access of the bucket',
  accountAccess: 'Block Public Access of the account',
  acl: 'the ACL',
  key: 'the encryption and its key',
  keyUse: 'whether the caller may use the key',
  payer: 'who pays for requests',
  versioning: 'the versioning',
  lock: 'the object lock',
  object: 'whether the object is there',
  owner: 'who owns the object',
  point: 'the access point',
  refusals: 'what CloudTrail recorded',
  simulated: 'what the caller’s own policies allow',
  listing: 'whether the caller may list the bucket',
}
