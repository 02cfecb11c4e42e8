import { GetBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3'
import type { EventRule } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { bucketsOf } from './pattern-source.ts'
import { patternTest } from './pattern-test.ts'
import { ruleSettings } from './rule.ts'

/** Whether a bucket tells EventBridge of its objects. */
export interface BucketNotifications {
  readonly bucket: string
  readonly sendsToEventBridge: boolean
}

const mostBuckets = 3

/** Reads the buckets that a rule on S3 events names, or that the pasted event is of; undefined for other rules. */
export const bucketNotifications = defineProbe<readonly BucketNotifications[] | undefined, EventRule>({
  id: 'eventbridge.bucket-notifications',
  actions: ['s3:GetBucketNotification'],
  uses: [ruleSettings, patternTest],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:s3:::*`,
  async fetch(target, at) {
    const { pattern } = await at.read(ruleSettings, target)
    const named = pattern === undefined ? undefined : bucketsOf(pattern)
    if (named === undefined) return undefined
    const pasted = target.event === undefined ? undefined : (await at.read(patternTest, target)).bucket
    const buckets = [...new Set([...(pasted === undefined ? [] : [pasted]), ...named])].slice(0, mostBuckets)
    return Promise.all(
      buckets.map(async (bucket) => {
        const answer = await at.aws
          .client(S3Client, target.region)
          .send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket, ExpectedBucketOwner: target.account }))
        return { bucket, sendsToEventBridge: answer.EventBridgeConfiguration !== undefined }
      }),
    )
  },
  cite: (target) => ({
    source: `s3:GetBucketNotificationConfiguration of the bucket that ${target.id} is about`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 's3/buckets'),
    cli: 'aws s3api get-bucket-notification-configuration --bucket <bucket>',
  }),
})
