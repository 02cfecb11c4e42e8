import type { Question } from '../intake/question.ts'
import type { Strength, Verdict } from '../report/report.ts'
import type { Showing } from './settings/channel-setting.ts'

/**
 * Where an incident stands. `recovered`: every alarm is OK, and the incident waits to be closed or to fire again. `snoozed`:
 * firing, but silent until a time, until the alarms are OK, or until something changes that the snooze did not count on.
 */
export const incidentStates = ['firing', 'acknowledged', 'snoozed', 'recovered', 'closed'] as const
export type IncidentState = (typeof incidentStates)[number]

export const severities = ['critical', 'high', 'low'] as const
/** How urgent a route of the configuration makes its alarms, most urgent first. */
export type Severity = (typeof severities)[number]

export const alarmStates = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const
export type AlarmState = (typeof alarmStates)[number]

/** One alarm of an incident, as its newest state change told. Times are epoch milliseconds. */
export interface IncidentAlarm {
  readonly arn: string
  readonly name: string
  readonly account: string
  readonly region: string
  readonly state: AlarmState
  /** When the alarm changed to its state, by CloudWatch's clock; an older change that arrives later changes nothing. */
  readonly changedAt: number
  readonly firstFiredAt: number
  /** How often it went to ALARM. */
  readonly firings: number
  /** The alarm's own words about the newest change, shortened. */
  readonly reason?: string
  /** The highest value that fired it, and the threshold it was held against. */
  readonly peak?: number
  readonly threshold?: number
  /** Set when the alarm itself was edited or deleted while it was part of the incident. */
  readonly configuration?: 'edited' | 'deleted'
  /** When that was, by CloudWatch's clock. */
  readonly configuredAt?: number
}

/** Past this many alarms an incident counts them in `moreAlarms` and keeps no record of each. */
export const mostAlarms = 200

/** The cause an incident is put down to. */
export interface IncidentCause {
  readonly id: string
  readonly aliases: readonly string[]
  readonly strength: Strength
  readonly resource: { readonly name: string; readonly arn: string; readonly account: string; readonly region: string }
  readonly summary: string
}

/** What a diagnosis came to: a kept report with its question, or the sentence that says why nothing could be asked. */
export interface DiagnosisOutcome {
  readonly reportId?: string
  readonly question?: Question
  readonly verdict?: Verdict
  readonly summary?: string
  readonly cause?: IncidentCause
  readonly sentence?: string
}

/** How far the diagnosis of an incident is, with the outcome of the newest attempt that came to an end. */
export interface IncidentDiagnosis extends DiagnosisOutcome {
  readonly status: 'none' | 'running' | 'interrupted' | 'failed' | 'done'
  /** When the present status began, in epoch milliseconds. */
  readonly at: number
  /** How often it was started. */
  readonly attempts: number
  /** Names the attempt in the log. */
  readonly reference?: string
}

/** What looking again after the alarms were OK has shown. */
export type AfterRecovery = 'gone' | 'still-there' | 'only-quiet' | 'not-checked'

export interface Snooze {
  /** Epoch milliseconds, or until every alarm is OK. */
  readonly until: number | 'ok'
  readonly by: string
  readonly at: number
  readonly reason: string
  /** The state to go back to. */
  readonly from: 'firing' | 'acknowledged'
  /** What it was called for: another cause or a higher severity breaks it. */
  readonly causeId?: string
  readonly severity: Severity
}

/** A person's verdict on the named cause, given when the incident is resolved. */
export interface Resolution {
  readonly by: string
  readonly at: number
  readonly causeWas: 'right' | 'other' | 'unsaid'
  readonly note?: string
}

/** A person's verdict on the named cause, given while the incident goes on. */
export interface Judgement {
  readonly by: string
  readonly at: number
  readonly causeWas: 'right' | 'other'
  readonly causeId: string
}

