import { optional } from '../../evidence/probe.ts'
import { focusOf } from '../../evidence/security/focus.ts'
import { plainVolumes } from '../../evidence/security/network-exposure.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, judged, listed, unread } from './judged.ts'

export const ebsUnencrypted = defineCause({
  id: 'ebs-unencrypted',
  target: 'account',
  symptoms: ['security'],
  cause: 'A volume is not encrypted.',
  fix: (target) => ({
    now: 'Copy a snapshot of it with encryption, make a volume from the copy, and swap them.',
    proper: 'Encrypt new volumes by default in every region.',
    cli: `aws ec2 enable-ebs-encryption-by-default --region ${target.region}`,
    iac: 'Terraform: `aws_ebs_encryption_by_default { enabled = true }`.',
  }),
  docs: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
  known: 'memory',
  needs: { volumes: optional(plainVolumes), ...configNeeds },
  diagnose(evidence, at) {
    const { volumes } = evidence
    if (volumes.status !== 'ok') return judged('ebs-unencrypted', 'Medium', unread('The volumes'), evidence, at)
    if (focusOf(at.target) !== undefined) return judged('ebs-unencrypted', 'Medium', aside(at.target), evidence, at)
    const [first, ...more] = volumes.value
      .slice(0, 5)
      .map((each) =>
        at.fact(
          'volumes',
          each.id,
          `Encrypted=false, ${each.sizeGb} GiB${each.attachedTo === undefined ? '' : `, attached to ${each.attachedTo}`}`,
        ),
      )
    if (first === undefined)
      return judged('ebs-unencrypted', 'Medium', { clear: 'Every volume is encrypted.' }, evidence, at)
    return judged(
      'ebs-unencrypted',
      'Medium',
      {
        grade: 'Medium',
        resource: blamed(at.target, 'AWS::EC2::Volume', volumes.value[0]?.id ?? ''),
        strength: 'likely',
        summary: `${volumes.value.length} volume${volumes.value.length === 1 ? ' is' : 's are'} not encrypted: ${listed(volumes.value.map((each) => each.id))}.`,
        facts: [first, ...more],
      },
      evidence,
      at,
    )
  },
})
