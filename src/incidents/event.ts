import type {
  AfterRecovery,
  DiagnosisOutcome,
  Incident,
  IncidentAlarm,
  IncidentChild,
  Judgement,
  Resolution,
  Severity,
} from './incident.ts'

/** Who brought an event about: a Slack user by id, AWS, or Firstlook itself. */
export type Actor = { readonly kind: 'person'; readonly user: string } | { readonly kind: 'aws' | 'firstlook' }

/** An alarm's state change, as an incident takes it. */
export type AlarmChange = Omit<IncidentAlarm, 'firings' | 'firstFiredAt' | 'configuration' | 'configuredAt'>

/** What can happen to an incident. Every event is kept in its timeline, also one that changes nothing. */
export type Happening =
  | { readonly type: 'alarm-changed'; readonly alarm: AlarmChange }
  | {
      readonly type: 'alarm-configured'
      readonly arn: string
      readonly change: 'edited' | 'deleted'
      /** By CloudWatch's clock, in epoch milliseconds. */
      readonly changedAt: number
    }
  | { readonly type: 'diagnosis-started'; readonly reference: string }
  | { readonly type: 'diagnosis-interrupted'; readonly reference: string }
  | { readonly type: 'diagnosis-failed'; readonly reference: string }
  /** `isSame`: the cause that the incident had been put down to before it fired again. */
  | { readonly type: 'diagnosed'; readonly outcome: DiagnosisOutcome; readonly isSame?: boolean }
  /** Somebody asked for another look; nobody else's begins until it ends or is given up. */
  | { readonly type: 'recheck-started' }
  /** A chart of its metrics is kept. */
  | { readonly type: 'illustrated'; readonly pageId: string }
  /** Somebody wants to read what the diagnosis of an incident of a storm rests on. */
  | { readonly type: 'evidence-asked' }
  /** Looked again, by button or after recovery; `words` compares before and after. */
  | {
      readonly type: 'rechecked'
      readonly found: AfterRecovery
      readonly words: string
      readonly outcome?: DiagnosisOutcome
    }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'unacknowledged'; readonly why: 'asked' | 'unconfirmed' }
  /** Whoever acknowledged it is asked whether they still are at it. */
  | { readonly type: 'acknowledgement-questioned'; readonly user: string }
  | { readonly type: 'acknowledgement-confirmed' }
  | { readonly type: 'snoozed'; readonly until: number | 'ok'; readonly reason: string }
  | { readonly type: 'snooze-ended'; readonly why: 'expired' | 'asked' | 'cause-changed' | 'severity-rose' }
  | { readonly type: 'assigned'; readonly to: string; readonly why: 'asked' | 'handoff' }
  | { readonly type: 'reminded'; readonly to: string }
  | { readonly type: 'escalated'; readonly to: string; readonly level: number }
  | { readonly type: 'severity-changed'; readonly severity: Severity }
  | { readonly type: 'resolved'; readonly causeWas: Resolution['causeWas']; readonly note?: string }
  | { readonly type: 'closed'; readonly why: 'quiet' }
  /** Later incidents of this cause join this one. */
  | { readonly type: 'cause-claimed'; readonly cause: string }
  /** Its alarms were taken over by the incident of the same cause. */
  | { readonly type: 'merged'; readonly into: string }
  | {
      readonly type: 'took-over'
      readonly from: string
      readonly alarms: readonly IncidentAlarm[]
      readonly moreAlarms: number
      readonly severity: Severity
      /** Who was at the other incident when it was taken over. */
      readonly acknowledged?: Incident['acknowledged']
    }
  | { readonly type: 'child-changed'; readonly child: IncidentChild }
  | { readonly type: 'joined'; readonly parentId: string }
  /** `author` said it in the thread, and somebody else made a note of it. */
  | { readonly type: 'noted'; readonly text: string; readonly author?: string }
  /** A person's verdict on the named cause, given without resolving anything. */
  | { readonly type: 'cause-judged'; readonly causeWas: Judgement['causeWas'] }
  | { readonly type: 'rerouted'; readonly channel: string; readonly why: string }
  /** An event of another AWS service about a resource of the incident, in words. */
  | { readonly type: 'told'; readonly words: string }

/** An event with its name, its time and who brought it about. */
export type IncidentEvent = Happening & {
  /** The same event delivered again has the same id. */
  readonly id: string
  /** Epoch milliseconds at which Firstlook learnt of it. */
  readonly at: number
  readonly by: Actor
}

/** An event as the timeline keeps it. */
export type TimelineEntry = IncidentEvent & {
  /** 1 for the first event of the incident. */
  readonly sequence: number
  /** What became of the state, when it changed. */
  readonly became?: string
}
