import { bucketNotifications } from '../../evidence/eventbridge/bucket-notifications.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { bucketsOf } from '../../evidence/eventbridge/pattern-source.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { flowOf } from './flow.ts'
import { count } from './words.ts'

export const ebS3NotificationsOff = defineCause({
  id: 'eb-s3-notifications-off',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The bucket does not send its events to EventBridge.',
  fix: () => ({
    prevent: 'Switch it on where the bucket is made; only objects written after that send events.',
    iac: 'CloudFormation: `NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } }`; CDK: `eventBridgeEnabled: true`; Terraform: `aws_s3_bucket_notification { eventbridge = true }`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html',
  known: 'confirmed',
  needs: { rule: ruleSettings, buckets: optional(bucketNotifications), metrics: optional(ruleMetrics) },
  diagnose({ rule, buckets, metrics }, at) {
    const target = at.target
    if (rule.pattern === undefined || bucketsOf(rule.pattern) === undefined)
      return { clear: `${target.name} does not wait for events of S3.` }
    const read = valueIfRead(buckets)
    const flow = flowOf(valueIfRead(metrics))
    if (read === undefined) return flow?.hasFired === true ? { clear: `S3 events reach ${target.name}.` } : 'clear'
    if (read.length === 0)
      return flow?.hasFired === true
        ? { clear: `S3 events reach ${target.name}.` }
        : { inconclusive: 'The pattern names no bucket, so there is none to look at.' }
    const off = read.filter((each) => !each.sendsToEventBridge).map((each) => each.bucket)
    const [bucket] = off
    if (bucket === undefined) return { clear: `${read.map((each) => each.bucket).join(', ')} sends to EventBridge.` }
    if (off.length < read.length && flow?.hasFired === true)
      return { clear: `Other buckets of the pattern send events: ${count(flow.fired, 'event')} matched.` }
    return {
      strength: off.length === read.length && flow?.hasFired !== true ? 'proven' : 'likely',
      standsAlone: true,
      summary: `The bucket ${off.join(', ')} does not send its events to EventBridge, so ${target.name} sees none of its objects.`,
      facts: [
        at.fact('buckets', `EventBridgeConfiguration of ${off.join(', ')}`, 'not set'),
        at.fact('rule', 'The pattern waits for', 'events of aws.s3'),
        ...(flow === undefined
          ? []
          : [at.fact('metrics', 'Events matched in the window', String(flow.fired), undefined, 'TriggeredRules')]),
      ],
      fix: {
        now: `Switch EventBridge on for ${bucket}; the notifications it has are written again with it, as the call replaces them all.`,
        // A bucket without notifications is described by no output at all.
        cli: `aws s3api get-bucket-notification-configuration --bucket ${shellWord(bucket)} --output json --region ${target.region} > notification-before.json && jq -n '[inputs][0] // {} | .EventBridgeConfiguration = {}' notification-before.json > notification.json && aws s3api put-bucket-notification-configuration --bucket ${shellWord(bucket)} --notification-configuration file://notification.json --region ${target.region}`,
      },
    }
  },
})
