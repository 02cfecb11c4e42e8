import { type CauseSpec, defineCause, type Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { type BucketNeeds, bucketNeeds } from './bucket-needs.ts'
import { whyUnnamed } from './unnamed.ts'
import { judgeBucket } from './verdict.ts'

/** The words of one way in which S3 answers 403; which way it was is decided once for all of them. */
export interface BucketWords {
  readonly id: string
  readonly known: 'confirmed' | 'memory'
  readonly cause: string
  readonly docs: `https://${string}`
  readonly fix: Fix
}

export function bucketCause(words: BucketWords): CauseSpec<'bucket', BucketNeeds> {
  return defineCause({
    id: words.id,
    target: 'bucket',
    symptoms: ['403'],
    cause: words.cause,
    fix: () => words.fix,
    docs: words.docs,
    known: words.known,
    needs: bucketNeeds,
    diagnose(evidence, at) {
      const verdicts = judgeBucket(evidence, at)
      const mine = verdicts.find((verdict) => verdict.id === words.id)
      if (mine === undefined) return whyUnnamed(words.id, verdicts, evidence, at)
      const [first, ...rest] = mine.facts
      const fact: Fact = first ?? at.fact('policy', 'Bucket', at.target.name)
      return {
        strength: mine.strength,
        summary: mine.summary,
        facts: [fact, ...rest],
        ...(mine.times !== undefined && { times: mine.times }),
        ...(mine.fix !== undefined && { fix: mine.fix }),
        ...(mine.standsAlone === true && { standsAlone: true }),
      }
    },
  })
}
