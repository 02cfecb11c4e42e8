import type { Symptom } from '../targets/symptom.ts'
import type { TargetKind } from '../targets/target.ts'
import type { Sign } from './sign.ts'

/** One way in which a thing may be unwell, asked of it when nobody says what is wrong. */
export interface OpenQuestion {
  readonly symptom: Symptom
  /** What is looked for, as in "Looked for 5xx answers". */
  readonly words: string
  /** Its sign tells which of several symptoms it really is, and the causes are judged for that one. */
  readonly isNarrowed?: true
  /** A cheaper sign than the symptom's own, where there is one. */
  readonly sign?: Sign
  /** Asked only of what does not fail: whoever fails is slow for that reason, or it does not matter yet. */
  readonly isSlowness?: true
}

/** What a bare `why` asks of each kind, the gravest first; of kinds that are not named it asks nothing. */
export type OpenQuestions = Readonly<Partial<Record<TargetKind, readonly OpenQuestion[]>>>
