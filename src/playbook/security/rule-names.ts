import type { ConfigFinding } from '../../evidence/security/config-findings.ts'

/** AWS's managed rules, and common names of custom ones, by the cause they stand for. https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
const causes: readonly (readonly [RegExp, string])[] = [
  [/S3_BUCKET_PUBLIC|S3_(ACCOUNT|BUCKET)_LEVEL_PUBLIC|S3_BUCKET_ACL|S3_PUBLIC/, 's3-public'],
  [/S3_BUCKET_SSL|S3_.*(TLS|SECURE_TRANSPORT)/, 's3-no-tls'],
  [/S3_BUCKET_SERVER_SIDE|S3_DEFAULT_ENCRYPTION|S3_.*ENCRYPT/, 's3-no-encryption'],
  [/S3_BUCKET_(LOGGING|VERSIONING)|S3_.*(LOGGING|VERSIONING)/, 's3-no-logging-versioning'],
  [/ROOT_ACCOUNT_(HARDWARE_)?MFA|ROOT_.*MFA/, 'iam-root-mfa'],
  [/ROOT_ACCESS_KEY/, 'iam-root-access-key'],
  [/MFA_ENABLED_FOR_IAM|IAM_USER_MFA/, 'iam-no-mfa'],
  [/ACCESS_KEYS?_ROTAT/, 'iam-key-old'],
  [/UNUSED_CREDENTIALS/, 'iam-key-unused'],
  [/PASSWORD_POLICY/, 'iam-password-policy'],
  [/NO_STATEMENTS_WITH_(ADMIN|FULL)|ADMIN_ACCESS/, 'iam-admin-policy'],
  [/TRAIL_(LOG_FILE_)?VALIDATION|LOG_FILE_VALIDATION|CLOUD_?TRAIL_ENCRYPTION/, 'ct-validation-kms'],
  [/CLOUD_?TRAIL_(ENABLED|SECURITY)|MULTI_REGION_CLOUD_?TRAIL|CLOUD_?TRAIL/, 'ct-off'],
  [/ENCRYPTED_VOLUMES|EBS_.*ENCRYPT/, 'ebs-unencrypted'],
  [/RDS_.*ENCRYPT|DYNAMODB_.*ENCRYPT/, 'rds-dynamodb-encryption'],
  [/(SNS|SQS)_.*(ENCRYPT|KMS)/, 'sqs-sns-encryption'],
  [/LAMBDA_.*PUBLIC/, 'lambda-public'],
  [/LAMBDA_.*(SECRET|ENV)/, 'lambda-env-secrets'],
  [/KEY_ROTATION|KMS_.*ROTATION/, 'kms-rotation-off'],
  [/INCOMING_SSH|RESTRICTED_(SSH|INCOMING|COMMON)|SG_OPEN|SECURITY_GROUP/, 'sg-open'],
  [/GUARDDUTY|SECURITYHUB|SECURITY_HUB/, 'sechub-disabled-guardduty'],
  [/_WAF|WAF_|WAFV2/, 'waf-missing'],
]

/** The cause that a broken rule stands for; undefined for rules of other things. */
export function causeOfRule({ identifier, rule }: Pick<ConfigFinding, 'identifier' | 'rule'>): string | undefined {
  const named = (text: string): string | undefined =>
    causes.find(([words]) => words.test(text.toUpperCase().replaceAll('-', '_')))?.[1]
  return named(identifier) ?? named(rule)
}
