import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3-control'
import { s3ControlClient } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { unlessUnset } from './cite.ts'
import { type PublicAccess, publicAccessOf } from './public-access.ts'

/** Block Public Access of the whole account, which outweighs the bucket's. */
export const accountPublicAccess = defineProbe<PublicAccess, Bucket>({
  id: 's3.account-public-access',
  actions: ['s3:GetAccountPublicAccessBlock'],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(target, { aws }) {
    const answer = await s3ControlClient(aws)
      .send(new GetPublicAccessBlockCommand({ AccountId: target.account }))
      .catch(unlessUnset(/^NoSuchPublicAccessBlockConfiguration$/))
    return publicAccessOf(answer?.PublicAccessBlockConfiguration)
  },
  cite: (target) => ({
    source: `s3control:GetPublicAccessBlock AccountId=${target.account}`,
    account: target.account,
    region: target.region,
    cli: `aws s3control get-public-access-block --account-id ${target.account} --region ${target.region}`,
  }),
})
