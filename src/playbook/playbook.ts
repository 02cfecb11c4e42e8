import type { Symptom } from '../targets/symptom.ts'
import type { Advice, Cause } from './cause.ts'
import type { ChangeSource, Hop, Sign } from './sign.ts'

/** All the engine knows of AWS: lists it is handed. */
export interface Playbook {
  readonly causes: readonly Cause[]
  readonly signs: readonly Sign[]
  readonly hops: readonly Hop[]
  readonly changes: readonly ChangeSource[]
  readonly advice: readonly Advice[]
  /** Symptoms that share a failure: who sees a 502 may have a timeout behind it. The asked one comes first. */
  readonly family: Readonly<Record<Symptom, readonly Symptom[]>>
}
