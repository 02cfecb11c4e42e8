import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type EncryptionKey, readEncryptionKey } from '../kms/encryption-key.ts'
import { defineProbe } from '../probe.ts'
import { queueAttributes } from './attributes.ts'

/** Reads the state and policy of a queue's key; null when the queue has none of KMS. */
export const queueKey = defineProbe<EncryptionKey | null, Queue>({
  id: 'sqs.queue-key',
  actions: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  uses: [queueAttributes],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:kms:${target.region}:${target.account}:key/*`,
  async fetch(target, at) {
    const { kmsKeyId } = await at.read(queueAttributes, target)
    if (kmsKeyId === undefined) return null
    return await readEncryptionKey(at.aws, kmsKeyId, target.region)
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
