import type { Symptom } from '../targets/symptom.ts'
import type { Advice, Cause } from './cause.ts'
import type { OpenQuestions } from './open-question.ts'
import type { ChangeSource, Hop, Sign } from './sign.ts'
import type { Team } from './team.ts'

/** All the engine knows of AWS: lists it is handed. */
export interface Playbook {
  readonly causes: readonly Cause[]
  readonly signs: readonly Sign[]
  readonly hops: readonly Hop[]
  readonly changes: readonly ChangeSource[]
  readonly advice: readonly Advice[]
  /** Symptoms that share a failure: who sees a 502 may have a timeout behind it. The asked one comes first. */
  /** What a bare `why` asks of each kind. */
  readonly open?: OpenQuestions
  readonly family: Readonly<Record<Symptom, readonly Symptom[]>>
  /** What a team has written down beside it. */
  readonly team?: Team
}
