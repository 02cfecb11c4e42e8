import type { Entry, Histories, Page, Write } from '../store/histories.ts'
import type { IncidentEvent, TimelineEntry } from './event.ts'
import { causeKey, fingerprint, type Incident } from './incident.ts'
import { type Opening, open, transition } from './transition.ts'
import { makeTurns } from './turns.ts'

/** What an event did to an incident. */
export interface Happened {
  readonly before: Incident
  readonly after: Incident
  /** False when the event had happened already; `before` and `after` are then the incident as it stands. */
  readonly isNew: boolean
}

/** The incidents in the table. Every change is one event, applied to the newest state, together with its line in the timeline. */
export interface IncidentRecords {
  readonly get: (id: string) => Promise<Incident | undefined>
  /** In order, those after a sequence number. */
  readonly timeline: (id: string, after?: number) => Promise<readonly TimelineEntry[]>
  /** The incident an alarm belongs to, followed through merges; it may be closed. */
  readonly holderOf: (alarm: Parameters<typeof fingerprint>[0]) => Promise<Incident | undefined>
  /** The incident over an account's incidents in a storm; it may be closed. */
  readonly stormOf: (account: string) => Promise<Incident | undefined>
  /**
   * Takes the state change of an alarm: into the incident the alarm belongs to, unless `isOver` says that one is past; into an open
   * incident that has asked one of the same questions; or into a new one. A change that opens nothing is undefined.
   */
  readonly take: (arrival: Arrival) => Promise<Taken | undefined>
  /** Opens the incident over an account, unless there is one that is not closed. */
  readonly openStorm: (opening: Opening, event: IncidentEvent) => Promise<Incident>
  /**
   * Applies an event; one that depends on the state is made from the newest, and undefined lets it be. Throws an Error when there is no such
   * incident, or when it changed too often to be written.
   */
  readonly happen: (
    id: string,
    event: IncidentEvent | ((incident: Incident) => IncidentEvent | undefined),
  ) => Promise<Happened>
  /**
   * Gives the incident of this cause: the incident itself, when it is the first to claim its cause; or the open incident that
   * had claimed it, which has taken over the alarms and the name of this one.
   */
  readonly settleCause: (id: string, at: number) => Promise<Settled>
  /** Open incidents, the newest first. */
  readonly listOpen: (options?: {
    readonly next?: string
    readonly limit?: number
    /** ISO 8601: only those opened since. */
    readonly from?: string
  }) => Promise<Page<Incident>>
  /** Incidents closed in a month, `2026-11`, the newest first. */
  readonly listClosed: (
    month: string,
    options?: { readonly next?: string; readonly from?: string; readonly to?: string },
  ) => Promise<Page<Incident>>
}

/** The incident of a cause, as it was and as it is. */
export type Settled = Pick<Happened, 'before' | 'after'>

/** A state change of an alarm on its way to an incident. */
export interface Arrival {
  readonly event: IncidentEvent & { readonly type: 'alarm-changed' }
  /** What a new incident is opened with. */
  readonly opening: Opening
  /** Names of the questions the alarm asks: incidents that ask the same are one. */
  readonly questions: readonly string[]
  /** Whether an incident is so long past that the alarm begins a new one. */
  readonly isOver: (incident: Incident) => boolean
}

/** What became of an alarm: `opened` an incident, `joined` one that asks the same, or `continued` its own. */
export interface Taken extends Happened {
  readonly how: 'opened' | 'joined' | 'continued'
}

const attempts = 12
const mostRepointed = 40
const keptDays = 400
const alarmName = (key: string) => `alarm|${key}`
const causeName = (key: string) => `cause|${key}`
const questionName = (question: string) => `question|${question}`
const stormName = (account: string) => `storm|${account}`

