import { DescribeKeyCommand, GetKeyRotationStatusCommand, KMSClient } from '@aws-sdk/client-kms'
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck, focusKey, focusOf } from './focus.ts'
import { isOpen } from './functions.ts'

/** The queue asked about; null where the question is about something else. */
export const queueSecurity = defineProbe<
  {
    readonly name: string
    readonly isEncrypted: boolean
    readonly openSids: readonly string[]
    readonly strangers: readonly string[]
  } | null,
  AccountRegion
>({
  id: 'security.queue',
  actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, { aws }) {
    const focus = focusOf(target)
    if (focus?.service !== 'sqs') return null
    const client = aws.client(SQSClient, target.region)
    const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: focus.id }))
    const { Attributes: given = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['Policy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'],
      }),
    )
    const statements = given.Policy ? statementsOf(given.Policy) : []
    return {
      name: focus.id,
      isEncrypted: given.SqsManagedSseEnabled !== 'false' || Boolean(given.KmsMasterKeyId),
      openSids: statements.filter(isOpen).map((each) => each.sid ?? 'statement without a Sid'),
      strangers: [
        ...new Set(
          statements
            .filter((each) => each.effect === 'Allow')
            .flatMap((each) => each.principals.flatMap((principal) => otherAccount(principal, target.account))),
        ),
      ],
    }
  },
  cite(target) {
    const name = focusOf(target)?.id ?? ''
    return citeCheck(
      target,
      `sqs:GetQueueAttributes QueueName=${name}`,
      `sqs get-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name ${shellWord(name)} --region ${target.region} --query QueueUrl --output text)" --attribute-names All`,
      'sqs/v3',
      '/queues',
    )
  },
})

/** The key asked about; null where the question is about something else, or the key cannot rotate. */
export const keyRotation = defineProbe<{ readonly id: string; readonly rotates: boolean } | null, AccountRegion>({
  id: 'security.key-rotation',
  actions: ['kms:DescribeKey', 'kms:GetKeyRotationStatus'],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, { aws }) {
    const focus = focusOf(target)
    if (focus?.service !== 'kms') return null
    const client = aws.client(KMSClient, target.region)
    const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId: focus.arn }))
    if (
      key?.KeyManager === 'AWS' ||
      (key?.KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT' ||
      (key?.Origin ?? 'AWS_KMS') !== 'AWS_KMS'
    )
      return null
    const id = key?.KeyId ?? focus.id
    const { KeyRotationEnabled: rotates } = await client.send(new GetKeyRotationStatusCommand({ KeyId: id }))
    return { id, rotates: rotates === true }
  },
  cite(target) {
    const id = focusOf(target)?.id ?? ''
    return citeCheck(
      target,
      `kms:GetKeyRotationStatus KeyId=${id}`,
      `kms get-key-rotation-status --key-id ${shellWord(id)}`,
      'kms',
      `/kms/keys/${id}`,
    )
  },
})

/** The account of a principal, where it is not this one. */
function otherAccount(principal: string, own: string): string[] {
  const account = /^(\d{12})$|^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)
  const id = account?.[1] ?? account?.[2]
  return id === undefined || id === own ? [] : [id]
}
