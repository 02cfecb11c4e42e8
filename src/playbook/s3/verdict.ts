import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type DeniedMessage, readDeniedMessage } from '../../targets/denied-message.ts'
import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import type { BucketContext, BucketEvidence } from './bucket-needs.ts'
import { judgeError } from './error-verdict.ts'
import { judgeLayers } from './layers-verdict.ts'
import { judgePresigned } from './presigned-verdict.ts'
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
  /** Something shows a refusal, not only a question. */
  readonly isSeen: boolean
  /** Requests are counted, and none was refused. */
  readonly isQuiet: boolean
}

/** From AWS's own words where they tell, then from a presigned address, then layer by layer. */
export function judgeBucket(evidence: BucketEvidence, at: BucketContext): readonly BucketVerdict[] {
  const error = at.target.request?.error
  const metrics = valueIfRead(evidence.metrics)
  const refusals = valueIfRead(evidence.refusals)
  const refused = metrics === undefined ? 0 : total(metrics.refused)
  const bucketCase: BucketCase = {
    evidence,
    at,
    said: readDeniedMessage(error ?? refusals?.onBucket[0]?.errorMessage ?? ''),
    action: actionOf(at.target),
    isSeen: error !== undefined || refused > 0 || (refusals?.onBucket.length ?? 0) + (refusals?.onKey.length ?? 0) > 0,
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
            error.replaceAll(/\s+/g, ' ').slice(0, 500).toWellFormed(),
            undefined,
            'the pasted error text',
          ),
        ]
  return found.map((verdict) => ({ ...verdict, facts: [...words, ...verdict.facts] }))
}

/** A verdict of configuration alone, unless requests are seen to pass. */
export function alone(bucketCase: BucketCase, verdict: BucketVerdict): BucketVerdict {
  return bucketCase.isQuiet ? verdict : { ...verdict, standsAlone: true }
}
