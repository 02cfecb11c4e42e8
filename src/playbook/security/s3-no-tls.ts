import { optional } from '../../evidence/probe.ts'
import { bucketProtection } from '../../evidence/security/bucket-protection.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, unread } from './judged.ts'

export const s3NoTls = defineCause({
  id: 's3-no-tls',
  target: 'account',
  symptoms: ['security'],
  cause: 'A bucket accepts requests without TLS.',
  fix: () => ({
    proper:
      'Deny what comes without TLS: a statement with Effect Deny, Action s3:*, and the condition Bool aws:SecureTransport false.',
    iac: 'CDK: `enforceSSL: true`; Terraform: a deny statement in `aws_s3_bucket_policy`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  known: 'memory',
  needs: { protection: optional(bucketProtection), ...configNeeds },
  diagnose(evidence, at) {
    const { protection } = evidence
    if (protection.status !== 'ok')
      return judged('s3-no-tls', 'Low', unread('The settings of the bucket'), evidence, at)
    const { value } = protection
    if (value === null)
      return judged(
        's3-no-tls',
        'Low',
        { inconclusive: 'Read only where a bucket is named, or where a rule of AWS Config marks one.' },
        evidence,
        at,
      )
    if (value.deniesPlainHttp)
      return judged(
        's3-no-tls',
        'Low',
        { clear: `The policy of ${value.bucket} denies requests without TLS.` },
        evidence,
        at,
      )
    return judged(
      's3-no-tls',
      'Low',
      {
        grade: 'Low',
        strength: 'possible',
        isHabit: true,
        summary: `the policy of ${value.bucket} does not deny requests without TLS.`,
        facts: [
          at.fact(
            'protection',
            'Deny on aws:SecureTransport=false',
            value.hasPolicy ? 'none in the policy' : 'no bucket policy',
            undefined,
            'policy',
          ),
        ],
      },
      evidence,
      at,
    )
  },
})
