import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { cloudTrails } from '../../evidence/security/trails.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, judged, unread } from './judged.ts'

export const ctValidationKms = defineCause({
  id: 'ct-validation-kms',
  target: 'account',
  symptoms: ['security'],
  cause: 'The files of a trail could be changed unseen, or are not under a key of the account.',
  fix: () => ({
    proper: 'Validate log files on every trail; encrypt with a KMS key where a rule asks for it.',
    iac: 'CDK: `enableFileValidation: true, encryptionKey`; Terraform: `enable_log_file_validation = true`.',
  }),
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
  known: 'confirmed',
  needs: { trails: optional(ofWholeAccount(cloudTrails)), ...configNeeds },
  diagnose(evidence, at) {
    const { trails } = evidence
    if (trails.status !== 'ok') return judged('ct-validation-kms', 'Low', unread('The trails'), evidence, at)
    if (trails.value === null) return judged('ct-validation-kms', 'Low', aside(at.target), evidence, at)
    const own = trails.value.trails.filter((each) => !each.isOrganization)
    const weak = own.find((each) => !each.validatesFiles) ?? own.find((each) => each.kmsKeyId === undefined)
    if (weak === undefined)
      return judged(
        'ct-validation-kms',
        'Low',
        { clear: 'Every trail of the account validates its files and uses a key.' },
        evidence,
        at,
      )
    const lacks = [
      ...(weak.validatesFiles ? [] : ['no log file validation']),
      ...(weak.kmsKeyId === undefined ? ['no KMS key'] : []),
    ].join(' and ')
    return judged(
      'ct-validation-kms',
      'Low',
      {
        grade: 'Low',
        resource: blamed(at.target, 'AWS::CloudTrail::Trail', weak.arn),
        strength: weak.validatesFiles ? 'possible' : 'likely',
        isHabit: weak.validatesFiles,
        summary: `the trail ${weak.name} has ${lacks}.`,
        facts: [
          at.fact(
            'trails',
            weak.name,
            `LogFileValidationEnabled=${weak.validatesFiles}, KmsKeyId ${weak.kmsKeyId ?? 'none'}`,
          ),
        ],
        fix: {
          now: 'Switch on log file validation.',
          cli: `aws cloudtrail update-trail --name ${weak.arn} --enable-log-file-validation --region ${weak.homeRegion}`,
        },
      },
      evidence,
      at,
    )
  },
})
