import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { queueAttributes } from './attributes.ts'

/** The key a queue is encrypted with. */
export interface QueueKey {
  readonly keyId: string
  readonly arn: string
  /** AWS's own key `alias/aws/sqs`: its policy can not be changed, so no other service can be let in. */
  readonly isAwsManaged: boolean
  /** `Enabled`, `Disabled`, `PendingDeletion`, …; `missing` when it is gone. */
  readonly state: string
  /** Undefined when it could not be read. */
  readonly policy?: readonly PolicyStatement[]
}

/** Reads the state and policy of a queue's key; null when the queue has none of KMS. */
export const queueKey = defineProbe<QueueKey | null, Queue>({
  id: 'sqs.queue-key',
  actions: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  uses: [queueAttributes],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:kms:${target.region}:${target.account}:key/*`,
  async fetch(target, at) {
    const { kmsKeyId } = await at.read(queueAttributes, target)
    if (kmsKeyId === undefined) return null
    const isAwsManaged = /alias\/aws\/sqs$/.test(kmsKeyId)
    const kms = at.aws.client(KMSClient, target.region)
    try {
      const described = await kms.send(new DescribeKeyCommand({ KeyId: kmsKeyId }))
      const metadata = described.KeyMetadata
      const arn = metadata?.Arn ?? kmsKeyId
      const isOwn = metadata?.KeyManager !== 'AWS' && !isAwsManaged
      const policy = isOwn
        ? await kms
            .send(new GetKeyPolicyCommand({ KeyId: metadata?.KeyId ?? kmsKeyId, PolicyName: 'default' }))
            .catch(() => undefined)
        : undefined
      return {
        keyId: kmsKeyId,
        arn,
        isAwsManaged: !isOwn,
        state: metadata?.KeyState ?? 'Enabled',
        ...(policy?.Policy !== undefined && { policy: statementsOf(policy.Policy) }),
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundException')
        return { keyId: kmsKeyId, arn: kmsKeyId, isAwsManaged, state: 'missing' }
      throw error
    }
  },
  cite: (target) => ({
    source: `kms:DescribeKey key of ${target.name}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'kms', '/kms/keys'),
    cli: `aws kms describe-key --key-id "$(aws sqs get-queue-attributes --queue-url ${shellWord(target.url)} --attribute-names KmsMasterKeyId --query Attributes.KmsMasterKeyId --output text --region ${target.region})" --region ${target.region}`,
  }),
})

/** The ARN of a customer's key where it is told by ARN or plain id; undefined for aliases, AWS's own key and none. */
export function keyArn(kmsKeyId: string | undefined, queue: Queue): string | undefined {
  if (kmsKeyId === undefined || kmsKeyId.includes('alias/')) return undefined
  return kmsKeyId.startsWith('arn:')
    ? kmsKeyId
    : `arn:${queue.partition}:kms:${queue.region}:${queue.account}:key/${kmsKeyId}`
}
