import { optional } from '../../evidence/probe.ts'
import { bucketExposure } from '../../evidence/security/bucket-exposure.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, isElsewhere, judged, listed, unread } from './judged.ts'

export const s3Public = defineCause({
  id: 's3-public',
  target: 'account',
  symptoms: ['security'],
  cause: 'A bucket can be read or written by everybody.',
  fix: () => ({
    proper: 'Serve what must be public through CloudFront with origin access control; keep the bucket private.',
    prevent: 'Block Public Access for the whole account.',
    iac: 'CDK: `blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL`; Terraform: `aws_s3_bucket_public_access_block`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  known: 'confirmed',
  needs: { exposure: optional(bucketExposure), ...configNeeds },
  diagnose(evidence, at) {
    if (isElsewhere(at.target, 's3')) return judged('s3-public', 'Critical', aside(at.target), evidence, at)
    const { exposure } = evidence
    if (exposure.status !== 'ok')
      return judged('s3-public', 'Critical', unread('Public access to buckets'), evidence, at)
    const open = exposure.value.buckets.filter((each) => each.hasPublicPolicy || each.publicGrants.length > 0)
    const first = open[0]
    if (first === undefined) {
      const left = exposure.value.unreadCount
      return judged(
        's3-public',
        'Critical',
        left === 0
          ? { clear: 'No bucket looked at is public.' }
          : {
              inconclusive: `${exposure.value.buckets.length} buckets are not public; ${left} more were not looked at.`,
            },
        evidence,
        at,
      )
    }
    const isUnsure = exposure.value.isAccountBlockUnread
    const how = first.hasPublicPolicy
      ? 'its policy is public'
      : `its access list grants ${first.publicGrants.join(', ')}`
    return judged(
      's3-public',
      'Critical',
      {
        grade: 'Critical',
        resource: blamed(at.target, 'AWS::S3::Bucket', first.bucket),
        strength: isUnsure ? 'possible' : 'proven',
        summary: `the bucket ${first.bucket} is open to everybody: ${how}, and ${isUnsure ? 'its own Block Public Access does not stop it; whether the account’s does could not be read' : 'no Block Public Access stops it'}${open.length === 1 ? '' : `; so ${open.length === 2 ? 'is' : 'are'} ${listed(open.slice(1).map((each) => each.bucket))}`}.`,
        facts: [
          at.fact(
            'exposure',
            `Bucket ${first.bucket}`,
            first.hasPublicPolicy ? 'IsPublic=true' : first.publicGrants.join(', '),
            undefined,
            first.bucket,
          ),
          at.fact(
            'exposure',
            'Block Public Access of the bucket',
            first.block === null
              ? 'none'
              : `IgnorePublicAcls=${first.block.ignoresAcls}, RestrictPublicBuckets=${first.block.restrictsPolicies}`,
            undefined,
            first.bucket,
          ),
        ],
        fix: {
          now: `If ${first.bucket} is not a website, block public access to it.`,
          cli: `aws s3api put-public-access-block --bucket ${first.bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
