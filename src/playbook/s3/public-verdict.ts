import { valueIfRead } from '../../evidence/evidence.ts'
import { isForeign } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** Block Public Access, which outweighs a public policy and public ACLs; the account's switches outweigh the bucket's. */
export function judgePublicAccess(bucketCase: BucketCase): readonly BucketVerdict[] {
  const { evidence, at } = bucketCase
  const own = valueIfRead(evidence.publicAccess)
  const account = valueIfRead(evidence.accountAccess)
  const isPublic = valueIfRead(evidence.status)?.isPublic === true
  const permissions = valueIfRead(evidence.acl)?.publicPermissions ?? []
  const name = at.target.name
  // Callers of the bucket's own account are not touched by these switches.
  if (isForeign(at.target) === false) return []
  const blocksPolicy = isPublic && (own?.restrictPublicBuckets === true || account?.restrictPublicBuckets === true)
  const blocksAcl = permissions.length > 0 && (own?.ignorePublicAcls === true || account?.ignorePublicAcls === true)
  if (!blocksPolicy && !blocksAcl) return []
  const isOwn = blocksPolicy ? own?.restrictPublicBuckets === true : own?.ignorePublicAcls === true
  const setting = blocksPolicy ? 'RestrictPublicBuckets' : 'IgnorePublicAcls'
  const what = blocksPolicy ? 'a public policy' : `a public ACL (${permissions.join(', ')})`
  const facts = [
    blocksPolicy
      ? at.fact('status', 'Policy', 'S3 takes it for public')
      : at.fact('acl', 'Public grants in the ACL', permissions.join(', ')),
    isOwn
      ? at.fact('publicAccess', `${setting} of the bucket`, 'on')
      : at.fact('accountAccess', `${setting} of the account`, 'on'),
  ]
  if (!isOwn)
    return [
      alone(bucketCase, {
        id: 's3-bpa-account-or-org',
        strength: 'likely',
        summary: `${name} has ${what}, but Block Public Access of the account (${setting}) overrides it: anonymous callers and other accounts get 403.`,
        facts,
        fix: {
          now: 'Serve the objects through CloudFront with origin access control, or presigned addresses. Only if the bucket must be public, change the setting of the account, which then opens every bucket with such a policy.',
        },
      }),
    ]
  return [
    alone(bucketCase, {
      id: blocksPolicy ? 's3-bpa-restrict-public-buckets' : 's3-bpa-ignore-acls',
      strength: 'likely',
      summary: `${name} has ${what}, but Block Public Access (${setting}) keeps it from working: anonymous callers and other accounts get 403.`,
      facts,
      fix: {
        now: blocksPolicy
          ? 'Name the callers in the policy (accounts, roles, aws:SourceArn) so that it is no longer public; the setting then does not touch it.'
          : 'Give the access by the bucket’s policy or CloudFront with origin access control; ACLs are ignored here.',
      },
    }),
  ]
}
