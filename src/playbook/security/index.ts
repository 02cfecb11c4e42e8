import { resourceWrites } from '../../evidence/security/resource-writes.ts'
import type { Advice, Cause } from '../cause.ts'
import { withoutDate } from '../cloudtrail/index.ts'
import { type ChangeSource, defineChangeSource } from '../sign.ts'
import { cmpConfigOff } from './cmp-config-off.ts'
import { cmpConfigRuleError } from './cmp-config-rule-error.ts'
import { cmpConfigScope } from './cmp-config-scope.ts'
import { cmpConfigStale } from './cmp-config-stale.ts'
import { ctDeliveryError } from './ct-delivery-error.ts'
import { ctOff } from './ct-off.ts'
import { ctValidationKms } from './ct-validation-kms.ts'
import { ebsUnencrypted } from './ebs-unencrypted.ts'
import { securityHops } from './hops.ts'
import { iamAdminPolicy } from './iam-admin-policy.ts'
import { iamExternalAccess } from './iam-external-access.ts'
import { iamKeyOld } from './iam-key-old.ts'
import { iamKeyQuarantine } from './iam-key-quarantine.ts'
import { iamKeyUnused } from './iam-key-unused.ts'
import { iamNoMfa } from './iam-no-mfa.ts'
import { iamPasswordPolicy } from './iam-password-policy.ts'
import { iamRootAccessKey } from './iam-root-access-key.ts'
import { iamRootMfa } from './iam-root-mfa.ts'
import { iamUserInactive } from './iam-user-inactive.ts'
import { kmsRotationOff } from './kms-rotation-off.ts'
import { lambdaEnvSecrets } from './lambda-env-secrets.ts'
import { lambdaPublic } from './lambda-public.ts'
import { rdsDynamodbEncryption } from './rds-dynamodb-encryption.ts'
import { s3NoEncryption } from './s3-no-encryption.ts'
import { s3NoLoggingVersioning } from './s3-no-logging-versioning.ts'
import { s3NoTls } from './s3-no-tls.ts'
import { s3Public } from './s3-public.ts'
import { sechubDisabledGuardduty } from './sechub-disabled-guardduty.ts'
import { sgOpen } from './sg-open.ts'
import { securitySigns } from './signs.ts'
import { sqsSnsEncryption } from './sqs-sns-encryption.ts'
import { wafMissing } from './waf-missing.ts'

const causes: readonly Cause[] = [
  cmpConfigOff,
  cmpConfigRuleError,
  cmpConfigScope,
  cmpConfigStale,
  ctDeliveryError,
  ctOff,
  ctValidationKms,
  ebsUnencrypted,
  iamAdminPolicy,
  iamExternalAccess,
  iamKeyOld,
  iamKeyQuarantine,
  iamKeyUnused,
  iamNoMfa,
  iamPasswordPolicy,
  iamRootAccessKey,
  iamRootMfa,
  iamUserInactive,
  kmsRotationOff,
  lambdaEnvSecrets,
  lambdaPublic,
  rdsDynamodbEncryption,
  s3NoEncryption,
  s3NoLoggingVersioning,
  s3NoTls,
  s3Public,
  sechubDisabledGuardduty,
  sgOpen,
  sqsSnsEncryption,
  wafMissing,
]

const changes: readonly ChangeSource[] = [
  defineChangeSource({
    id: 'security-resource-writes',
    target: 'account',
    symptoms: ['security'],
    needs: { writes: resourceWrites },
    list: ({ writes }) =>
      (writes?.events ?? []).map((event) => ({
        at: event.at,
        who: event.who,
        what: withoutDate(event.name),
        resource: writes?.resource ?? '',
      })),
  }),
]
const advice: readonly Advice[] = []

export const securityPlaybook = { causes, signs: securitySigns, hops: securityHops, changes, advice }
