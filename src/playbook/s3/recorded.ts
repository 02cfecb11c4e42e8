import type { RecordedCall } from '../../evidence/iam/denied-calls.ts'
import type { BucketRefusals } from '../../evidence/s3/refusals.ts'
import { withoutPath } from '../../targets/principal-arn.ts'
import type { Bucket } from '../../targets/target.ts'
import { callerOf } from './request.ts'

/** Recorded refusals that can be the one asked about: by the caller that was named, and of the action. */
export function ofThisRequest(target: Bucket, refusals: BucketRefusals | undefined): BucketRefusals {
  const caller = callerOf(target)
  const isByCaller = (call: RecordedCall): boolean =>
    target.request?.principal === undefined ||
    (caller !== undefined && withoutPath(call.principal) === withoutPath(caller))
  const asked = target.request?.action?.replace(/^s3:/i, '')
  // Whoever looks through settings is refused all day somewhere; only who is asked about it wants to know.
  const isMeant = ({ action }: RecordedCall): boolean => {
    const name = action.replace(/^s3:/, '')
    return asked === undefined ? target.request?.key === undefined && !/^(Get|List|Head)/.test(name) : name === asked
  }
  return {
    onBucket: (refusals?.onBucket ?? []).filter((call) => isByCaller(call) && isMeant(call)),
    onKey: (refusals?.onKey ?? []).filter(isByCaller),
  }
}
