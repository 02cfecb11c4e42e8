import { identityPolicies } from '../../evidence/iam/identity-policies.ts'
import { simulation } from '../../evidence/iam/simulation.ts'
import { endpointPolicies } from '../../evidence/iam/vpc-endpoint.ts'
import { from, optional, type Values } from '../../evidence/probe.ts'
import { accessPoint } from '../../evidence/s3/access-point.ts'
import { accountPublicAccess } from '../../evidence/s3/account-public-access.ts'
import { bucketAcl } from '../../evidence/s3/acl.ts'
import { bucketKmsKey } from '../../evidence/s3/bucket-key.ts'
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
import type { Bucket } from '../../targets/target.ts'
import type { JudgeContext } from '../cause.ts'
import { denialOf, listingOf } from './request.ts'

/** Everything a 403 is judged from; each layer can be read or not, and says no by itself. */
export const bucketNeeds = {
  policy: optional(bucketPolicy),
  status: optional(policyStatus),
  publicAccess: optional(bucketPublicAccess),
  accountAccess: optional(accountPublicAccess),
  ownership: optional(bucketOwnership),
  acl: optional(bucketAcl),
  key: optional(bucketKmsKey),
  payer: optional(requestPayment),
  versioning: optional(bucketVersioning),
  lock: optional(objectLock),
  object: optional(objectPresence),
  owner: optional(objectOwner),
  point: optional(accessPoint),
  refusals: optional(bucketRefusals),
  metrics: optional(requestMetrics),
  identity: optional(from(identityPolicies, (target: Bucket) => denialOf(target))),
  simulated: optional(from(simulation, (target: Bucket) => denialOf(target))),
  listing: optional(from(simulation, (target: Bucket) => listingOf(target))),
  endpoints: optional(from(endpointPolicies, (target: Bucket) => denialOf(target))),
}
export type BucketNeeds = typeof bucketNeeds
export type BucketEvidence = Values<BucketNeeds>
export type BucketContext = JudgeContext<'bucket', BucketNeeds>
