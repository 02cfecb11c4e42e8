import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource } from '../sign.ts'
import { cfnCancelledCascade } from './cfn-cancelled-cascade.ts'
import { cfnCapabilities } from './cfn-capabilities.ts'
import { cfnChangesetNochanges } from './cfn-changeset-nochanges.ts'
import { cfnChangesetObsolete } from './cfn-changeset-obsolete.ts'
import { cfnCircular } from './cfn-circular.ts'
import { cfnCustomResourceFailed } from './cfn-custom-resource-failed.ts'
import { cfnCustomResourceTimeout } from './cfn-custom-resource-timeout.ts'
import { cfnDeleteBucket } from './cfn-delete-bucket.ts'
import { cfnDeleteConflictIam } from './cfn-delete-conflict-iam.ts'
import { cfnDeleteDependency } from './cfn-delete-dependency.ts'
import { cfnDeleteEdge } from './cfn-delete-edge.ts'
import { cfnDeleteHostedzone } from './cfn-delete-hostedzone.ts'
import { cfnDeleteProtection } from './cfn-delete-protection.ts'
import { cfnDeleteRoleGone } from './cfn-delete-role-gone.ts'
import { cfnDrift } from './cfn-drift.ts'
import { cfnEarlyBucketNotEmpty } from './cfn-early-bucket-not-empty.ts'
import { cfnEarlyProperty } from './cfn-early-property.ts'
import { cfnExportInUse } from './cfn-export-in-use.ts'
import { cfnHookFailed } from './cfn-hook-failed.ts'
import { cfnIamDenied } from './cfn-iam-denied.ts'
import { cfnInvalidProperty } from './cfn-invalid-property.ts'
import { cfnNameConflict } from './cfn-name-conflict.ts'
import { cfnNestedFailed } from './cfn-nested-failed.ts'
import { cfnNotFoundRef } from './cfn-not-found-ref.ts'
import { cfnQuota } from './cfn-quota.ts'
import { cfnReviewInProgress } from './cfn-review-in-progress.ts'
import { cfnRollbackFailed } from './cfn-rollback-failed.ts'
import { cfnRollbackTrigger } from './cfn-rollback-trigger.ts'
import { cfnStabilizeTimeout } from './cfn-stabilize-timeout.ts'
import { cfnStuckCleanup } from './cfn-stuck-cleanup.ts'
import { cfnThrottling } from './cfn-throttling.ts'
import { cfnTransform } from './cfn-transform.ts'
import { cfnUpdateRollbackFailed } from './cfn-update-rollback-failed.ts'
import { cfnWaitSignals } from './cfn-wait-signals.ts'
import { cloudformationHops } from './hops.ts'
import { cloudformationSigns } from './signs.ts'

const causes: readonly Cause[] = [
  cfnCancelledCascade,
  cfnCapabilities,
  cfnChangesetNochanges,
  cfnChangesetObsolete,
  cfnCircular,
  cfnCustomResourceFailed,
  cfnCustomResourceTimeout,
  cfnDeleteBucket,
  cfnDeleteConflictIam,
  cfnDeleteDependency,
  cfnDeleteEdge,
  cfnDeleteHostedzone,
  cfnDeleteProtection,
  cfnDeleteRoleGone,
  cfnDrift,
  cfnEarlyBucketNotEmpty,
  cfnEarlyProperty,
  cfnExportInUse,
  cfnHookFailed,
  cfnIamDenied,
  cfnInvalidProperty,
  cfnNameConflict,
  cfnNestedFailed,
  cfnNotFoundRef,
  cfnQuota,
  cfnReviewInProgress,
  cfnRollbackFailed,
  cfnRollbackTrigger,
  cfnStabilizeTimeout,
  cfnStuckCleanup,
  cfnThrottling,
  cfnTransform,
  cfnUpdateRollbackFailed,
  cfnWaitSignals,
]

const changes: readonly ChangeSource[] = []

const advice: readonly Advice[] = []

/** Why a CloudFormation deployment failed. */
export const cloudformationPlaybook = { causes, signs: cloudformationSigns, hops: cloudformationHops, changes, advice }
