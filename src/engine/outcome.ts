import type { Cause, Finding } from '../playbook/cause.ts'
import type { Change, Observation } from '../playbook/sign.ts'
import type { Target } from '../targets/target.ts'
import type { Reading } from './gather.ts'

/** What became of one cause on one target. */
export type Outcome = { readonly cause: Cause; readonly target: Target; readonly path: readonly Target[] } & (
  | { readonly status: 'found'; readonly finding: Finding }
  | { readonly status: 'clear'; readonly why?: string }
  | { readonly status: 'inconclusive'; readonly why: string; readonly missing: readonly Reading[] }
)
export type Found = Extract<Outcome, { readonly status: 'found' }>

/** How the symptom shows on one of the targets asked about. */
export interface Sighting {
  readonly target: Target
  readonly observation: Observation
  readonly unread: readonly Reading[]
}

/** Everything an investigation brought up, before it is ranked and put in words. */
export interface Investigation {
  readonly roots: readonly Target[]
  readonly sightings: readonly Sighting[]
  readonly outcomes: readonly Outcome[]
  readonly changes: readonly Change[]
  readonly readings: readonly Reading[]
  /** Targets reached, with how: the asked one has an empty path. */
  readonly reached: readonly { readonly target: Target; readonly path: readonly Target[] }[]
  /** The window's end, epoch milliseconds. */
  readonly until: number
  readonly interrupted: boolean
}