/** Incidents over a table's histories; `pause` waits between attempts that collide, in milliseconds. */
export function incidentRecords(
  histories: Histories<Incident, TimelineEntry & Entry>,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): IncidentRecords {
  const turn = makeTurns()
  const followed = async (id: string | undefined): Promise<Incident | undefined> => {
    const incident = id === undefined ? undefined : await histories.get(id)
    return incident?.mergedInto === undefined ? incident : await followed(incident.mergedInto)
  }

  const again = async <T>(attempt: () => Promise<T | undefined>): Promise<T> => {
    for (let count = 1; count <= attempts; count++) {
      const outcome = await attempt()
      if (outcome !== undefined) return outcome
      await pause(Math.random() * Math.min(500, 10 * 2 ** count))
    }
    throw new Error(`an incident changed under ${attempts} attempts to write it`)
  }

  const happen: IncidentRecords['happen'] = async (id, event) => await again(() => turn(id, () => apply(id, event)))

  const apply = async (id: string, event: Parameters<IncidentRecords['happen']>[1]): Promise<Happened | undefined> => {
    const before = await histories.get(id)
    if (before === undefined) throw new Error(`there is no incident ${id}`)
    const due = typeof event === 'function' ? event(before) : event
    if (due === undefined) return { before, after: before, isNew: false }
    if (before.mergedInto !== undefined && due.type === 'alarm-changed') return await happen(before.mergedInto, due)
    const write = writeOf(before, due)
    const commit = await histories.commit([write])
    if (commit === 'done') return { before, after: write.after, isNew: true }
    return commit === 'duplicate' ? { before, after: before, isNew: false } : undefined
  }

  const named = async (name: string) => {
    const raw = await histories.holderOf(name)
    return { raw, holder: await followed(raw) }
  }

  const take = async ({ event, opening, questions, isOver }: Arrival): Promise<Taken | undefined> =>
    await again(async () => {
      const own = await named(alarmName(fingerprint(event.alarm)))
      if (own.holder !== undefined && (own.holder.state !== 'closed' || !isOver(own.holder)))
        return { ...(await happen(own.holder.id, event)), how: 'continued' as const }
      if (event.alarm.state !== 'ALARM') return null
      const claim = { name: alarmName(fingerprint(event.alarm)), ...(own.raw === undefined ? {} : { from: own.raw }) }
      const asked = await Promise.all(
        questions.map(async (each) => ({ name: questionName(each), ...(await named(questionName(each))) })),
      )
      const same = asked.find(({ holder }) => holder !== undefined && holder.state !== 'closed')?.holder
      const before = same ?? open(opening)
      const write = writeOf(before, event)
      const others = asked
        .filter(({ holder }) => holder === undefined || holder.state === 'closed')
        .map(({ name, raw }) => ({ name, ...(raw === undefined ? {} : { from: raw }) }))
      const commit = await histories.commit([{ ...write, claims: [claim, ...others] }])
      if (commit === 'duplicate' && same !== undefined)
        return { before, after: same, isNew: false, how: 'joined' as const }
      if (commit !== 'done') return undefined
      return {
        before,
        after: write.after,
        isNew: true,
        how: same === undefined ? ('opened' as const) : ('joined' as const),
      }
    }).then((taken) => taken ?? undefined)

  return {
    get: histories.get,
    timeline: histories.entries,
    holderOf: async (alarm) => (await named(alarmName(fingerprint(alarm)))).holder,
    stormOf: async (account) => (await named(stormName(account))).holder,
    take,
    openStorm: async (opening, event) =>
      await again(async () => {
        const { raw, holder } = await named(stormName(opening.account))
        if (holder !== undefined && holder.state !== 'closed') return (await happen(holder.id, event)).after
        const write = writeOf(open(opening), event)
        const claims = [{ name: stormName(opening.account), ...(raw === undefined ? {} : { from: raw }) }]
        return (await histories.commit([{ ...write, claims }])) === 'done' ? write.after : undefined
      }),
    happen,
    settleCause: async (id, at) =>
      await again(async () => {
        const incident = await histories.get(id)
        if (incident === undefined) throw new Error(`there is no incident ${id}`)
        if (incident.mergedInto !== undefined) return unchanged(await followed(incident.mergedInto))
        const key = causeKey(incident.diagnosis.cause)
        if (key === undefined || incident.kind === 'account') return unchanged(incident)
        const name = causeName(key)
        const { raw: from, holder } = await named(name)
        if (holder?.id === id) return unchanged(incident)
        if (holder !== undefined && holder.state !== 'closed')
          return await turn(holder.id, async () => await merge(histories, id, holder.id, at))
        const event: IncidentEvent = {
          type: 'cause-claimed',
          cause: key,
          id: `cause ${key} ${at}`,
          at,
          by: { kind: 'firstlook' },
        }
        const write = writeOf(incident, event)
        const claims = [{ name, ...(from === undefined ? {} : { from }) }]
        const commit = await histories.commit([{ ...write, claims }])
        if (commit === 'done') return unchanged(write.after)
        return commit === 'duplicate' ? unchanged(incident) : undefined
      }),
    listOpen: (options = {}) => histories.list('open', options),
    listClosed: (month, options = {}) => histories.list(`closed#${month}`, options),
  }
}

function unchanged(incident: Incident | undefined): Settled | undefined {
  return incident === undefined ? undefined : { before: incident, after: incident }
}

/** Moves all alarms of one incident into another, in one commit; undefined when either changed meanwhile. */
async function merge(
  histories: Histories<Incident, TimelineEntry & Entry>,
  fromId: string,
  intoId: string,
  at: number,
): Promise<Settled | undefined> {
  const [from, into] = await Promise.all([histories.get(fromId), histories.get(intoId)])
  if (from === undefined || into === undefined || from.mergedInto !== undefined || into.state === 'closed')
    return undefined
  const by = { kind: 'firstlook' } as const
  const { alarms, moreAlarms, severity, state, acknowledged } = from
  const giving = writeOf(from, { type: 'merged', into: into.id, id: `merged into ${into.id}`, at, by })
  const taking = writeOf(into, {
    type: 'took-over',
    ...{ from: from.id, alarms, moreAlarms, severity },
    ...(state === 'acknowledged' && acknowledged !== undefined ? { acknowledged } : {}),
    ...{ id: `took over ${from.id}`, at, by },
  })
  const claims = alarms.slice(0, mostRepointed).map((alarm) => ({ name: alarmName(fingerprint(alarm)), from: from.id }))
  const commit = await histories.commit([giving, { ...taking, claims }])
  return commit === 'done' ? { before: into, after: taking.after } : undefined
}

function writeOf(
  before: Incident,
  event: IncidentEvent,
): Write<Incident, TimelineEntry> & { readonly after: Incident } {
  const after = transition(before, event)
  const became = after.state === before.state && before.version > 0 ? {} : { became: after.state }
  const listed = placeOf(after)
  return {
    after,
    expected: before.version,
    entries: [{ ...event, sequence: after.version, ...became }],
    ...(listed === undefined ? {} : { listed }),
    expiresAt: Math.floor(after.changedAt / 1000) + keptDays * 24 * 3600,
  }
}

function placeOf({ state, mergedInto, openedAt, stateSince, id }: Incident): Write<Incident, TimelineEntry>['listed'] {
  if (mergedInto !== undefined) return undefined
  if (state !== 'closed') return { list: 'open', key: `${new Date(openedAt).toISOString()}#${id}` }
  const closedAt = new Date(stateSince).toISOString()
  return { list: `closed#${closedAt.slice(0, 7)}`, key: `${closedAt}#${id}` }
}
