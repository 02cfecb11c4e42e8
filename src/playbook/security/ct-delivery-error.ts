import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { cloudTrails } from '../../evidence/security/trails.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, judged, unread } from './judged.ts'

export const ctDeliveryError = defineCause({
  id: 'ct-delivery-error',
  target: 'account',
  symptoms: ['security'],
  cause: 'A trail records, but cannot deliver its files: the policy of its bucket or key refuses.',
  fix: () => ({
    proper:
      'Let cloudtrail.amazonaws.com write: s3:PutObject and s3:GetBucketAcl in the bucket policy, kms:GenerateDataKey* in the key policy, both bound to the trail with aws:SourceArn.',
    prevent: 'An alarm on events of the trail’s log group, or a Config rule.',
  }),
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
  known: 'confirmed',
  needs: { trails: optional(ofWholeAccount(cloudTrails)), ...configNeeds },
  diagnose(evidence, at) {
    const { trails } = evidence
    if (trails.status !== 'ok') return unread('The trails')
    if (trails.value === null) return judged('ct-delivery-error', 'High', aside(at.target), evidence, at)
    const broken = trails.value.trails.find((each) => each.deliveryError !== undefined && each.isLogging !== false)
    if (broken === undefined) return { clear: 'No trail that logs reports a failed delivery.' }
    return judged(
      'ct-delivery-error',
      'High',
      {
        grade: 'High',
        resource: blamed(at.target, 'AWS::CloudTrail::Trail', broken.arn),
        strength: 'proven',
        summary: `the trail ${broken.name} cannot deliver to ${broken.bucket}: ${broken.deliveryError ?? ''}.`,
        facts: [at.fact('trails', 'LatestDeliveryError', broken.deliveryError ?? '', undefined, broken.arn)],
        fix: {
          now: `Read the policy of the bucket ${broken.bucket}${broken.kmsKeyId === undefined ? '' : ` and of the key ${broken.kmsKeyId}`} for what refuses.`,
          cli: `aws s3api get-bucket-policy --bucket ${broken.bucket} --query Policy --output text --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
