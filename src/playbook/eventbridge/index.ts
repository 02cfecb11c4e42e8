import type { Advice, Cause } from '../cause.ts'
import { eventbridgeChanges } from './changes.ts'
import { ebArchiveReplay } from './eb-archive-replay.ts'
import { ebArnSeparators } from './eb-arn-separators.ts'
import { ebAsyncLambdaFailing } from './eb-async-lambda-failing.ts'
import { ebCrossAccountPolicy } from './eb-cross-account-policy.ts'
import { ebDlqMisconfigured } from './eb-dlq-misconfigured.ts'
import { ebGlobalServiceRegion } from './eb-global-service-region.ts'
import { ebInfiniteLoop } from './eb-infinite-loop.ts'
import { ebInputTransformer } from './eb-input-transformer.ts'
import { ebKmsBus } from './eb-kms-bus.ts'
import { ebLambdaPermission } from './eb-lambda-permission.ts'
import { ebNoDlqLost } from './eb-no-dlq-lost.ts'
import { ebPatternArrayEvent } from './eb-pattern-array-event.ts'
import { ebPatternCase } from './eb-pattern-case.ts'
import { ebPatternDetailString } from './eb-pattern-detail-string.ts'
import { ebPatternExists } from './eb-pattern-exists.ts'
import { ebPatternMismatch } from './eb-pattern-mismatch.ts'
import { ebPatternNotArray } from './eb-pattern-not-array.ts'
import { ebPatternNullEmpty } from './eb-pattern-null-empty.ts'
import { ebPatternNumeric } from './eb-pattern-numeric.ts'
import { ebPatternPrefixSuffix } from './eb-pattern-prefix-suffix.ts'
import { ebPuteventsFailed } from './eb-putevents-failed.ts'
import { ebRetryExhausted } from './eb-retry-exhausted.ts'
import { ebRuleDisabled } from './eb-rule-disabled.ts'
import { ebS3NotificationsOff } from './eb-s3-notifications-off.ts'
import { ebScheduleWrong } from './eb-schedule-wrong.ts'
import { ebServiceCloudtrailNeeded } from './eb-service-cloudtrail-needed.ts'
import { ebSnsPolicy } from './eb-sns-policy.ts'
import { ebSqsPolicy } from './eb-sqs-policy.ts'
import { ebTargetDeleted } from './eb-target-deleted.ts'
import { ebTargetRole } from './eb-target-role.ts'
import { ebThrottled } from './eb-throttled.ts'
import { ebWrongBus } from './eb-wrong-bus.ts'
import { eventbridgeHops } from './hops.ts'
import { eventbridgeSigns } from './signs.ts'

const causes: readonly Cause[] = [
  ebArchiveReplay,
  ebArnSeparators,
  ebAsyncLambdaFailing,
  ebCrossAccountPolicy,
  ebDlqMisconfigured,
  ebGlobalServiceRegion,
  ebInfiniteLoop,
  ebInputTransformer,
  ebKmsBus,
  ebLambdaPermission,
  ebNoDlqLost,
  ebPatternArrayEvent,
  ebPatternCase,
  ebPatternDetailString,
  ebPatternExists,
  ebPatternMismatch,
  ebPatternNotArray,
  ebPatternNullEmpty,
  ebPatternNumeric,
  ebPatternPrefixSuffix,
  ebPuteventsFailed,
  ebRetryExhausted,
  ebRuleDisabled,
  ebS3NotificationsOff,
  ebScheduleWrong,
  ebServiceCloudtrailNeeded,
  ebSnsPolicy,
  ebSqsPolicy,
  ebTargetDeleted,
  ebTargetRole,
  ebThrottled,
  ebWrongBus,
]

const advice: readonly Advice[] = [
  {
    id: 'eb-pipe',
    symptoms: ['no-event'],
    cause: 'What is looked for is a pipe, not a rule: pipes have a source, a filter and a state of their own.',
    advice:
      'List them with `aws pipes list-pipes`, and look at CurrentState and StateReason of the one meant with `aws pipes describe-pipe`, and at its filter: what does not match is taken off the source all the same.',
    why: 'A pipe leaves no trace in rules, targets or their metrics, and Firstlook reads rules.',
    docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html',
  },
]

/** Causes on a rule that whatever makes its function fail brings about. */
export const effectsOfFailingTarget: readonly string[] = ['eb-async-lambda-failing']

export const eventbridgePlaybook = {
  causes,
  signs: eventbridgeSigns,
  hops: eventbridgeHops,
  changes: eventbridgeChanges,
  advice,
}
