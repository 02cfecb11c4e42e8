import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'

/** Whose credentials read AWS. */
export interface CallerIdentity {
  readonly account: string
  readonly arn: string
}

/** The identity behind the credentials in use; every AWS principal may ask this. */
export const callerIdentity = defineProbe<CallerIdentity, AccountRegion>({
  id: 'sts.caller-identity',
  actions: ['sts:GetCallerIdentity'],
  key: ({ account, region }) => `${account} ${region}`,
  resource: () => '*',
  async fetch(_, { aws }) {
    const { Account: account = '', Arn: arn = '' } = await aws.client(STSClient).send(new GetCallerIdentityCommand({}))
    return { account, arn }
  },
  cite: (target) => ({
    source: 'sts:GetCallerIdentity',
    account: target.account,
    region: target.region,
    cli: 'aws sts get-caller-identity',
  }),
})
