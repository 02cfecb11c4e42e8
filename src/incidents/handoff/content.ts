import type { Incident } from '../incident.ts'
import type { Span } from '../oncall/rotation.ts'

/** Something written down during the shift. */
export interface ShiftNote {
  readonly text: string
  readonly by: string
  readonly at: number
  /** Absent when it is about the shift as a whole. */
  readonly incidentId?: string
}

/** Why an open incident is told of: the groups of a handoff, in their order. */
export const itemGroups = ['firing', 'acknowledged', 'snoozed', 'still-there', 'recovered'] as const
export type ItemGroup = (typeof itemGroups)[number]

/** An open incident as the next person needs it. */
export interface OpenItem {
  readonly id: string
  readonly group: ItemGroup
  readonly title: string
  readonly openedAt: number
  readonly severity: Incident['severity']
  readonly owner?: string
  /** In a sentence; absent while nothing is known. */
  readonly cause?: string
  readonly nextAction: string
  /** When it needs nobody any more. */
  readonly stopWhen: string
  /** Epoch milliseconds of a snooze that ends in the next shift. */
  readonly dueAt?: number
  readonly note?: Omit<ShiftNote, 'incidentId'>
}

export interface RecurringCause {
  readonly causeId: string
  readonly resource: string
  readonly summary: string
  readonly count: number
  /** Counts of the shifts before, the latest first. */
  readonly before: readonly number[]
  readonly trend: 'new' | 'more' | 'fewer' | 'same'
  /** The newest incident of it. */
  readonly incidentId: string
}

export interface NoisyAlarm {
  readonly name: string
  readonly firings: number
  readonly suggestion: string
  readonly incidentId: string
}

export interface WatchItem {
  readonly alarm: string
  readonly causeId: string
  readonly resource: string
  readonly times: number
  /** Of how many incidents with a named cause. */
  readonly of: number
  readonly incidentId: string
}

export interface ChangeTold {
  readonly at: string
  readonly who: string
  readonly what: string
  readonly resource: string
  readonly tiedTo?: string
  readonly incidentId: string
}

/** Everything a handoff tells, before it is put in words for a surface. */
export interface HandoffContent {
  readonly rotation: string
  readonly channel: string
  readonly from?: string
  readonly to?: string
  readonly shift: Span
  readonly until: number
  readonly items: readonly OpenItem[]
  /** Incidents of the shift that are over, by how they ended. */
  readonly closed: { readonly count: number; readonly opened: number }
  readonly recurring: readonly RecurringCause[]
  readonly noisy: readonly NoisyAlarm[]
  readonly changes: readonly ChangeTold[]
  readonly watch: readonly WatchItem[]
  readonly notes: readonly ShiftNote[]
  /** Accounts that Firstlook cannot see, or cannot see all of. */
  readonly access?: readonly string[]
  /** What Firstlook could not read in the shift. */
  readonly gaps: readonly string[]
  /** Nothing open, nothing that recurs, nothing noted. */
  readonly isQuiet: boolean
}
