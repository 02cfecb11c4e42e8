import { EvidenceMissing } from '../../evidence/evidence.ts'
import { type IdentityPolicies, identityPolicies } from '../../evidence/iam/identity-policies.ts'
import { simulation } from '../../evidence/iam/simulation.ts'
import { endpointPolicies } from '../../evidence/iam/vpc-endpoint.ts'
import { from, optional, type Probe, type Values } from '../../evidence/probe.ts'
import { accessPoint } from '../../evidence/s3/access-point.ts'
import { accountPublicAccess } from '../../evidence/s3/account-public-access.ts'
import { bucketAcl } from '../../evidence/s3/acl.ts'
import { bucketKmsKey } from '../../evidence/s3/bucket-key.ts'
import { keyUse } from '../../evidence/s3/key-use.ts'
import { objectOwner, objectPresence } from '../../evidence/s3/object.ts'
import { objectLock } from '../../evidence/s3/object-lock.ts'
import { bucketOwnership } from '../../evidence/s3/ownership.ts'
import { bucketPolicy } from '../../evidence/s3/policy.ts'
import { policyStatus } from '../../evidence/s3/policy-status.ts'
import { bucketPublicAccess } from '../../evidence/s3/public-access.ts'
import { bucketRefusals } from '../../evidence/s3/refusals.ts'
import { requestMetrics } from '../../evidence/s3/request-metrics.ts'
import { requestPayment } from '../../evidence/s3/request-payment.ts'
import { bucketVersioning } from '../../evidence/s3/versioning.ts'
import type { Bucket, Denial } from '../../targets/target.ts'
import type { JudgeContext } from '../cause.ts'
import { denialOf, isDirectory, isForeign, listingOf } from './request.ts'

/** What a directory bucket cannot be otherwise: always blocked, owned by its account, without ACLs, versions or locks. */
const allBlocked = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
}

/** A directory bucket has none of these settings and answers such a read only within a session of its own. */
function ofGeneral<T>(probe: Probe<T, Bucket>, otherwise: T): Probe<T, Bucket> {
  return where(probe, (target) => !isDirectory(target), otherwise)
}

/** A read that tells nothing of this request is not made. */
function where<T>(probe: Probe<T, Bucket>, isNeeded: (target: Bucket) => boolean, otherwise: T): Probe<T, Bucket> {
  return {
    ...probe,
    key: (target) => (isNeeded(target) ? probe.key(target) : `not needed: ${probe.key(target)}`),
    fetch: async (target, at) => (isNeeded(target) ? await probe.fetch(target, at) : otherwise),
  }
}

/** Public access, payment and the like touch anonymous callers and those of other accounts. */
function mayBeForeign(target: Bucket): boolean {
  return !isDirectory(target) && (isForeign(target) !== false || /public/i.test(target.request?.error ?? ''))
}

function isAboutDeleting({ request }: Bucket): boolean {
  return /Delete|Retention|LegalHold|Lock|Bypass|Versioning|Mfa/i.test(
    `${request?.action ?? ''} ${request?.error ?? ''}`,
  )
}

/** The caller's policies say more than the simulator only where that does not allow the call. */
const policiesIfRefused: Probe<IdentityPolicies | null, Denial> = {
  ...identityPolicies,
  id: 's3.identity-policies',
  uses: [identityPolicies, simulation],
  key: (target) => `${identityPolicies.key(target)} ${simulation.key(target)}`,
  async fetch(target, at) {
    const decisions = await at.read(simulation, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return null
      throw error
    })
    const isAllowed = decisions?.find(({ resource }) => resource === target.resource)?.decision === 'allowed'
    return isAllowed ? null : await at.read(identityPolicies, target)
  },
}

/** Everything a 403 is judged from; each layer can be read or not, and says no by itself. */
export const bucketNeeds = {
  policy: optional(ofGeneral(bucketPolicy, null)),
  status: optional(where(policyStatus, mayBeForeign, { isPublic: false })),
  publicAccess: optional(where(bucketPublicAccess, mayBeForeign, allBlocked)),
  accountAccess: optional(where(accountPublicAccess, mayBeForeign, allBlocked)),
  ownership: optional(ofGeneral(bucketOwnership, 'BucketOwnerEnforced')),
  acl: optional(where(bucketAcl, mayBeForeign, { ownerId: '', publicPermissions: [] })),
  key: optional(ofGeneral(bucketKmsKey, null)),
  keyUse: optional(ofGeneral(keyUse, null)),
  payer: optional(where(requestPayment, mayBeForeign, 'BucketOwner')),
  versioning: optional(where(bucketVersioning, isAboutDeleting, null)),
  lock: optional(where(objectLock, isAboutDeleting, null)),
  object: optional(ofGeneral(objectPresence, null)),
  owner: optional(ofGeneral(objectOwner, null)),
  point: optional(accessPoint),
  refusals: optional(ofGeneral(bucketRefusals, { onBucket: [], onKey: [] })),
  metrics: optional(requestMetrics),
  identity: optional(from(policiesIfRefused, (target: Bucket) => denialOf(target))),
  simulated: optional(from(simulation, (target: Bucket) => denialOf(target))),
  listing: optional(from(simulation, (target: Bucket) => listingOf(target))),
  endpoints: optional(from(endpointPolicies, (target: Bucket) => denialOf(target))),
}
export type BucketNeeds = typeof bucketNeeds
export type BucketEvidence = Values<BucketNeeds>
export type BucketContext = JudgeContext<'bucket', BucketNeeds>
