import {
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck, focusKey, focusOf, isNamed } from './focus.ts'

/** How one bucket keeps its objects. */
export interface BucketProtection {
  readonly bucket: string
  /** `AES256`, `aws:kms`; absent where no default is configured. */
  readonly algorithm?: string
  readonly hasPolicy: boolean
  readonly deniesPlainHttp: boolean
  readonly isLogged: boolean
  readonly versioning: 'Enabled' | 'Suspended' | 'never enabled'
}

/** Reads the settings of the bucket that was asked about; null where the question is about something else. */
export const bucketProtection = defineProbe<BucketProtection | null, AccountRegion>({
  id: 'security.bucket-protection',
  actions: ['s3:GetEncryptionConfiguration', 's3:GetBucketPolicy', 's3:GetBucketLogging', 's3:GetBucketVersioning'],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, { aws }) {
    const focus = focusOf(target)
    if (focus?.service !== 's3') return null
    const client = aws.client(S3Client, target.region)
    const input = { Bucket: focus.id }
    const [encryption, policy, logging, versioning] = await Promise.all([
      client.send(new GetBucketEncryptionCommand(input)).catch(absentAs(/ServerSideEncryptionConfigurationNotFound/)),
      client.send(new GetBucketPolicyCommand(input)).catch(absentAs(/NoSuchBucketPolicy/)),
      client.send(new GetBucketLoggingCommand(input)),
      client.send(new GetBucketVersioningCommand(input)),
    ])
    const algorithm =
      encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm
    return {
      bucket: focus.id,
      ...(algorithm !== undefined && { algorithm }),
      hasPolicy: policy?.Policy !== undefined,
      deniesPlainHttp: statementsOf(policy?.Policy ?? '{}').some(deniesPlainHttp),
      isLogged: logging.LoggingEnabled?.TargetBucket !== undefined,
      versioning: versioning.Status ?? 'never enabled',
    }
  },
  cite(target, _, aspect = 'encryption') {
    const bucket = focusOf(target)?.id ?? ''
    const operation =
      {
        encryption: 'GetBucketEncryption',
        policy: 'GetBucketPolicy',
        logging: 'GetBucketLogging',
        versioning: 'GetBucketVersioning',
      }[aspect] ?? aspect
    return citeCheck(
      target,
      `s3:${operation} Bucket=${bucket}`,
      `s3api get-bucket-${aspect} --bucket ${shellWord(bucket)}`,
      `s3/buckets/${bucket}`,
    )
  },
})

function deniesPlainHttp({ effect, conditions }: PolicyStatement): boolean {
  return (
    effect === 'Deny' &&
    Object.entries(conditions).some(
      ([operator, keys]) =>
        /^Bool/i.test(operator) &&
        Object.entries(keys).some(
          ([key, values]) => key.toLowerCase() === 'aws:securetransport' && values.includes('false'),
        ),
    )
  )
}

function absentAs(name: RegExp): (error: unknown) => undefined {
  return (error) => {
    if (isNamed(error, name)) return undefined
    throw error
  }
}
