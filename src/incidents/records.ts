import type { Entry, Histories, Page, Write } from '../store/histories.ts'
import type { IncidentEvent, TimelineEntry } from './event.ts'
import { causeKey, fingerprint, type Incident } from './incident.ts'
import { type Opening, open, transition } from './transition.ts'

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
   * Opens an incident with its first event, unless another came first: then that one is returned as it stands, and `isNew` is
   * false. `instead` is the closed incident whose place it takes.
   */
  readonly open: (
    opening: Opening,
    event: IncidentEvent,
    instead?: Incident,
  ) => Promise<{ readonly incident: Incident; readonly isNew: boolean }>
  /** Throws an Error when there is no such incident, or when it changed too often to be written. */
  readonly happen: (id: string, event: IncidentEvent) => Promise<Happened>
  /**
   * Gives the incident of this cause: the incident itself, when it is the first to claim its cause; or the open incident that
   * had claimed it, which has taken over the alarms and the name of this one.
   */
  readonly settleCause: (id: string, at: number) => Promise<Incident>
  /** Open incidents, the newest first. */
  readonly listOpen: (options?: { readonly next?: string; readonly limit?: number }) => Promise<Page<Incident>>
  /** Incidents closed in a month, `2026-11`, the newest first. */
  readonly listClosed: (
    month: string,
    options?: { readonly next?: string; readonly from?: string; readonly to?: string },
  ) => Promise<Page<Incident>>
}

const attempts = 12
const mostRepointed = 40
const keptDays = 400
const alarmName = (key: string) => `alarm|${key}`
const causeName = (key: string) => `cause|${key}`
const stormName = (account: string) => `storm|${account}`

/** Incidents over a table's histories; `pause` waits between attempts that collide, in milliseconds. */
export function incidentRecords(
  histories: Histories<Incident, TimelineEntry & Entry>,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): IncidentRecords {
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

  const happen = async (id: string, event: IncidentEvent): Promise<Happened> =>
    await again(async () => {
      const before = await histories.get(id)
      if (before === undefined) throw new Error(`there is no incident ${id}`)
      if (before.mergedInto !== undefined && event.type === 'alarm-changed')
        return await happen(before.mergedInto, event)
      const write = writeOf(before, event)
      const commit = await histories.commit([write])
      if (commit === 'done') return { before, after: write.after, isNew: true }
      return commit === 'duplicate' ? { before, after: before, isNew: false } : undefined
    })

  return {
    get: histories.get,
    timeline: histories.entries,
    holderOf: async (alarm) => await followed(await histories.holderOf(alarmName(fingerprint(alarm)))),
    stormOf: async (account) => await followed(await histories.holderOf(stormName(account))),
    open: async (opening, event, instead) =>
      await again(async () => {
        const fresh = open(opening)
        const write = writeOf(fresh, event)
        const name = event.type === 'alarm-changed' ? alarmName(fingerprint(event.alarm)) : stormName(opening.account)
        const claims = [{ name, ...(instead === undefined ? {} : { from: instead.id }) }]
        if ((await histories.commit([{ ...write, claims }])) === 'done') return { incident: write.after, isNew: true }
        const holder = await followed(await histories.holderOf(name))
        return holder === undefined ? undefined : { incident: holder, isNew: false }
      }),
    happen,
    settleCause: async (id, at) =>
      await again(async () => {
        const incident = await histories.get(id)
        if (incident === undefined) throw new Error(`there is no incident ${id}`)
        if (incident.mergedInto !== undefined) return await followed(incident.mergedInto)
        const key = causeKey(incident.diagnosis.cause)
        if (key === undefined || incident.kind === 'account') return incident
        const name = causeName(key)
        const holder = await followed(await histories.holderOf(name))
        if (holder?.id === id) return incident
        if (holder === undefined || holder.state === 'closed') {
          const event: IncidentEvent = {
            type: 'cause-claimed',
            cause: key,
            id: `cause ${key} ${at}`,
            at,
            by: { kind: 'firstlook' },
          }
          const write = writeOf(incident, event)
          const from = await histories.holderOf(name)
          const claims = [{ name, ...(from === undefined ? {} : { from }) }]
          const commit = await histories.commit([{ ...write, claims }])
          if (commit === 'done') return write.after
          return commit === 'duplicate' ? incident : undefined
        }
        return await merge(histories, incident, holder, at)
      }),
    listOpen: (options = {}) => histories.list('open', options),
    listClosed: (month, options = {}) => histories.list(`closed#${month}`, options),
  }
}

/** Moves all alarms of one incident into another, in one commit; undefined when either changed meanwhile. */
async function merge(
  histories: Histories<Incident, TimelineEntry & Entry>,
  from: Incident,
  into: Incident,
  at: number,
): Promise<Incident | undefined> {
  const by = { kind: 'firstlook' } as const
  const { alarms, moreAlarms } = from
  const giving = writeOf(from, { type: 'merged', into: into.id, id: `merged into ${into.id}`, at, by })
  const taking = writeOf(into, {
    type: 'took-over',
    from: from.id,
    alarms,
    moreAlarms,
    id: `took over ${from.id}`,
    at,
    by,
  })
  const claims = alarms.slice(0, mostRepointed).map((alarm) => ({ name: alarmName(fingerprint(alarm)), from: from.id }))
  const commit = await histories.commit([giving, { ...taking, claims }])
  return commit === 'done' ? taking.after : undefined
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
