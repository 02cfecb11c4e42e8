import { optional } from '../../evidence/probe.ts'
import { queueSecurity } from '../../evidence/security/one-resource.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, unread } from './judged.ts'

export const sqsSnsEncryption = defineCause({
  id: 'sqs-sns-encryption',
  target: 'account',
  symptoms: ['security'],
  cause: 'A queue or topic is not encrypted at rest.',
  fix: () => ({
    proper: 'Switch on SQS-managed encryption, or a KMS key where a rule asks for one.',
    iac: 'CDK: `encryption: sqs.QueueEncryption.SQS_MANAGED`; Terraform: `sqs_managed_sse_enabled = true`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
  known: 'confirmed',
  needs: { queue: optional(queueSecurity), ...configNeeds },
  diagnose(evidence, at) {
    const { queue } = evidence
    if (queue.status !== 'ok') return judged('sqs-sns-encryption', 'Medium', unread('The queue'), evidence, at)
    const { value } = queue
    if (value === null)
      return judged(
        'sqs-sns-encryption',
        'Medium',
        { inconclusive: 'Read only where a queue is named, or where a rule of AWS Config marks one.' },
        evidence,
        at,
      )
    if (value.isEncrypted)
      return judged('sqs-sns-encryption', 'Medium', { clear: `${value.name} is encrypted at rest.` }, evidence, at)
    return judged(
      'sqs-sns-encryption',
      'Medium',
      {
        grade: 'Medium',
        strength: 'proven',
        summary: `the queue ${value.name} is not encrypted at rest: SQS-managed encryption is switched off and it has no key.`,
        facts: [at.fact('queue', 'SqsManagedSseEnabled', 'false, no KmsMasterKeyId')],
        fix: {
          now: 'Switch SQS-managed encryption on; nothing else changes for senders and receivers.',
          cli: `aws sqs set-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name ${value.name} --region ${at.target.region} --query QueueUrl --output text)" --attributes SqsManagedSseEnabled=true --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
