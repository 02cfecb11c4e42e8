import type { Needs, Values, Window } from '../evidence/probe.ts'
import type { Symptom } from '../targets/symptom.ts'
import type { Target, TargetKind, TargetOf } from '../targets/target.ts'
import type { Fact, Facts } from './fact.ts'
import type { Thresholds } from './thresholds.ts'

/** Shown as words everywhere: proven means the evidence leaves no other reading. */
export const strengths = ['proven', 'likely', 'possible'] as const
export type Strength = (typeof strengths)[number]

/** What to do, with real names in it. Each part is a sentence or two; `cli` has one command a line. */
export interface Fix {
  readonly now?: string
  readonly proper?: string
  readonly prevent?: string
  readonly cli?: string
  readonly iac?: string
}

/** A cause that was found. */
export interface Finding {
  readonly strength: Strength
  /** One sentence with the resource's name and the telling value in it. */
  readonly summary: string
  readonly facts: Facts
  /** The resource that is to blame, where it is not the target judged. */
  readonly resource?: Target
  /** When the failures happened that this explains, in epoch milliseconds. */
  readonly times?: readonly number[]
  /** Lambda request ids of those failures: they tie a log line to the request that failed. */
  readonly requestIds?: readonly string[]
  /** Words that fit this finding better than the cause's own. */
  readonly fix?: Fix
  /** Other ids of the playbook that mean just this finding: the layer that refused. */
  readonly alsoKnownAs?: readonly string[]
  /**
   * How much of the trouble it is, 0 to 1: its part of a rise, or how grave it is. Of equals the larger comes first, and findings that say it
   * stand beside each other instead of excluding each other.
   */
  readonly extent?: number
  /** The evidence shows a state that fails by itself, so no count of failures is needed beside it. */
  readonly standsAlone?: boolean
}

/** `clear` says the evidence excludes the cause; give a reason where the reader would ask for one. */
export type Diagnosis = 'clear' | { readonly clear: string } | { readonly inconclusive: string } | Finding

export interface JudgeContext<K extends TargetKind, N> {
  readonly target: TargetOf<K>
  readonly window: Window
  readonly now: number
  /** What was asked. */
  readonly symptom: Symptom
  /** What counts for the team that asks, where it has said so. */
  readonly thresholds?: Thresholds
  /** A fact shown by one of the needs; `at` is epoch milliseconds, `aspect` what of the need it is, such as a metric's name. */
  fact(need: keyof N & string, label: string, value: string, at?: number, aspect?: string): Fact
}

/** A name this cause has under another symptom: same evidence, seen from elsewhere. */
export interface Alias {
  readonly id: string
  /** The finding takes this name when the question was one of these about one of these kinds; never when absent. */
  readonly when?: { readonly symptoms: readonly Symptom[]; readonly askedOf: readonly TargetKind[] }
}

/** A playbook entry: fixed words for the reader, a pure function for the verdict. */
export interface CauseSpec<K extends TargetKind, N> {
  /** From the playbook's index; equals the file's name. */
  readonly id: string
  readonly aliases?: readonly Alias[]
  readonly target: K
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  /** Why it happens, in one sentence without names. */
  readonly cause: string
  readonly fix: (target: TargetOf<K>) => Fix
  readonly docs: `https://${string}`
  /** `memory`: the pattern was never confirmed against AWS or its documents, so a finding is `likely` at most. */
  readonly known: 'confirmed' | 'memory'
  /** Causes nearer to the person who asked that this one brings about; found together, they become its chain. */
  readonly leadsTo?: readonly string[]
  readonly needs: N
  /** Pure: no client, clock, environment or option. What needs names but could not be read never reaches it. */
  readonly diagnose: (evidence: Values<N>, at: JudgeContext<K, N>) => Diagnosis
}

/** A cause with its private types erased, so that all causes fit one list. */
export interface Cause {
  readonly id: string
  readonly aliases?: readonly Alias[]
  readonly target: TargetKind
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly cause: string
  readonly fix: (target: never) => Fix
  readonly docs: `https://${string}`
  readonly known: 'confirmed' | 'memory'
  readonly leadsTo?: readonly string[]
  readonly needs: Needs<never>
  readonly diagnose: (evidence: never, at: never) => Diagnosis
}

export function defineCause<K extends TargetKind, const N extends Needs<TargetOf<K>>>(
  spec: CauseSpec<K, N>,
): CauseSpec<K, N> {
  return spec
}

/** A cause that no read can observe, said to the reader as advice with the reason. A row, not a file. */
export interface Advice {
  readonly id: string
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly cause: string
  readonly advice: string
  /** Why no read can see it. */
  readonly why: string
  readonly docs: string
}
