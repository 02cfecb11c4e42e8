import type { Question } from '../intake/question.ts'
import type { Report } from './report.ts'

/** What became of a question: an answer, or a sentence that says how to ask again. */
export type Answer =
  | { readonly kind: 'report'; readonly report: Report }
  | {
      readonly kind: 'choice'
      readonly sentence: string
      readonly options: readonly { readonly label: string; readonly command: string }[]
    }
  | {
      readonly kind: 'refused'
      readonly sentence: string
      readonly nearMisses: readonly string[]
      /** `question`: ask it otherwise. `access`: the question is fine, the way to AWS is not. */
      readonly fault: 'question' | 'access'
    }

/** One step of a running diagnosis, for a progress line. */
export interface Progress {
  readonly step: string
  readonly readsDone: number
  readonly readsStarted: number
  readonly causesDecided: number
  readonly causesTotal: number
  /** What the name turned out to mean: `REST API orders-api (a1b2c3d4e5), stage prod`. */
  readonly subject?: string
  /** The first thing that was seen of the failure, in words: `orders-api: 5XXError 37 of 1,215 requests`. */
  readonly seen?: string
  /** What the answer may cost beside its usual fraction of a cent, said before it is spent. */
  readonly price?: string
}

/** The door every surface asks through. Throws only when Firstlook itself is broken. */
export type Ask = (question: Question, onProgress?: (progress: Progress) => void) => Promise<Answer>
