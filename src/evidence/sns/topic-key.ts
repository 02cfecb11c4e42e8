import type { RuleToTarget } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { type EncryptionKey, readEncryptionKey } from '../kms/encryption-key.ts'
import { defineProbe } from '../probe.ts'
import { topicSettings } from './topic.ts'

/** Reads the state and policy of the key of the topic that a rule sends to; null when it has none of KMS. */
export const topicKey = defineProbe<EncryptionKey | null, RuleToTarget>({
  id: 'sns.topic-key',
  actions: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  uses: [topicSettings],
  key: ({ targetArn }) => targetArn,
  resource: (edge) => `arn:${edge.partition}:kms:${edge.region}:${edge.account}:key/*`,
  async fetch(edge, at) {
    const keyId = (await at.read(topicSettings, edge))?.kmsKeyId
    return keyId === undefined
      ? null
      : await readEncryptionKey(at.aws, keyId, edge.targetArn.split(':')[3] || edge.region)
  },
  cite: (edge) => ({
    source: `kms:DescribeKey key of ${edge.targetArn.split(':').at(-1)}`,
    account: edge.account,
    region: edge.region,
    link: consoleLink(edge, 'kms', '/kms/keys'),
  }),
})
