import type { Asker } from '../aws/asker.ts'
import type { Symptom } from '../targets/symptom.ts'

export { type Symptom, symptoms } from '../targets/symptom.ts'

/** What is asked, wherever it came from. */
export interface Question {
  readonly symptom: Symptom
  /** What the person typed for the resource: a name, an id, an ARN, a domain. */
  readonly name: string
  /** An account id or a name from the configuration; absent means the caller's own. */
  readonly account?: string
  readonly region?: string
  /** Epoch milliseconds. `to` is exclusive. */
  readonly window: { readonly from: number; readonly to: number }
  /** Set where nothing was said of a time and the verb counts from the asker’s last shift, if they had one. */
  readonly since?: 'last-shift'
  /** The line as it was asked, for the report's head. */
  readonly command: string
  /** Who asks; absent for a person at a terminal. */
  readonly asker?: Asker
  /** Further words: a pasted error text, a principal, an action. */
  readonly details?: Readonly<Record<string, string>>
  /** Metric dimensions of the alarm that asked; they narrow the target. */
  readonly alarm?: { readonly name: string; readonly arn: string; readonly firedAt: number }
}
