import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { KmsKey } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

export interface KeyState {
  readonly arn: string
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `Unavailable` */
  readonly state: string
  readonly isAwsManaged: boolean
  /** Epoch milliseconds. */
  readonly deletionAt?: number
}

export const keyState = defineProbe<KeyState, KmsKey>({
  id: 'kms.key',
  actions: ['kms:DescribeKey'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const { KeyMetadata: key } = await aws
      .client(KMSClient, target.region)
      .send(new DescribeKeyCommand({ KeyId: target.arn }))
    return {
      arn: key?.Arn ?? target.arn,
      state: key?.KeyState ?? 'unknown',
      isAwsManaged: key?.KeyManager === 'AWS',
      ...(key?.DeletionDate !== undefined && { deletionAt: key.DeletionDate.getTime() }),
    }
  },
  cite: (target) =>
    citeKey(
      target,
      'kms:DescribeKey',
      `aws kms describe-key --key-id ${shellWord(target.arn)} --region ${target.region}`,
    ),
})

export function citeKey(target: KmsKey, source: string, cli: string) {
  return {
    source: `${source} ${target.name}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'kms', `/kms/keys/${target.id}`),
    cli,
  }
}
