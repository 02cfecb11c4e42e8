import { randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { WebClient } from '@slack/web-api'
import { type Desk, type DeskParts, makeDesk } from '../incidents/desk.ts'
import type { Due } from '../incidents/due.ts'
import type { TimelineEntry } from '../incidents/event.ts'
import type { Incident } from '../incidents/incident.ts'
import type { IncidentShelf } from '../incidents/information/shelf.ts'
import type { OnCallDue } from '../incidents/oncall/on-call-due.ts'
import { onCallNow } from '../incidents/oncall/source.ts'
import { type IncidentRecords, incidentRecords } from '../incidents/records.ts'
import { adjustingRoutes } from '../incidents/settings/adjust-route.ts'
import { keepingSights } from '../incidents/sight/sight-records.ts'
import type { Inform } from '../report/information/command.ts'
import { mayShow } from '../slack/access.ts'
import type { Directory } from '../slack/directory.ts'
import { showHome } from '../slack/home/show-home.ts'
import type { IncidentDoor } from '../slack/incidents/door.ts'
import { incidentView, permalinks } from '../slack/incidents/view.ts'
import type { OnCallDoor } from '../slack/oncall/door.ts'
import { deliver, type OutboxParts } from '../slack/outbox.ts'
import type { Answers } from '../store/answers.ts'
import { type Deliveries, dynamoDeliveries } from '../store/deliveries.ts'
import { dynamoHistories } from '../store/histories.ts'
import { charting } from './incident-chart.ts'
import { makeOnCall, type OnCallOptions } from './on-call-desk.ts'

export interface IncidentDeskOptions
  extends Omit<DeskParts, 'records' | 'showNow' | 'newId' | 'mayShow' | 'schedule' | 'adjust'> {
  readonly client: DynamoDBClient
  readonly table: string
  /** Made with `sendOnceOptions`. */
  readonly web: WebClient
  readonly answers: Answers
  /** Knows people’s names; without it lines mention them, and exports name their ids. */
  readonly directory?: Directory
  /** Reads metrics for charts; without it there are none. */
  readonly inform?: Inform
  readonly pause?: OutboxParts['pause']
  readonly schedule: (due: Due | OnCallDue) => Promise<void>
  readonly secretField?: OnCallOptions['secretField']
  /** Asks `doctor` what can be seen of the accounts, daily. */
  readonly look?: Inform
}

/** Everything that keeps incidents and shows them. */
export interface IncidentDesk {
  readonly desk: Desk
  readonly records: IncidentRecords
  readonly deliveries: Deliveries
  readonly deliver: (incidentId: string) => Promise<'delivered' | 'busy'>
  /** The listeners’ way to incidents. */
  readonly door: IncidentDoor
  /** The listeners’ way to on-call. */
  readonly onCall: OnCallDoor
  /** Keeps what `doctor` finds, whoever asked for it. */
  readonly keeping: (inform: Inform) => Inform
  /** What the commands that show incidents read. */
  readonly shelf: IncidentShelf
  /** Does what is due, about an incident or about on-call. */
  readonly due: (due: Due | OnCallDue) => Promise<void>
}

/** The desk, its records and its outbox over one table and one Slack client. */
export function makeIncidentDesk(options: IncidentDeskOptions): IncidentDesk {
  const { client, table, web, config, clock, log, answers, directory } = options
  const records = incidentRecords(dynamoHistories<Incident, TimelineEntry>({ client, table, kind: 'incident' }))
  const deliveries = dynamoDeliveries({ client, table, clock, newToken: newIncidentId })
  const nameOf = async (user: string): Promise<string | undefined> => {
    try {
      return (await directory?.person(web, user))?.name
    } catch (error) {
      log.info('somebody’s name could not be looked up', { user, error: String(error) })
      return undefined
    }
  }
  const outbox: OutboxParts = {
    records,
    deliveries,
    client: web,
    log,
    view: incidentView({ answers, deliveries, client: web, nameOf }),
    pause: options.pause ?? ((ms) => new Promise((resume) => setTimeout(resume, ms))),
    reroute: async (incident, error) => {
      const fallback = config.alarmChannel
      const why = `its channel ${incident.channel} cannot be posted to`
      await tellOwner(`Incident “${incident.title}”: ${why} (${codeOf(error)}).`)
      if (fallback === undefined || fallback === incident.channel) return undefined
      const moved = { type: 'rerouted', channel: fallback, why } as const
      return (await desk.happen(incident.id, moved, `rerouted ${incident.channel}`, { kind: 'firstlook' })).after
    },
  }
  const tellOwner = async (text: string): Promise<void> => {
    const { owner } = config.alarms
    if (owner === undefined) return
    try {
      await web.chat.postMessage({ channel: owner, text, unfurl_links: false, unfurl_media: false })
    } catch (error) {
      log.error('the owner could not be told', { owner, error })
    }
  }
  const desk = makeDesk({
    ...options,
    records,
    newId: newIncidentId,
    mayShow: (account, channel) => mayShow(account, channel, config),
    illustrate: async (incident) => {
      try {
        return options.inform === undefined ? undefined : await charting(options.inform)(incident)
      } catch (error) {
        log.info('an incident has no chart', { incident: incident.id, error: String(error) })
        return undefined
      }
    },
    adjust: async (route) => await adjust(route),
    showProgress: async (id, progress) => {
      try {
        return (await deliver(id, outbox, progress)) === 'delivered'
      } catch (error) {
        log.info('how far a diagnosis is could not be shown', { incident: id, error: String(error) })
        return true
      }
    },
    showNow: async ({ id }) => {
      try {
        await deliver(id, outbox)
      } catch (error) {
        log.info('a card is left to the outbox', { incident: id, error: String(error) })
      }
    },
  })
  const permalink = permalinks({ deliveries, client: web })
  const { look } = options
  const keeping = (inform: Inform): Inform =>
    keepingSights(inform, { keep: (doctor, at) => onCall.sights.keep(doctor, at) }, { clock, log })
  const onCall = makeOnCall({ ...options, records, permalink, look: look === undefined ? undefined : keeping(look) })
  const adjust = adjustingRoutes({
    settings: onCall.settings,
    onCallOf: async (channel) => {
      const source = await onCall.desk.ofChannel(channel)
      return source === undefined ? undefined : (await onCallNow(source, clock())).now.user
    },
    timeZone: config.timeZone,
    log,
  })
  const shelf: IncidentShelf = {
    ...{ records, permalink, nameOf, onCall: onCall.desk },
    reportOf: async (reportId) => {
      const kept = await answers.get(reportId)
      return kept?.kind === 'report' ? kept.report : undefined
    },
  }
  return {
    ...{ desk, records, deliveries },
    deliver: async (incidentId) => {
      const outcome = await deliver(incidentId, outbox)
      // Here, and not with every alarm: the account's incident of a storm would change faster than it can be written.
      const incident = await records.get(incidentId)
      if (incident?.parentId !== undefined) await desk.tellParent(incident)
      return outcome
    },
    door: { desk, records, permalink, nameOf },
    shelf,
    keeping,
    onCall: {
      ...onCall,
      refreshHome: (slack, user) => showHome(slack, user, { ...onCall, shelf, config, clock }),
    },
    due: (due) => ('incidentId' in due ? desk.due(due) : onCall.desk.due(due)),
  }
}

/** Sixteen characters nobody can guess. */
function newIncidentId(): string {
  return randomBytes(12).toString('base64url')
}

function codeOf(error: unknown): string {
  const { data } = error as { data?: { error?: unknown } }
  return typeof data?.error === 'string' ? data.error : String(error).slice(0, 200)
}
