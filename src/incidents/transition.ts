import { changeAlarm, configureAlarm, takeOver } from './alarms-of.ts'
import type { Happening, IncidentEvent } from './event.ts'
import { type Incident, type IncidentState, isFiring, severities } from './incident.ts'

/** What a new incident is opened with. */
export type Opening = Pick<
  Incident,
  | 'id'
  | 'kind'
  | 'title'
  | 'account'
  | 'region'
  | 'openedAt'
  | 'channel'
  | 'routedBy'
  | 'severity'
  | 'mention'
  | 'shows'
>

/** Characters of the latest note that the incident itself keeps; the timeline keeps all of it. */
const mostNoted = 300

/** An incident before its first event. */
export function open(opening: Opening): Incident {
  return {
    ...opening,
    version: 0,
    state: 'firing',
    stateSince: opening.openedAt,
    changedAt: opening.openedAt,
    alarms: [],
    moreAlarms: 0,
    firings: 0,
    diagnosis: { status: 'none', at: opening.openedAt, attempts: 0 },
    reminders: 0,
    reopenings: 0,
    children: [],
  }
}

/**
 * The incident after an event. Every event is legal in every state: one that no longer fits only counts as having happened. A person's
 * click on a stale button is such an event.
 */
export function transition(incident: Incident, event: IncidentEvent): Incident {
  const after = settled(incident, changed(incident, event), event.at)
  return { ...after, version: incident.version + 1, changedAt: Math.max(incident.changedAt, event.at) }
}

/** Whether the event changes more than the count of events: a click without effect is answered, not shown in the thread. */
export function hasEffect(incident: Incident, event: IncidentEvent): boolean {
  const { version: _v, changedAt: _c, ...before } = incident
  const { version: _w, changedAt: _d, ...after } = transition(incident, event)
  return JSON.stringify(before) !== JSON.stringify(after)
}

function changed(incident: Incident, event: IncidentEvent): Incident {
  const { at } = event
  switch (event.type) {
    case 'alarm-changed':
      return changeAlarm(incident, event.alarm)
    case 'alarm-configured':
      return configureAlarm(incident, event)
    case 'took-over':
      return joinedBy(incident, event)
    case 'merged':
      return incident.mergedInto === undefined
        ? { ...without(incident, 'snooze'), ...to('closed', at), mergedInto: event.into, alarms: [], moreAlarms: 0 }
        : incident
    case 'child-changed':
      return withChild(incident, event)
    case 'joined':
      return { ...incident, parentId: event.parentId }
    case 'severity-changed':
      return raise(incident, event)
    case 'rerouted':
      return { ...incident, channel: event.channel, routedBy: event.why }
    case 'assigned':
      return event.why === 'handoff' && (incident.ownedAt ?? 0) > at
        ? incident
        : { ...incident, owner: event.to, ownedAt: at }
    case 'reminded':
      return isFiring(incident) ? { ...incident, reminders: incident.reminders + 1 } : incident
    case 'escalated':
      return { ...incident, escalation: { level: event.level, at, to: event.to } }
    case 'noted':
      return event.by.kind === 'person'
        ? {
            ...incident,
            latestNote: { text: event.text.slice(0, mostNoted), by: noterOf(event.author) ?? event.by.user, at },
          }
        : incident
    case 'told':
    case 'cause-claimed':
    case 'evidence-asked':
    case 'illustrated':
    case 'acknowledgement-questioned':
      return incident
    case 'cause-judged':
      return judged(incident, event)
    case 'resolved':
    case 'closed':
      return closing(incident, event)
    case 'acknowledged':
    case 'unacknowledged':
    case 'acknowledgement-confirmed':
    case 'snoozed':
    case 'snooze-ended':
      return handled(incident, event)
    case 'diagnosis-started':
    case 'diagnosis-interrupted':
    case 'diagnosis-failed':
    case 'diagnosed':
    case 'recheck-started':
    case 'rechecked':
      return diagnosed(incident, event)
  }
}

/** Whoever said it, when Slack told who that was. */
function noterOf(author: string | undefined): string | undefined {
  return author !== undefined && /^[UW][A-Z0-9]+$/.test(author) ? author : undefined
}

