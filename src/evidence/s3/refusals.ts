import type { Bucket } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { EvidenceMissing } from '../evidence.ts'
import { isRefusal, lookUpCalls, type RecordedCall } from '../iam/denied-calls.ts'
import { defineProbe } from '../probe.ts'
import { bucketKey } from './cite.ts'
import { bucketEncryption } from './encryption.ts'

/** Refusals around a bucket that CloudTrail lists: of its settings, and of its key; reads and writes of objects are not recorded. */
export interface BucketRefusals {
  readonly onBucket: readonly RecordedCall[]
  /** Refused uses of a key for an object of this bucket. */
  readonly onKey: readonly RecordedCall[]
}

const mostPages = 2

export const bucketRefusals = defineProbe<BucketRefusals, Bucket>({
  id: 's3.refusals',
  actions: ['cloudtrail:LookupEvents'],
  uses: [bucketEncryption],
  key: bucketKey,
  resource: () => '*',
  async fetch(target, at) {
    const onBucket = await lookUpCalls(
      at.aws,
      target.region,
      at.window,
      { AttributeKey: 'ResourceName', AttributeValue: target.name },
      mostPages,
    )
    const usesKms = await at
      .read(bucketEncryption, target)
      .then(({ algorithm }) => algorithm.startsWith('aws:kms'))
      .catch((error: unknown) => {
        if (error instanceof EvidenceMissing) return true
        throw error
      })
    const onKey = usesKms
      ? await lookUpCalls(
          at.aws,
          target.region,
          at.window,
          { AttributeKey: 'EventSource', AttributeValue: 'kms.amazonaws.com' },
          mostPages,
        )
      : { calls: [] }
    const isOfBucket = (arn: string): boolean => arn === target.arn || arn.startsWith(`${target.arn}/`)
    return {
      onBucket: onBucket.calls.filter((call) => isRefusal(call) && call.action.startsWith('s3:')),
      onKey: onKey.calls.filter((call) => isRefusal(call) && call.resources.some(isOfBucket)),
    }
  },
  cite: (target, _window, aspect) =>
    aspect === undefined ? citeTrail(target) : { source: aspect, account: target.account, region: target.region },
})

function citeTrail(target: Bucket) {
  return {
    source: `cloudtrail:LookupEvents ResourceName=${target.name}; EventSource=kms.amazonaws.com`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', `/events?ResourceName=${target.name}`),
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=kms.amazonaws.com --region ${target.region}`,
  }
}
