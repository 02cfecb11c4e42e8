import { clip } from '../../report/escape.ts'
import { bullet, type Line, text } from '../../report/outline-lines.ts'
import { alarmCount, type Incident, type IncidentState } from '../incident.ts'
import { time } from '../timeline-words.ts'
import type { IncidentShelf } from './shelf.ts'

/** An incident as lists show it, and as `--json` prints it. Times are ISO 8601. */
export interface ListedIncident {
  readonly id: string
  readonly title: string
  readonly account: string
  readonly region: string
  readonly state: IncidentState
  readonly since: string
  readonly openedAt: string
  readonly severity: string
  readonly alarms: number
  readonly firings: number
  /** A Slack user id; `ownerName` where Slack could be asked. */
  readonly owner?: string
  readonly ownerName?: string
  readonly cause?: { readonly id: string; readonly strength: string; readonly resource: string }
  readonly snooze?: { readonly until: string; readonly by: string; readonly byName?: string; readonly reason: string }
  /** The card in Slack. */
  readonly link?: string
}

const mostLinks = 25

/** Incidents as lists show them; only so many get a link, for each takes a request to Slack. */
export async function listed(
  incidents: readonly Incident[],
  { permalink, nameOf }: IncidentShelf,
): Promise<ListedIncident[]> {
  const named = async (user: string | undefined) => (user === undefined ? undefined : await nameOf?.(user))
  return await Promise.all(
    incidents.map(async (incident, index) => {
      const { snooze, ...rest } = listedOf(incident)
      const [link, ownerName, byName] = await Promise.all([
        index < mostLinks ? permalink?.(incident.id) : undefined,
        named(rest.owner),
        named(snooze?.by),
      ])
      return {
        ...rest,
        ...(link === undefined ? {} : { link }),
        ...(ownerName === undefined ? {} : { ownerName }),
        ...(snooze === undefined ? {} : { snooze: { ...snooze, ...(byName === undefined ? {} : { byName }) } }),
      }
    }),
  )
}

function listedOf(incident: Incident): ListedIncident {
  const { id, title, account, region, state, stateSince, openedAt, severity, firings, owner, diagnosis, snooze } =
    incident
  const { cause } = diagnosis
  return {
    ...{ id, title, account, region, state, severity, firings },
    since: iso(stateSince),
    openedAt: iso(openedAt),
    alarms: alarmCount(incident),
    ...(owner === undefined ? {} : { owner }),
    ...(cause === undefined
      ? {}
      : { cause: { id: cause.id, strength: cause.strength, resource: cause.resource.name } }),
    ...(snooze === undefined
      ? {}
      : { snooze: { until: snooze.until === 'ok' ? 'ok' : iso(snooze.until), by: snooze.by, reason: snooze.reason } }),
  }
}

/** One incident on a line: what, how it stands, whose, and the cause. People are named: a list must not ring for them. */
export function listedLine(incident: ListedIncident): Line {
  const { title, link, state, since, account, region, owner, ownerName, cause, firings, snooze } = incident
  return bullet(
    link === undefined ? text(clip(title, 120), 'strong') : { kind: 'link', text: clip(title, 120), url: link },
    ` ${state} since `,
    time(Date.parse(since)),
    ` · ${account} · ${region} · `,
    ownerName ?? owner ?? 'nobody’s',
    ...(firings > 1 ? [` · fired ${firings.toLocaleString('en-US')} times`] : []),
    ...(cause === undefined ? [] : [' · ', text(cause.id, 'code'), ` on ${cause.resource}, ${cause.strength}`]),
    ...(snooze === undefined
      ? []
      : [
          ' · sleeps until ',
          snooze.until === 'ok' ? 'it is OK' : time(Date.parse(snooze.until)),
          ', by ',
          snooze.byName ?? snooze.by,
          `: ${clip(snooze.reason, 160)}`,
        ]),
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