type Of<T extends Happening['type']> = Extract<IncidentEvent, { type: T }>

function handled(
  incident: Incident,
  event: Of<'acknowledged' | 'unacknowledged' | 'acknowledgement-confirmed' | 'snoozed' | 'snooze-ended'>,
): Incident {
  const { state, snooze, severity, diagnosis, acknowledged } = incident
  const person = event.by.kind === 'person' ? event.by.user : undefined
  switch (event.type) {
    case 'acknowledged': {
      if ((state !== 'firing' && state !== 'snoozed') || person === undefined) return incident
      const held = { ...without(incident, 'snooze'), ...to('acknowledged', event.at) }
      return { ...held, owner: person, ownedAt: event.at, acknowledged: { by: person, at: event.at } }
    }
    case 'unacknowledged':
      return state === 'acknowledged'
        ? { ...without(incident, 'acknowledged'), ...to('firing', event.at), reminders: 0 }
        : incident
    case 'acknowledgement-confirmed':
      return acknowledged === undefined || state !== 'acknowledged'
        ? incident
        : { ...incident, acknowledged: { ...acknowledged, confirmedAt: event.at } }
    case 'snoozed': {
      if (state === 'recovered' || state === 'closed' || person === undefined) return incident
      if (event.until !== 'ok' && event.until <= event.at) return incident
      const from = snooze?.from ?? (state === 'acknowledged' ? 'acknowledged' : 'firing')
      const cause = diagnosis.cause === undefined ? {} : { causeId: diagnosis.cause.id }
      const { until, reason, at } = event
      return {
        ...incident,
        ...(state === 'snoozed' ? {} : to('snoozed', at)),
        snooze: { until, reason, at, by: person, from, severity, ...cause },
      }
    }
    case 'snooze-ended':
      return snooze === undefined
        ? incident
        : { ...without(incident, 'snooze'), ...to(snooze.from, event.at), reminders: 0 }
  }
}

function diagnosed(
  incident: Incident,
  event: Of<
    'diagnosis-started' | 'diagnosis-interrupted' | 'diagnosis-failed' | 'diagnosed' | 'recheck-started' | 'rechecked'
  >,
): Incident {
  const { diagnosis } = incident
  const { at } = event
  switch (event.type) {
    case 'diagnosis-started':
      return {
        ...incident,
        diagnosis: {
          ...diagnosis,
          status: 'running',
          at,
          attempts: diagnosis.attempts + 1,
          reference: event.reference,
        },
      }
    case 'diagnosis-interrupted':
    case 'diagnosis-failed': {
      const isThis = diagnosis.status === 'running' && diagnosis.reference === event.reference
      const status = event.type === 'diagnosis-failed' ? 'failed' : 'interrupted'
      return isThis ? { ...without(incident, 'lookingSince'), diagnosis: { ...diagnosis, status, at } } : incident
    }
    case 'diagnosed': {
      const { attempts, reference } = diagnosis
      const ended = { status: 'done' as const, at, attempts, ...(reference === undefined ? {} : { reference }) }
      return { ...without(incident, 'lookingSince'), diagnosis: { ...event.outcome, ...ended } }
    }
    case 'recheck-started':
      return { ...incident, lookingSince: at }
    case 'rechecked': {
      const looked = without(incident, 'lookingSince')
      if (incident.state === 'recovered') return { ...looked, recovery: { at, outcome: event.found } }
      // What caused an incident that is over stays its cause; while it goes on, the newer look counts.
      if (event.outcome === undefined || incident.state === 'closed') return looked
      return { ...looked, diagnosis: { ...event.outcome, status: 'done', at, attempts: diagnosis.attempts } }
    }
  }
}

function closing(incident: Incident, event: Of<'resolved' | 'closed'>): Incident {
  const { state } = incident
  if (event.type === 'closed') return state === 'recovered' ? { ...incident, ...to('closed', event.at) } : incident
  if (state === 'closed' || event.by.kind !== 'person') return incident
  const { causeWas, note, at } = event
  const said = { by: event.by.user, at, causeWas, ...(note === undefined ? {} : { note }) }
  return { ...without(incident, 'snooze'), ...to('closed', at), resolution: said }
}

