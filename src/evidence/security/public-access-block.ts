import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck, isNamed } from './focus.ts'

/** Which public access to S3 is ignored; of an account or a bucket. */
export interface PublicAccessBlock {
  readonly ignoresAcls: boolean
  readonly restrictsPolicies: boolean
}

/** The account's own block; null where there is none. */
export const accountBlock = defineProbe<PublicAccessBlock | null, AccountRegion>({
  id: 'security.public-access-block',
  actions: ['s3:GetAccountPublicAccessBlock'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    try {
      const answer = await addressable(aws.client(S3ControlClient, target.region)).send(
        new GetPublicAccessBlockCommand({ AccountId: target.account }),
      )
      return blockOf(answer.PublicAccessBlockConfiguration)
    } catch (error) {
      if (isNamed(error, /NoSuchPublicAccessBlock/)) return null
      throw error
    }
  },
  cite: (target) =>
    citeCheck(
      target,
      `s3:GetAccountPublicAccessBlock AccountId=${target.account}`,
      `s3control get-public-access-block --account-id ${target.account}`,
      's3',
      '/settings',
    ),
})

export function blockOf(
  given: { IgnorePublicAcls?: boolean | undefined; RestrictPublicBuckets?: boolean | undefined } | undefined,
): PublicAccessBlock {
  return { ignoresAcls: given?.IgnorePublicAcls === true, restrictsPolicies: given?.RestrictPublicBuckets === true }
}

/** S3 Control puts the account before the host's name, which an endpoint given as an address cannot carry; it stands in a header, too. */
function addressable(client: S3ControlClient): S3ControlClient {
  const { endpointProvider } = client.config
  client.config.endpointProvider = (parameters, context) => {
    const { Endpoint: endpoint } = parameters
    const isAddress = endpoint !== undefined && /^https?:\/\/(\d+\.\d+\.\d+\.\d+|\[|localhost\b)/.test(endpoint)
    return endpointProvider(isAddress ? { ...parameters, RequiresAccountId: false } : parameters, context)
  }
  return client
}
