import { expect, it } from 'vitest'
import { sqsPlaybook } from './index.ts'

const ids = [
  'sqs-poison-pill',
  'sqs-partial-batch-missing',
  'sqs-partial-batch-wrong',
  'sqs-fifo-no-partial',
  'sqs-visibility-too-short',
  'sqs-visibility-lt-timeout',
  'sqs-esm-disabled',
  'sqs-esm-permission',
  'sqs-esm-kms',
  'sqs-esm-filtered',
  'sqs-esm-missing',
  'sqs-throttled',
  'sqs-maxconcurrency-low',
  'sqs-scale-ramp',
  'sqs-maxconcurrency-and-provisioned',
  'sqs-fifo-blocked-group',
  'sqs-dlq-growing',
  'sqs-no-dlq',
  'sqs-retention-expired',
  'sqs-batch-window',
  'sqs-large-payload',
  'sqs-delay-queue',
  'sqs-producer',
  'sqs-inactive-metrics',
  'sqs-policy-cross-account',
  'sqs-duplicate-delivery',
  'sqs-lambda-timeout-batch',
  'sqs-batch-iam-function-missing',
]

it('accounts for every way a queue gets stuck, each once', () => {
  const named = [...sqsPlaybook.causes, ...sqsPlaybook.advice].map((each) => each.id)
  expect(named.toSorted()).toEqual(ids.toSorted())
})
