import type { Evidence } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { type ConfigFinding, type ConfigFindings, configFindings } from '../../evidence/security/config-findings.ts'
import { configHistory, type ResourceDrift } from '../../evidence/security/config-history.ts'
import { type ConfigRecorder, configRecorder } from '../../evidence/security/config-recorder.ts'
import type { BrokenRule } from '../../evidence/security/config-rules.ts'
import { type ResourceWrites, resourceWrites } from '../../evidence/security/resource-writes.ts'
import { causeOfRule } from './rule-names.ts'

/** What AWS Config and CloudTrail add to every check. */
export const configNeeds = {
  recorder: optional(configRecorder),
  findings: optional(configFindings),
  history: optional(configHistory),
  writes: optional(resourceWrites),
}

export interface ConfigEvidence {
  readonly recorder: Evidence<readonly ConfigRecorder[]>
  readonly findings: Evidence<ConfigFindings>
  readonly history: Evidence<readonly ResourceDrift[]>
  readonly writes: Evidence<ResourceWrites | null>
}

/** What the rules of AWS Config say about one cause. */
export interface ConfigSays {
  /** Results that hold for the present state. */
  readonly current: readonly ConfigFinding[]
  /** Results of a state that is gone, or may be. */
  readonly old: readonly ConfigFinding[]
  readonly whyOld: string
  /** Whether AWS Config records was not read, so nobody knows whether its results are of now. */
  readonly isAgeUnknown: boolean
  readonly drifts: readonly ResourceDrift[]
  /** Broken rules whose resources were not read. */
  readonly unlisted: readonly BrokenRule[]
}

/** A rule may take some minutes after a change. */
export const graceMs = 30 * 60_000

/** Sorts the results of the rules that stand for a cause by whether they still hold. */
export function configSays(id: string, { recorder, findings, history }: ConfigEvidence): ConfigSays {
  const all = findings.status === 'ok' ? findings.value.findings : []
  const marked = all.filter((each) => causeOfRule(each) === id)
  const known = history.status === 'ok' ? history.value : []
  const stop = recorder.status === 'ok' ? stopOf(recorder.value) : undefined
  const isBeforeStop = (each: ConfigFinding): boolean =>
    stop !== undefined && (each.recordedAt === undefined || each.recordedAt <= stop)
  const isBeforeChange = (each: ConfigFinding): boolean =>
    known.some(
      ({ finding, changedAt }) =>
        finding.resourceId === each.resourceId &&
        each.recordedAt !== undefined &&
        changedAt - each.recordedAt > graceMs,
    )
  const old = marked.filter((each) => isBeforeStop(each) || isBeforeChange(each))
  return {
    current: marked.filter((each) => !old.includes(each)),
    old,
    whyOld: old.some(isBeforeStop)
      ? 'AWS Config has stopped recording since'
      : 'the resource has changed since, and the rule has not looked again',
    isAgeUnknown: recorder.status !== 'ok',
    drifts: known.filter((each) => causeOfRule(each.finding) === id),
    unlisted: (findings.status === 'ok' ? findings.value.unreadRules : []).filter(
      ({ name, identifier }) => causeOfRule({ rule: name, identifier }) === id,
    ),
  }
}

/** Results of periodic rules go on without a recorder, so only those from before it stopped are old; with no time told, all are. */
function stopOf(recorders: readonly ConfigRecorder[]): number | undefined {
  if (recorders.length === 0 || recorders.some((each) => each.isRecording)) return undefined
  return Math.max(...recorders.map((each) => each.lastStoppedAt ?? Number.MAX_SAFE_INTEGER))
}
