import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { AwsReader } from '../../aws/reader.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'

/** The key that a queue or a topic is encrypted with. */
export interface EncryptionKey {
  readonly keyId: string
  readonly arn: string
  /** AWS's own key, such as `alias/aws/sqs`: its policy cannot be changed, so no other service can be let in. */
  readonly isAwsManaged: boolean
  /** `Enabled`, `Disabled`, `PendingDeletion`, …; `missing` when it is gone. */
  readonly state: string
  /** Undefined when it could not be read. */
  readonly policy?: readonly PolicyStatement[]
}

/** Reads the state and policy of a key by its id, ARN or alias. Throws what KMS throws, but for a key that is gone. */
export async function readEncryptionKey(aws: AwsReader, keyId: string, region: string): Promise<EncryptionKey> {
  const isAwsManaged = /alias\/aws\/\w+$/.test(keyId)
  const kms = aws.client(KMSClient, region)
  try {
    const described = await kms.send(new DescribeKeyCommand({ KeyId: keyId }))
    const metadata = described.KeyMetadata
    const isOwn = metadata?.KeyManager !== 'AWS' && !isAwsManaged
    const policy = isOwn
      ? await kms
          .send(new GetKeyPolicyCommand({ KeyId: metadata?.KeyId ?? keyId, PolicyName: 'default' }))
          .catch(() => undefined)
      : undefined
    return {
      keyId,
      arn: metadata?.Arn ?? keyId,
      isAwsManaged: !isOwn,
      state: metadata?.KeyState ?? 'Enabled',
      ...(policy?.Policy !== undefined && { policy: statementsOf(policy.Policy) }),
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException')
      return { keyId, arn: keyId, isAwsManaged, state: 'missing' }
    throw error
  }
}
