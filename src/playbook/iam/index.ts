import type { Cause } from '../cause.ts'
import type { ChangeSource } from '../sign.ts'
import { iamAdvice } from './advice.ts'
import { iamHops } from './hops.ts'
import { iamConditionUnmet } from './iam-condition-unmet.ts'
import { iamEventualConsistency } from './iam-eventual-consistency.ts'
import { iamExpiredCreds } from './iam-expired-creds.ts'
import { iamExplicitDenyIdentity } from './iam-explicit-deny-identity.ts'
import { iamKmsGrantMissing } from './iam-kms-grant-missing.ts'
import { iamKmsKeyPolicy } from './iam-kms-key-policy.ts'
import { iamKmsViaService } from './iam-kms-via-service.ts'
import { iamNoIdentityAllow } from './iam-no-identity-allow.ts'
import { iamPassrole } from './iam-passrole.ts'
import { iamPermissionsBoundary } from './iam-permissions-boundary.ts'
import { iamQuarantine } from './iam-quarantine.ts'
import { iamRcp } from './iam-rcp.ts'
import { iamResourceArnMismatch } from './iam-resource-arn-mismatch.ts'
import { iamResourcePolicyDeny } from './iam-resource-policy-deny.ts'
import { iamResourcePolicyImplicit } from './iam-resource-policy-implicit.ts'
import { iamScp } from './iam-scp.ts'
import { iamServiceSpecific } from './iam-service-specific.ts'
import { iamSessionPolicy } from './iam-session-policy.ts'
import { iamSlrMissing } from './iam-slr-missing.ts'
import { iamSsoPermissionSet } from './iam-sso-permission-set.ts'
import { iamTagBasedAbac } from './iam-tag-based-abac.ts'
import { iamTrustPolicy } from './iam-trust-policy.ts'
import { iamTrustStalePrincipal } from './iam-trust-stale-principal.ts'
import { iamVpcePolicy } from './iam-vpce-policy.ts'
import { iamWrongIdentity } from './iam-wrong-identity.ts'
import { iamSigns } from './signs.ts'

const causes: readonly Cause[] = [
  iamNoIdentityAllow,
  iamResourceArnMismatch,
  iamConditionUnmet,
  iamExplicitDenyIdentity,
  iamPermissionsBoundary,
  iamScp,
  iamRcp,
  iamSessionPolicy,
  iamResourcePolicyImplicit,
  iamResourcePolicyDeny,
  iamTrustPolicy,
  iamTrustStalePrincipal,
  iamPassrole,
  iamKmsKeyPolicy,
  iamKmsViaService,
  iamKmsGrantMissing,
  iamVpcePolicy,
  iamSlrMissing,
  iamWrongIdentity,
  iamExpiredCreds,
  iamSsoPermissionSet,
  iamEventualConsistency,
  iamServiceSpecific,
  iamQuarantine,
  iamTagBasedAbac,
]

const changes: readonly ChangeSource[] = []

/** Why a call was refused: which policy said no, and the smallest statement that would let it pass. */
export const iamPlaybook = { causes, signs: iamSigns, hops: iamHops, changes, advice: iamAdvice }
