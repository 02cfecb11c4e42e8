import type { IamAction } from '../../../evidence/probe.ts'

/** How well something does its work. `unchecked` is never `works`. */
export type Grade = 'works' | 'partly' | 'blind' | 'unchecked'

/** Actions that were refused, with AWS's words. */
export interface DeniedAction {
  readonly action: IamAction
  readonly error: string
  /** `called` was sent and refused; `simulated` is what IAM's simulator says. */
  readonly how: 'called' | 'simulated'
}

export interface UncheckedAction {
  readonly action: IamAction
  readonly why: string
}

/** What is known of each action that Firstlook may need. */
export interface ActionChecks {
  /** Called, and allowed. */
  readonly called: readonly IamAction[]
  /** Not called; IAM's simulator says that they are allowed. */
  readonly simulated: readonly IamAction[]
  readonly denied: readonly DeniedAction[]
  readonly unchecked: readonly UncheckedAction[]
  /** Why IAM's simulator could not be asked about those that were not called. */
  readonly simulatorProblem?: string
}

/** Causes that cannot be told for want of one action. */
export interface BlindCauses {
  readonly action: IamAction
  readonly causes: readonly string[]
  /** Verbs whose failure itself cannot be seen. */
  readonly verbs: readonly string[]
}

/** What the actions come to. */
export interface Sight {
  readonly probes: { readonly works: number; readonly denied: number; readonly unchecked: number }
  readonly causes: {
    readonly all: number
    readonly blind: number
    readonly lessSure: number
    readonly unchecked: number
  }
  readonly blind: readonly BlindCauses[]
}

/** A session that could not be had. */
export interface ClosedDoor {
  readonly why: string
  readonly roleArn?: string
  /** What the role's trust policy lacks. */
  readonly statement?: object
}

/** A stage that logs too little. */
export interface QuietStage {
  readonly api: string
  readonly stage: string
  readonly off: readonly ('execution' | 'access')[]
  readonly fix: string
}

/** One account and region. */
export interface DoctorPlace {
  /** The name in the configuration, where it has one. */
  readonly name?: string
  readonly account: string
  readonly region: string
  readonly grade: Grade
  readonly closed?: ClosedDoor
  readonly actions: ActionChecks
  readonly sight?: Sight
  readonly logGroups?: {
    readonly looked: number
    readonly known: number
    readonly unreachable: readonly { readonly owner: string; readonly group: string; readonly error: string }[]
    readonly unknown: readonly { readonly owner: string; readonly group: string; readonly error: string }[]
    /** Functions and stages whose group is not there. */
    readonly missing: readonly string[]
  }
  readonly stages?: {
    readonly looked: number
    readonly apis: number
    readonly quiet: readonly QuietStage[]
    readonly errors: readonly string[]
  }
  /** ISO 8601 of the newest alarm event from there; null when none was ever seen; absent where nothing keeps it. */
  readonly lastAlarm?: string | null
  readonly calls: number
}

/** A check of Firstlook itself. */
export interface OwnCheck {
  readonly name: string
  readonly grade: Grade
  readonly words: string
  readonly fix?: string
}

/** What `doctor --json` prints. */
export interface Doctor {
  readonly places: readonly DoctorPlace[]
  /** Absent where Firstlook itself could not be looked at, as from a terminal. */
  readonly own?: readonly OwnCheck[]
  readonly took: { readonly calls: number; readonly durationMs: number }
}

/** Calls in each account and region at most. */
export const mostCallsEach = 150

/** The order from worst to best. */
const order: readonly Grade[] = ['blind', 'partly', 'unchecked', 'works']

export function worst(grades: readonly Grade[]): Grade {
  return order.find((grade) => grades.includes(grade)) ?? 'unchecked'
}

/** What a place's findings come to: `works` only when everything was looked at and nothing was wrong. */
export function gradeOf({ closed, actions, logGroups, stages }: Omit<DoctorPlace, 'grade'>): Grade {
  if (closed !== undefined) return 'blind'
  const { called, simulated, denied, unchecked } = actions
  if (called.length + simulated.length === 0) return denied.length > 0 ? 'blind' : 'unchecked'
  const isWhole =
    denied.length === 0 &&
    unchecked.length === 0 &&
    logGroups !== undefined &&
    logGroups.unreachable.length + logGroups.unknown.length === 0 &&
    stages !== undefined &&
    stages.quiet.length + stages.errors.length === 0
  return isWhole ? 'works' : 'partly'
}
