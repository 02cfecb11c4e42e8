import { optional } from '../../evidence/probe.ts'
import { keyRotation } from '../../evidence/security/one-resource.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, unread } from './judged.ts'

export const kmsRotationOff = defineCause({
  id: 'kms-rotation-off',
  target: 'account',
  symptoms: ['security'],
  cause: 'A key of the account is never rotated.',
  fix: () => ({
    proper: 'Switch on yearly rotation; data stays readable.',
    iac: 'CDK: `enableKeyRotation: true`; Terraform: `enable_key_rotation = true`.',
  }),
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
  known: 'confirmed',
  needs: { rotation: optional(keyRotation), ...configNeeds },
  diagnose(evidence, at) {
    const { rotation } = evidence
    if (rotation.status !== 'ok')
      return judged('kms-rotation-off', 'Low', unread('The rotation of the key'), evidence, at)
    const { value } = rotation
    if (value === null)
      return judged(
        'kms-rotation-off',
        'Low',
        {
          inconclusive:
            'Read only where a symmetric key of the account is named, or where a rule of AWS Config marks one.',
        },
        evidence,
        at,
      )
    if (value.rotates)
      return judged('kms-rotation-off', 'Low', { clear: `The key ${value.id} is rotated.` }, evidence, at)
    return judged(
      'kms-rotation-off',
      'Low',
      {
        grade: 'Low',
        strength: 'proven',
        summary: `the key ${value.id} is not rotated.`,
        facts: [at.fact('rotation', 'KeyRotationEnabled', 'false')],
        fix: {
          now: 'Switch rotation on.',
          cli: `aws kms enable-key-rotation --key-id ${value.id} --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
