import { expect, it } from 'vitest'
import { eventbridgePlaybook } from './index.ts'

const ids = [
  'eb-rule-disabled',
  'eb-wrong-bus',
  'eb-pattern-mismatch',
  'eb-pattern-not-array',
  'eb-pattern-case',
  'eb-pattern-numeric',
  'eb-pattern-prefix-suffix',
  'eb-pattern-exists',
  'eb-pattern-array-event',
  'eb-pattern-null-empty',
  'eb-pattern-detail-string',
  'eb-arn-separators',
  'eb-putevents-failed',
  'eb-service-cloudtrail-needed',
  'eb-s3-notifications-off',
  'eb-global-service-region',
  'eb-schedule-wrong',
  'eb-lambda-permission',
  'eb-target-role',
  'eb-sqs-policy',
  'eb-sns-policy',
  'eb-target-deleted',
  'eb-throttled',
  'eb-retry-exhausted',
  'eb-dlq-misconfigured',
  'eb-no-dlq-lost',
  'eb-input-transformer',
  'eb-infinite-loop',
  'eb-async-lambda-failing',
  'eb-archive-replay',
  'eb-kms-bus',
  'eb-cross-account-policy',
  'eb-pipe',
]

it('accounts for every way an event does not arrive, each once', () => {
  const named = [...eventbridgePlaybook.causes, ...eventbridgePlaybook.advice].map((each) => each.id)
  expect(named.toSorted()).toEqual(ids.toSorted())
})