/** An incident as it stands now; its history is in its timeline. People are Slack user ids, times epoch milliseconds. */
export interface Incident {
  readonly id: string
  /** Rises by one with every event. */
  readonly version: number
  /** `account` is the parent over the incidents of one account in a storm; it has children and no alarms of its own. */
  readonly kind: 'alarm' | 'account'
  readonly title: string
  readonly account: string
  readonly region: string
  readonly state: IncidentState
  readonly stateSince: number
  readonly openedAt: number
  /** The newest event of any kind. */
  readonly changedAt: number
  readonly channel: string
  /** Why it is in that channel: the route's name, or that none matched. */
  readonly routedBy: string
  readonly severity: Severity
  /** Mentioned on the card when it is posted; absent in quiet hours. */
  readonly mention?: string
  /** How its channel was set when it opened; absent when all news goes into the thread, in full. */
  readonly shows?: Showing
  readonly alarms: readonly IncidentAlarm[]
  readonly moreAlarms: number
  /** All changes to ALARM, of all its alarms. */
  readonly firings: number
  readonly diagnosis: IncidentDiagnosis
  readonly owner?: string
  /** When the owner came to own it: a handoff accepted before that no longer moves it. */
  readonly ownedAt?: number
  /** What a person noted last, shortened. */
  readonly latestNote?: { readonly text: string; readonly by: string; readonly at: number }
  readonly acknowledged?: { readonly by: string; readonly at: number; readonly confirmedAt?: number }
  readonly snooze?: Snooze
  readonly recovery?: { readonly at: number; readonly outcome: AfterRecovery }
  readonly escalation?: { readonly level: number; readonly at: number; readonly to: string }
  /** Reminders sent since the incident last began to fire. */
  readonly reminders: number
  readonly reopenings: number
  readonly resolution?: Resolution
  /** The newest one on the cause that is named now. */
  readonly judgement?: Judgement
  /** Since when somebody's other look is under way, in epoch milliseconds. */
  readonly lookingSince?: number
  /** The incident of the same cause that took this one's alarms over. */
  readonly mergedInto?: string
  /** The account's incident over this one. */
  readonly parentId?: string
  /** Of an `account` incident: its incidents and where each stands. */
  readonly children: readonly IncidentChild[]
  /** Ids of those that another incident took over: what is told of them late changes nothing. */
  readonly mergedChildren?: readonly string[]
}

export interface IncidentChild {
  readonly id: string
  /** The incident's own, so that what is told late does not undo what is newer. */
  readonly version: number
  readonly title: string
  readonly state: IncidentState
  readonly alarms: number
  readonly cause?: string
  /** It was taken over by another incident, and is one of the account's no more. */
  readonly isMerged?: boolean
}

/** Whether somebody may still have to do something about it. */
export function isOpen({ state }: Pick<Incident, 'state'>): boolean {
  return state !== 'closed'
}

/** Whether any of its alarms, or of its children's, fires. */
export function isFiring({ kind, alarms, children }: Pick<Incident, 'kind' | 'alarms' | 'children'>): boolean {
  if (kind === 'account') return children.some(({ state }) => state !== 'recovered' && state !== 'closed')
  return alarms.some(({ state, configuration }) => state === 'ALARM' && configuration !== 'deleted')
}

/** How many alarms belong to it, the uncounted ones and its children's included. */
export function alarmCount({ alarms, moreAlarms, children }: Incident): number {
  return alarms.length + moreAlarms + children.reduce((sum, child) => sum + child.alarms, 0)
}

/** Equal for incidents that have one cause on one resource; undefined while no cause is named that may be relied on. */
export function causeKey(cause: IncidentCause | undefined): string | undefined {
  if (cause === undefined || cause.strength === 'possible') return undefined
  const { account, region, arn, name } = cause.resource
  return `${account}|${region}|${arn || name}|${cause.id}`
}

/** Equal for all state changes of one alarm. */
export function fingerprint({
  account,
  region,
  arn,
  name,
}: Pick<IncidentAlarm, 'account' | 'region' | 'arn' | 'name'>): string {
  return `${account}|${region}|${arn || name}`
}

/** An incident as its account's shows it. */
export function childOf(incident: Incident): IncidentChild {
  const { id, version, title, state, diagnosis } = incident
  const { cause } = diagnosis
  const merged = incident.mergedInto === undefined ? {} : { isMerged: true }
  const told = { id, version, title, state, alarms: alarmCount(incident), ...merged }
  return cause === undefined ? told : { ...told, cause: `${cause.id} on ${cause.resource.name}` }
}
