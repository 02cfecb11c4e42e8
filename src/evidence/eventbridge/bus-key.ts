import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { eventBus } from './bus.ts'

/** The state of the key a bus is encrypted with; null without a key of one's own. */
export const busKey = defineProbe<{ readonly keyId: string; readonly state: string } | null, EventRule>({
  id: 'eventbridge.bus-key',
  actions: ['kms:DescribeKey'],
  uses: [eventBus],
  key: (target) => `${target.account} ${target.region} ${target.bus}`,
  resource: (target) => `arn:${target.partition}:kms:${target.region}:${target.account}:key/*`,
  async fetch(target, at) {
    const { kmsKeyId } = await at.read(eventBus, target)
    if (kmsKeyId === undefined) return null
    try {
      const { KeyMetadata: metadata } = await at.aws
        .client(KMSClient, target.region)
        .send(new DescribeKeyCommand({ KeyId: kmsKeyId }))
      return { keyId: kmsKeyId, state: metadata?.KeyState ?? 'Enabled' }
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundException') return { keyId: kmsKeyId, state: 'missing' }
      throw error
    }
  },
  cite: (target) => ({
    source: `kms:DescribeKey key of the bus ${target.bus}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'kms', '/kms/keys'),
    cli: `aws kms describe-key --key-id "$(aws events describe-event-bus --name ${shellWord(target.bus)} --query KmsKeyIdentifier --output text --region ${target.region})" --region ${target.region}`,
  }),
})
