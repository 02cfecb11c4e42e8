import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource, Hop } from '../sign.ts'
import { bucketChanges } from './changes.ts'
import { s3AccessPoint } from './s3-access-point.ts'
import { s3AccountProblem } from './s3-account-problem.ts'
import { s3AclDisabled } from './s3-acl-disabled.ts'
import { s3Archived } from './s3-archived.ts'
import { s3BpaAccountOrOrg } from './s3-bpa-account-or-org.ts'
import { s3BpaBlockPublicAcls } from './s3-bpa-block-public-acls.ts'
import { s3BpaBlockPublicPolicy } from './s3-bpa-block-public-policy.ts'
import { s3BpaIgnoreAcls } from './s3-bpa-ignore-acls.ts'
import { s3BpaRestrictPublicBuckets } from './s3-bpa-restrict-public-buckets.ts'
import { s3BucketPolicyDeny } from './s3-bucket-policy-deny.ts'
import { s3BucketRequiresVpce } from './s3-bucket-requires-vpce.ts'
import { s3ClockSkew } from './s3-clock-skew.ts'
import { s3CloudfrontOac } from './s3-cloudfront-oac.ts'
import { s3CrossAccountOneSide } from './s3-cross-account-one-side.ts'
import { s3DirectoryBucket } from './s3-directory-bucket.ts'
import { s3KmsAwsManagedCrossAccount } from './s3-kms-aws-managed-cross-account.ts'
import { s3KmsCallerDenied } from './s3-kms-caller-denied.ts'
import { s3KmsKeyState } from './s3-kms-key-state.ts'
import { s3MfaDelete } from './s3-mfa-delete.ts'
import { s3MissingKeyWithoutListbucket } from './s3-missing-key-without-listbucket.ts'
import { s3NoIdentityAllow } from './s3-no-identity-allow.ts'
import { s3ObjectLock } from './s3-object-lock.ts'
import { s3ObjectOwnedByOtherAccount } from './s3-object-owned-by-other-account.ts'
import { s3PresignedExpired } from './s3-presigned-expired.ts'
import { s3PresignedSessionGone } from './s3-presigned-session-gone.ts'
import { s3PresignedSignerPerms } from './s3-presigned-signer-perms.ts'
import { s3RequesterPays } from './s3-requester-pays.ts'
import { s3ScpRcp } from './s3-scp-rcp.ts'
import { s3SignatureMismatch } from './s3-signature-mismatch.ts'
import { s3VpcePolicy } from './s3-vpce-policy.ts'
import { s3WrongRegion } from './s3-wrong-region.ts'
import { s3Signs } from './signs.ts'

const causes: readonly Cause[] = [
  s3NoIdentityAllow,
  s3BucketPolicyDeny,
  s3CrossAccountOneSide,
  s3BpaRestrictPublicBuckets,
  s3BpaIgnoreAcls,
  s3BpaBlockPublicAcls,
  s3BpaBlockPublicPolicy,
  s3BpaAccountOrOrg,
  s3AclDisabled,
  s3ObjectOwnedByOtherAccount,
  s3KmsCallerDenied,
  s3KmsAwsManagedCrossAccount,
  s3KmsKeyState,
  s3VpcePolicy,
  s3BucketRequiresVpce,
  s3AccessPoint,
  s3MissingKeyWithoutListbucket,
  s3RequesterPays,
  s3PresignedExpired,
  s3PresignedSessionGone,
  s3PresignedSignerPerms,
  s3SignatureMismatch,
  s3WrongRegion,
  s3ClockSkew,
  s3ScpRcp,
  s3ObjectLock,
  s3MfaDelete,
  s3CloudfrontOac,
  s3Archived,
  s3AccountProblem,
  s3DirectoryBucket,
]

const hops: readonly Hop[] = []

const changes: readonly ChangeSource[] = [bucketChanges]

const advice: readonly Advice[] = []

/** Why S3 answers 403: which of its layers said no. */
export const s3Playbook = { causes, signs: s3Signs, hops, changes, advice }
