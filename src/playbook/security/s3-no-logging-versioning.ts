import { optional } from '../../evidence/probe.ts'
import { bucketProtection } from '../../evidence/security/bucket-protection.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, unread } from './judged.ts'

export const s3NoLoggingVersioning = defineCause({
  id: 's3-no-logging-versioning',
  target: 'account',
  symptoms: ['security'],
  cause: 'A bucket keeps no old versions, or no log of who reads it.',
  fix: () => ({
    proper:
      'Switch on versioning for data that must survive a mistake, with a lifecycle for old versions; log access with CloudTrail data events or server access logs.',
    iac: 'CDK: `versioned: true, serverAccessLogsBucket`; Terraform: `aws_s3_bucket_versioning`, `aws_s3_bucket_logging`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
  known: 'memory',
  needs: { protection: optional(bucketProtection), ...configNeeds },
  diagnose(evidence, at) {
    const { protection } = evidence
    if (protection.status !== 'ok')
      return judged('s3-no-logging-versioning', 'Low', unread('The settings of the bucket'), evidence, at)
    const { value } = protection
    if (value === null)
      return judged(
        's3-no-logging-versioning',
        'Low',
        { inconclusive: 'Read only where a bucket is named, or where a rule of AWS Config marks one.' },
        evidence,
        at,
      )
    if (value.isLogged && value.versioning === 'Enabled')
      return judged(
        's3-no-logging-versioning',
        'Low',
        { clear: `${value.bucket} keeps versions and logs access.` },
        evidence,
        at,
      )
    return judged(
      's3-no-logging-versioning',
      'Low',
      {
        grade: 'Low',
        strength: 'possible',
        isHabit: true,
        summary: `${value.bucket} has ${[...(value.versioning === 'Enabled' ? [] : ['no versioning']), ...(value.isLogged ? [] : ['no access log'])].join(' and ')}.`,
        facts: [
          at.fact(
            'protection',
            'Versioning and access log',
            `${value.versioning}; ${value.isLogged ? 'logged' : 'not logged'}`,
            undefined,
            'versioning',
          ),
        ],
      },
      evidence,
      at,
    )
  },
})
