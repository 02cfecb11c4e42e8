import { KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms'
import type { KmsKey } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { citeKey } from './key.ts'

export interface KeyGrant {
  readonly grantee: string
  readonly operations: readonly string[]
}

/** Who was handed the use of the key beside its policy. */
export const keyGrants = defineProbe<readonly KeyGrant[], KmsKey>({
  id: 'kms.grants',
  actions: ['kms:ListGrants'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const { Grants: grants } = await aws
      .client(KMSClient, target.region)
      .send(new ListGrantsCommand({ KeyId: target.arn, Limit: 100 }))
    return (grants ?? []).map((grant) => ({
      grantee: grant.GranteePrincipal ?? '',
      operations: grant.Operations ?? [],
    }))
  },
  cite: (target) =>
    citeKey(
      target,
      'kms:ListGrants',
      `aws kms list-grants --key-id ${shellWord(target.arn)} --region ${target.region}`,
    ),
})