/** A verdict is on the cause that is named; said again it changes nothing. */
function judged(incident: Incident, event: Of<'cause-judged'>): Incident {
  const { diagnosis, judgement } = incident
  const { by, at, causeWas } = event
  const causeId = diagnosis.cause?.id
  if (causeId === undefined || by.kind !== 'person') return incident
  const isSaid = judgement?.causeId === causeId && judgement.causeWas === causeWas
  return isSaid ? incident : { ...incident, judgement: { by: by.user, at, causeWas, causeId } }
}

function raise(incident: Incident, { severity }: Pick<Of<'severity-changed'>, 'severity'>): Incident {
  return severities.indexOf(severity) < severities.indexOf(incident.severity) ? { ...incident, severity } : incident
}

/** What somebody has acknowledged stays acknowledged, and what is urgent stays urgent, when it goes on under another incident. */
function joinedBy(incident: Incident, event: Of<'took-over'>): Incident {
  const taken = raise(takeOver(incident, event.alarms, event.moreAlarms), event)
  const { acknowledged } = event
  if (acknowledged === undefined || incident.state !== 'firing') return taken
  const { by: owner, at: ownedAt } = acknowledged
  return { ...taken, ...to('acknowledged', event.at), acknowledged, owner, ownedAt }
}

function withChild(incident: Incident, { child }: Of<'child-changed'>): Incident {
  const { kind, children, mergedChildren = [] } = incident
  if (kind !== 'account' || mergedChildren.includes(child.id)) return incident
  const index = children.findIndex(({ id }) => id === child.id)
  if (child.isMerged === true)
    return {
      ...incident,
      children: children.filter(({ id }) => id !== child.id),
      mergedChildren: [...mergedChildren, child.id],
    }
  const known = children[index]
  if (known === undefined) return { ...incident, children: [...children, child] }
  const isSame = JSON.stringify({ ...known, version: 0 }) === JSON.stringify({ ...child, version: 0 })
  return known.version > child.version || isSame ? incident : { ...incident, children: children.with(index, child) }
}

/** Brings the state in line with the alarms: all of them OK is recovered, one that fires again is firing. */
function settled(before: Incident, incident: Incident, at: number): Incident {
  const { state, alarms, kind, children, mergedInto } = incident
  if (mergedInto !== undefined) return incident
  if (state === 'recovered' || state === 'closed')
    return firesAgain(before, incident) ? reopened(incident, at) : incident
  const isOver = kind === 'account' ? children.length > 0 && !isFiring(incident) : areOver(alarms)
  return isOver ? { ...without(incident, 'snooze'), ...to('recovered', at) } : incident
}

/** Deleted alarms can never be OK again, so they hold nothing up; missing data is no recovery. */
function areOver(alarms: Incident['alarms']): boolean {
  return alarms.length > 0 && alarms.every(({ state, configuration }) => state === 'OK' || configuration === 'deleted')
}

/** A closed incident needs a new firing: somebody may have resolved it while an alarm still fired. */
function firesAgain(before: Incident, after: Incident): boolean {
  const { kind, state, children, firings } = after
  if (kind === 'account') return children.some((child) => child.state === 'firing') && !isFiring(before)
  return isFiring(after) && (state === 'recovered' || firings > before.firings)
}

function reopened(incident: Incident, at: number): Incident {
  const fresh = without(without(without(incident, 'acknowledged'), 'recovery'), 'resolution')
  return { ...fresh, ...to('firing', at), reminders: 0, reopenings: incident.reopenings + 1 }
}

function to(state: IncidentState, at: number): { state: IncidentState; stateSince: number } {
  return { state, stateSince: at }
}

function without<K extends keyof Incident>(incident: Incident, key: K): Omit<Incident, K> & Partial<Pick<Incident, K>> {
  const { [key]: _, ...rest } = incident
  return rest as Omit<Incident, K> & Partial<Pick<Incident, K>>
}
