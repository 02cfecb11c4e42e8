import type { Needs, Values } from '../evidence/probe.ts'
import type { Symptom } from '../targets/symptom.ts'
import type { Target, TargetKind, TargetOf } from '../targets/target.ts'
import type { JudgeContext } from './cause.ts'
import type { Fact } from './fact.ts'

/** Whether the thing asked about fails at all: judged before any cause is believed. */
export interface Observation {
  /** `recovered`: it failed in the window and has since served enough without failing. `unknown`: nothing that shows it could be read. */
  readonly state: 'present' | 'recovered' | 'absent' | 'unknown'
  /** One sentence: how many of what, since when, until when; or what could not be read. */
  readonly summary: string
  readonly facts: readonly Fact[]
  /** Minutes in which it failed, epoch milliseconds of their start. */
  readonly times: readonly number[]
  /** Failed among all requests in the worst five minutes, 0 to 1, where requests are counted. */
  readonly failedShare?: number | undefined
  /** Request ids of the called functions behind the failures, and whether every failure is among them. */
  readonly requestIds?: readonly string[]
  readonly requestIdsComplete?: boolean
  /** What was really seen, where the sign can tell it from its neighbours: a 504 where a 5xx was asked about. */
  readonly symptom?: Symptom
}

export interface SignSpec<K extends TargetKind, N> {
  readonly id: string
  readonly target: K
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly needs: N
  /** It shows on what this target calls, so that is looked at too. */
  readonly observesNext?: true
  readonly observe: (evidence: Values<N>, at: JudgeContext<K, N>) => Observation
}

/** How a symptom shows on one kind of target. */
export interface Sign {
  readonly id: string
  readonly target: TargetKind
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly needs: Needs<never>
  readonly observesNext?: true
  readonly observe: (evidence: never, at: never) => Observation
}

export function defineSign<K extends TargetKind, const N extends Needs<TargetOf<K>>>(
  spec: SignSpec<K, N>,
): SignSpec<K, N> {
  return spec
}

export interface HopSpec<K extends TargetKind, N> {
  readonly id: string
  readonly from: K
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly needs: N
  /** The targets to judge next, most suspicious first; pure. */
  readonly next: (evidence: Values<N>, at: JudgeContext<K, N>) => readonly Target[]
}

/** A step along the configured path to what this target calls or is made of: the second wave of reads hangs on it. */
export interface Hop {
  readonly id: string
  readonly from: TargetKind
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly needs: Needs<never>
  readonly next: (evidence: never, at: never) => readonly Target[]
}

export function defineHop<K extends TargetKind, const N extends Needs<TargetOf<K>>>(
  spec: HopSpec<K, N>,
): HopSpec<K, N> {
  return spec
}

/** Something somebody did to a resource. */
export interface Change {
  /** Epoch milliseconds. */
  readonly at: number
  readonly who: string
  readonly what: string
  /** ARN, or the name where no ARN is known. */
  readonly resource: string
}

export interface ChangeSourceSpec<K extends TargetKind, N> {
  readonly id: string
  readonly target: K
  /** Asked of only for these; for all when absent. */
  readonly symptoms?: readonly Symptom[]
  readonly needs: N
  readonly list: (evidence: Values<N>, at: JudgeContext<K, N>) => readonly Change[]
}

/** Where changes to one kind of target are recorded. */
export interface ChangeSource {
  readonly id: string
  readonly target: TargetKind
  readonly symptoms?: readonly Symptom[]
  readonly needs: Needs<never>
  readonly list: (evidence: never, at: never) => readonly Change[]
}

export function defineChangeSource<K extends TargetKind, const N extends Needs<TargetOf<K>>>(
  spec: ChangeSourceSpec<K, N>,
): ChangeSourceSpec<K, N> {
  return spec
}
