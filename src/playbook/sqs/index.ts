import type { Cause } from '../cause.ts'
import type { ChangeSource } from '../sign.ts'
import { sqsAdvice } from './advice.ts'
import { sqsHops } from './hops.ts'
import { sqsSigns } from './signs.ts'
import { sqsBatchIamFunctionMissing } from './sqs-batch-iam-function-missing.ts'
import { sqsBatchWindow } from './sqs-batch-window.ts'
import { sqsDelayQueue } from './sqs-delay-queue.ts'
import { sqsDlqGrowing } from './sqs-dlq-growing.ts'
import { sqsEsmDisabled } from './sqs-esm-disabled.ts'
import { sqsEsmFiltered } from './sqs-esm-filtered.ts'
import { sqsEsmKms } from './sqs-esm-kms.ts'
import { sqsEsmMissing } from './sqs-esm-missing.ts'
import { sqsEsmPermission } from './sqs-esm-permission.ts'
import { sqsFifoBlockedGroup } from './sqs-fifo-blocked-group.ts'
import { sqsFifoNoPartial } from './sqs-fifo-no-partial.ts'
import { sqsInactiveMetrics } from './sqs-inactive-metrics.ts'
import { sqsLambdaTimeoutBatch } from './sqs-lambda-timeout-batch.ts'
import { sqsLargePayload } from './sqs-large-payload.ts'
import { sqsMaxconcurrencyLow } from './sqs-maxconcurrency-low.ts'
import { sqsNoDlq } from './sqs-no-dlq.ts'
import { sqsPartialBatchMissing } from './sqs-partial-batch-missing.ts'
import { sqsPartialBatchWrong } from './sqs-partial-batch-wrong.ts'
import { sqsPoisonPill } from './sqs-poison-pill.ts'
import { sqsPolicyCrossAccount } from './sqs-policy-cross-account.ts'
import { sqsProducer } from './sqs-producer.ts'
import { sqsRetentionExpired } from './sqs-retention-expired.ts'
import { sqsScaleRamp } from './sqs-scale-ramp.ts'
import { sqsThrottled } from './sqs-throttled.ts'
import { sqsVisibilityLtTimeout } from './sqs-visibility-lt-timeout.ts'
import { sqsVisibilityTooShort } from './sqs-visibility-too-short.ts'

const causes: readonly Cause[] = [
  sqsBatchIamFunctionMissing,
  sqsBatchWindow,
  sqsDelayQueue,
  sqsDlqGrowing,
  sqsEsmDisabled,
  sqsEsmFiltered,
  sqsEsmKms,
  sqsEsmMissing,
  sqsEsmPermission,
  sqsFifoBlockedGroup,
  sqsFifoNoPartial,
  sqsInactiveMetrics,
  sqsLambdaTimeoutBatch,
  sqsLargePayload,
  sqsMaxconcurrencyLow,
  sqsNoDlq,
  sqsPartialBatchMissing,
  sqsPartialBatchWrong,
  sqsPoisonPill,
  sqsPolicyCrossAccount,
  sqsProducer,
  sqsRetentionExpired,
  sqsScaleRamp,
  sqsThrottled,
  sqsVisibilityLtTimeout,
  sqsVisibilityTooShort,
]

const changes: readonly ChangeSource[] = []

/** Causes on a queue that whatever makes its consumer fail brings about. */
export const effectsOfFailingConsumer: readonly string[] = [
  'sqs-dlq-growing',
  'sqs-no-dlq',
  'sqs-retention-expired',
  'sqs-visibility-too-short',
]

export const sqsPlaybook = { causes, signs: sqsSigns, hops: sqsHops, changes, advice: sqsAdvice }
