import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { KmsKey } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { type PolicyDocument, readPolicyDocument } from '../iam/policy-document.ts'
import { defineProbe } from '../probe.ts'
import { citeKey } from './key.ts'

/** The key's policy: without a word in it, no identity policy gives access to the key. */
export const keyPolicy = defineProbe<PolicyDocument, KmsKey>({
  id: 'kms.key-policy',
  actions: ['kms:GetKeyPolicy'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const { Policy: text } = await aws
      .client(KMSClient, target.region)
      .send(new GetKeyPolicyCommand({ KeyId: target.arn, PolicyName: 'default' }))
    return readPolicyDocument(`key policy of ${target.id}`, text)
  },
  cite: (target) =>
    citeKey(
      target,
      'kms:GetKeyPolicy',
      `aws kms get-key-policy --key-id ${shellWord(target.arn)} --policy-name default --output text --region ${target.region}`,
    ),
})
