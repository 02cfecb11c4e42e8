import type { Bucket, Denial } from '../../targets/target.ts'
import { denial, placeOf } from '../../targets/target.ts'
import { type SimulatedDecision, simulation } from '../iam/simulation.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { bucketKmsKey } from './bucket-key.ts'
import { bucketKey, citeBucket } from './cite.ts'

/** What the caller's own policies say of the bucket's key. */
export interface KeyUse {
  /** `kms:Decrypt` to read, `kms:GenerateDataKey` to write. */
  readonly action: string
  readonly decision: SimulatedDecision
}

/** Whether the caller may use the bucket's key by its own policies; null without a caller, or without a customer's key of this account. */
export const keyUse = defineProbe<KeyUse | null, Bucket>({
  id: 's3.key-use',
  actions: [],
  uses: [bucketKmsKey, simulation],
  key: (target) => `${bucketKey(target)} ${target.request?.principal ?? ''} ${keyActionOf(target)}`,
  resource: (target) => target.arn,
  async fetch(target, at: ReadContext) {
    const principal = target.request?.principal
    if (principal?.startsWith('arn:') !== true || principal.split(':')[4] !== target.account) return null
    const key = await at.read(bucketKmsKey, target)
    if (key === null || key.isAwsManaged || key.isElsewhere) return null
    const action = keyActionOf(target)
    const asked: Denial = denial(placeOf(target), { principal, action, resource: key.arn, source: 'asked' })
    const decision = (await at.read(simulation, asked))?.find(({ resource }) => resource === key.arn)
    return decision === undefined ? null : { action, decision }
  },
  cite: (target) => ({
    ...citeBucket(target, 'GetBucketEncryption', 'get-bucket-encryption'),
    source: `iam:SimulatePrincipalPolicy ${keyActionOf(target)} on the key of ${target.name}`,
    ...(target.request?.principal !== undefined && {
      cli: `aws iam simulate-principal-policy --policy-source-arn ${target.request.principal} --action-names ${keyActionOf(target)} --resource-arns $(aws s3api get-bucket-encryption --bucket ${target.name} --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID' --output text)`,
    }),
  }),
})

/** What S3 asks the key for. */
export function keyActionOf({ request }: Bucket): 'kms:Decrypt' | 'kms:GenerateDataKey' {
  return /Put|Create|Upload|Copy/.test(request?.action ?? '') ? 'kms:GenerateDataKey' : 'kms:Decrypt'
}
