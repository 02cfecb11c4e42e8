import type { IamActionName } from '../aws/action.ts'
import type { AwsReader } from '../aws/reader.ts'
import type { Target } from '../targets/target.ts'
import type { Evidence, MissingEvidence } from './evidence.ts'

export type IamAction = IamActionName

/** Epoch milliseconds; `to` is exclusive. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Where a fact can be seen again. */
export interface Citation {
  /** API and request in one line: `lambda:GetFunctionConfiguration FunctionName=orders`. */
  readonly source: string
  readonly account: string
  readonly region: string
  readonly link?: string
  readonly cli?: string
}

export interface ReadContext {
  readonly aws: AwsReader
  readonly window: Window
  /** Epoch milliseconds at which the question was asked. */
  readonly now: number
  /** Reads through another probe, sharing its read; throws EvidenceMissing when that gave nothing. */
  read<T, On extends Target>(probe: Probe<T, On>, target: On): Promise<T>
  /** Tells of a part of this read that gave nothing while the rest goes on: a gap of its own, unless what was asked for is not there. */
  missed(error: unknown, asked: Pick<MissedPart, 'action' | 'resource'>): void
}

/** A part of a read that gave nothing. */
export interface MissedPart {
  readonly action: IamAction
  readonly resource: string
  readonly evidence: MissingEvidence
}

/** One AWS read about one target: the only place that names SDK commands and IAM actions. */
export interface Probe<T, in On extends Target = never> {
  readonly id: string
  /** Least privilege is computed from these. */
  readonly actions: readonly IamAction[]
  /** Probes it reads through. */
  readonly uses?: readonly Probe<unknown>[]
  /** Two targets with the same key share one read. */
  readonly key: (target: On) => string
  /** The ARN that the actions are asked for; it fills the statement that closes a gap. */
  readonly resource: (target: On) => string
  /** Picks fields out of the response; secrets and bulk never leave it. An expected absence is a value, anything else throws. */
  readonly fetch: (target: On, at: ReadContext) => Promise<T>
  /** `aspect` narrows the citation where one probe reads several things: the name of a metric. */
  readonly cite: (target: On, window: Window, aspect?: string) => Citation
}

export type AnyProbe = Probe<unknown>

/** Checks a probe where it is written and names it for the compiler. */
export function defineProbe<T, On extends Target>(probe: Probe<T, On>): Probe<T, On> {
  return probe
}

/** The same read, reached from another target: the function at the end of a queue. */
export function from<T, A extends Target, B extends Target>(probe: Probe<T, A>, pick: (target: B) => A): Probe<T, B> {
  return {
    id: probe.id,
    actions: probe.actions,
    ...(probe.uses !== undefined && { uses: probe.uses }),
    key: (target) => probe.key(pick(target)),
    resource: (target) => probe.resource(pick(target)),
    fetch: (target, at) => probe.fetch(pick(target), at),
    cite: (target, window, aspect) => probe.cite(pick(target), window, aspect),
  }
}

/** Evidence a judge can do without: it gets the Evidence itself and decides what a missing one means. */
export interface Optional<T, in On extends Target = never> {
  readonly optional: Probe<T, On>
}

export function optional<T, On extends Target>(probe: Probe<T, On>): Optional<T, On> {
  return { optional: probe }
}

export type Needs<On extends Target> = Readonly<Record<string, Probe<unknown, On> | Optional<unknown, On>>>

/** What a judge is handed: values for what it needs, Evidence for what is optional. */
export type Values<N> = {
  readonly [P in keyof N]: N[P] extends Optional<infer T, never>
    ? Evidence<T>
    : N[P] extends Probe<infer T, never>
      ? T
      : never
}

/** Every IAM action behind these needs, those of probes read through included, sorted. */
export function actionsOf(probes: Iterable<AnyProbe>): IamAction[] {
  const actions = new Set<IamAction>()
  const seen = new Set<AnyProbe>()
  const visit = (probe: AnyProbe): void => {
    if (seen.has(probe)) return
    seen.add(probe)
    for (const action of probe.actions) actions.add(action)
    for (const used of probe.uses ?? []) visit(used)
  }
  for (const probe of probes) visit(probe)
  return [...actions].sort()
}

export function probesOf(needs: Needs<never>): AnyProbe[] {
  return Object.values(needs).map((need) => ('optional' in need ? need.optional : need))
}
