import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { RecordedCall } from '../../evidence/iam/denied-calls.ts'
import { type DeniedMessage, readDeniedMessage } from '../../targets/denied-message.ts'
import type { Bucket } from '../../targets/target.ts'
import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { shownWords } from '../iam/words.ts'
import type { BucketContext, BucketEvidence } from './bucket-needs.ts'
import { judgeError } from './error-verdict.ts'
import { judgeLayers } from './layers-verdict.ts'
import { judgePresigned } from './presigned-verdict.ts'
import { ofThisRequest } from './recorded.ts'
import { actionOf } from './request.ts'

/** What answered 403: one cause by its id, with what shows it. */
export interface BucketVerdict {
  readonly id: string
  readonly strength: Strength
  readonly summary: string
  readonly facts: readonly Fact[]
  readonly fix?: Fix
  /** Epoch milliseconds of recorded refusals that it explains. */
  readonly times?: readonly number[]
  /** Configuration alone shows it: believed also where nothing shows a failure. */
  readonly standsAlone?: boolean
}

export interface BucketCase {
  readonly evidence: BucketEvidence
  readonly at: BucketContext
  readonly said: DeniedMessage
  readonly action: string
  /** Refused uses of the key that CloudTrail recorded of this caller. */
  readonly onKey: readonly RecordedCall[]
  /** Something shows a refusal, not only a question. */
  readonly isSeen: boolean
  /** Requests are counted, and none was refused. */
  readonly isQuiet: boolean
}

/** From AWS's own words where they tell, then from a presigned address, then layer by layer. */
export function judgeBucket(evidence: BucketEvidence, asked: BucketContext): readonly BucketVerdict[] {
  const metrics = valueIfRead(evidence.metrics)
  const { onBucket, onKey } = ofThisRequest(asked.target, valueIfRead(evidence.refusals))
  const pasted = asked.target.request?.error
  const [recorded] = pasted === undefined ? onBucket.filter((call) => call.errorMessage !== '') : []
  const at = recorded === undefined ? asked : { ...asked, target: asRecorded(asked.target, recorded) }
  const error = pasted ?? recorded?.errorMessage
  const refused = metrics === undefined ? 0 : total(metrics.refused)
  const bucketCase: BucketCase = {
    evidence,
    at,
    said: readDeniedMessage(error ?? ''),
    action: actionOf(at.target),
    onKey,
    isSeen: error !== undefined || refused > 0 || onBucket.length + onKey.length > 0,
    isQuiet: error === undefined && metrics !== undefined && total(metrics.requests) > 0 && refused === 0,
  }
  const found = judgeError(bucketCase) ?? judgePresigned(bucketCase) ?? judgeLayers(bucketCase)
  const words =
    error === undefined
      ? []
      : [
          at.fact(
            'refusals',
            'AWS’s words',
            shownWords(error, 500),
            recorded?.at,
            recorded === undefined ? 'the pasted error text' : undefined,
          ),
        ]
  return found.map((verdict) => ({ ...verdict, facts: [...words, ...verdict.facts] }))
}

/** The request as CloudTrail recorded it, where nobody told more of it. */
function asRecorded(target: Bucket, call: RecordedCall): Bucket {
  const said = readDeniedMessage(call.errorMessage)
  const principal = target.request?.principal ?? (call.principal === '' ? undefined : call.principal)
  return {
    ...target,
    request: {
      ...target.request,
      action: target.request?.action ?? said.action ?? call.action,
      ...(principal !== undefined && { principal }),
      error: call.errorMessage,
    },
  }
}

/** A verdict of configuration alone, unless requests are seen to pass. */
export function alone(bucketCase: BucketCase, verdict: BucketVerdict): BucketVerdict {
  return bucketCase.isQuiet ? verdict : { ...verdict, standsAlone: true }
}
