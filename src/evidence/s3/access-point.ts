import { GetAccessPointCommand, GetAccessPointPolicyCommand } from '@aws-sdk/client-s3-control'
import { s3ControlClient } from '../../aws/s3.ts'
import type { Bucket } from '../../targets/target.ts'
import { type PolicyDocument, readPolicyDocument } from '../iam/policy-document.ts'
import { defineProbe } from '../probe.ts'
import { unlessUnset } from './cite.ts'

export interface AccessPoint {
  readonly name: string
  /** `Internet` or `VPC` */
  readonly networkOrigin: string
  readonly vpcId?: string
  readonly policy?: PolicyDocument
}

/** The access point that the refused call names; null when it named none. */
export const accessPoint = defineProbe<AccessPoint | null, Bucket>({
  id: 's3.access-point',
  actions: ['s3:GetAccessPoint', 's3:GetAccessPointPolicy'],
  key: (target) => `${target.account} ${accessPointName(target) ?? ''}`,
  resource: (target) =>
    `arn:${target.partition}:s3:${target.region}:${target.account}:accesspoint/${accessPointName(target) ?? '*'}`,
  async fetch(target, { aws }) {
    const name = accessPointName(target)
    if (name === undefined) return null
    const control = s3ControlClient(aws)
    const [point, policy] = await Promise.all([
      control.send(new GetAccessPointCommand({ AccountId: target.account, Name: name })),
      control
        .send(new GetAccessPointPolicyCommand({ AccountId: target.account, Name: name }))
        .catch(unlessUnset(/^NoSuchAccessPointPolicy$/)),
    ])
    return {
      name,
      networkOrigin: point.NetworkOrigin ?? 'Internet',
      ...(point.VpcConfiguration?.VpcId !== undefined && { vpcId: point.VpcConfiguration.VpcId }),
      ...(policy?.Policy !== undefined && {
        policy: readPolicyDocument(`policy of access point ${name}`, policy.Policy),
      }),
    }
  },
  cite: (target) => {
    const name = accessPointName(target)
    return {
      source: `s3control:GetAccessPoint ${name ?? ''}`,
      account: target.account,
      region: target.region,
      ...(name !== undefined && {
        cli: `aws s3control get-access-point --account-id ${target.account} --name ${name} --region ${target.region}`,
      }),
    }
  },
})

export function accessPointName({ request }: Bucket): string | undefined {
  return request?.accessPoint ?? /:accesspoint[/:]([a-z0-9-]{3,50})/.exec(request?.error ?? '')?.[1]
}
