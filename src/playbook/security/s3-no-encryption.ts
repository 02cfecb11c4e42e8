import { optional } from '../../evidence/probe.ts'
import { bucketProtection } from '../../evidence/security/bucket-protection.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, unread } from './judged.ts'

export const s3NoEncryption = defineCause({
  id: 's3-no-encryption',
  target: 'account',
  symptoms: ['security'],
  cause: 'A bucket has no default encryption with the key that the rules ask for.',
  fix: () => ({
    proper:
      'Every new object is encrypted with S3’s own keys since 2023; where a rule asks for KMS, set a key and Bucket Keys as the default. Old objects stay as they are until copied.',
    iac: 'CDK: `encryption: s3.BucketEncryption.KMS, bucketKeyEnabled: true`; Terraform: `aws_s3_bucket_server_side_encryption_configuration`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
  known: 'confirmed',
  needs: { protection: optional(bucketProtection), ...configNeeds },
  diagnose(evidence, at) {
    const { protection } = evidence
    if (protection.status !== 'ok')
      return judged('s3-no-encryption', 'Medium', unread('The settings of the bucket'), evidence, at)
    const { value } = protection
    if (value === null)
      return judged(
        's3-no-encryption',
        'Medium',
        { inconclusive: 'Read only where a bucket is named, or where a rule of AWS Config marks one.' },
        evidence,
        at,
      )
    if (value.algorithm !== undefined)
      return judged(
        's3-no-encryption',
        'Medium',
        { clear: `New objects in ${value.bucket} are encrypted by default (${value.algorithm}).` },
        evidence,
        at,
      )
    return judged(
      's3-no-encryption',
      'Medium',
      {
        grade: 'Medium',
        strength: 'possible',
        isHabit: true,
        summary: `the bucket ${value.bucket} has no default encryption configured; S3 encrypts new objects with its own keys all the same.`,
        facts: [at.fact('protection', 'Default encryption', 'none configured', undefined, 'encryption')],
      },
      evidence,
      at,
    )
  },
})
