import type { Desk } from '../../incidents/desk.ts'
import type { Happening } from '../../incidents/event.ts'
import type { Incident } from '../../incidents/incident.ts'
import type { Happened, IncidentRecords } from '../../incidents/records.ts'
import { mayAct } from '../access.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell, type Venue } from '../venue.ts'
import { spoken } from './spoken.ts'
import { staleWords } from './stale.ts'

/** The way listeners reach incidents. */
export interface IncidentDoor {
  readonly desk: Pick<Desk, 'act' | 'happen' | 'recheck'>
  readonly records: Pick<IncidentRecords, 'get' | 'timeline'>
  /** The address of an incident's card, once it has one. */
  readonly permalink: (incidentId: string) => Promise<string | undefined>
  /** How Slack calls a user; undefined where it does not say. */
  readonly nameOf: (user: string) => Promise<string | undefined>
}

/** What somebody does to an incident: they may, and it is there. */
export interface Deed {
  readonly incident: Incident
  readonly door: IncidentDoor
  readonly venue: Venue
  readonly parts: Parts
  /** The same for the same click however often it is delivered. */
  readonly id: string
}

/** Runs work on an incident, if it is there and this person may see its account here; if not, they alone are told why. */
export async function onIncident(
  { incidentId, id }: { readonly incidentId: string; readonly id: string },
  venue: Venue,
  parts: Parts,
  work: (deed: Deed) => Promise<void>,
): Promise<void> {
  const door = parts.incidents
  if (door === undefined)
    return await tell(venue, notice('Incidents are kept nowhere here: there is no table for them.'))
  const incident = await door.records.get(incidentId)
  if (incident === undefined) return await tell(venue, notice('This incident is no longer kept.'))
  const { refusal } = await mayAct({ account: incident.account }, venue, parts)
  if (refusal !== undefined) return await tell(venue, notice(refusal))
  await work({ incident, door, venue, parts, id })
}

/** Lets it happen if it changes anything; if it does not, whoever did it is told what has become of the incident since. */
export async function actOn({ incident, door, venue, id }: Deed, happening: Happening): Promise<Happened> {
  const by = { kind: 'person', user: venue.user } as const
  const happened = await door.desk.act(incident.id, happening, `${happening.type} ${id}`, by)
  if (!happened.isNew) await tellStale(happening.type, happened.after, { door, venue })
  return happened
}

/** Tells why a button no longer does anything. */
export async function tellStale(
  type: Happening['type'],
  incident: Incident,
  { door, venue }: Pick<Deed, 'door' | 'venue'>,
): Promise<void> {
  const { mergedInto } = incident
  const link = mergedInto === undefined ? undefined : await door.permalink(mergedInto)
  await tell(venue, spoken(staleWords(type, incident, link)))
}
