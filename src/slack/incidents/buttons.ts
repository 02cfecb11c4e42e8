import type { App, BlockAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { WebAPIPlatformError } from '@slack/web-api'
import { silencedBy } from '../../incidents/snooze.ts'
import { hasEffect } from '../../incidents/transition.ts'
import { diagnosisPatienceMs } from '../../incidents/undiagnosed.ts'
import { renderSection } from '../../report/slack/thread.ts'
import { heldBy, venueOf } from '../actions/venue-of.ts'
import { guarded } from '../guarded.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell, tellAll } from '../venue.ts'
import { incidentActionIds as ids } from './action-ids.ts'
import { actOn, type Deed, onIncident, tellStale } from './door.ts'
import { snoozeForm } from './forms.ts'
import { judgeCause } from './judge-cause.ts'
import { slackTime } from './slack-time.ts'
import { spoken } from './spoken.ts'

/** A button that was pressed. */
export interface Click extends Deed {
  readonly body: BlockAction
  readonly reference: string
}

/** The buttons of incidents’ cards, and those under lines of their threads. Whoever presses is judged anew. */
export function listenToIncidentButtons(app: App, parts: Parts): void {
  const on = (actionId: string | RegExp, act: (click: Click, held: string) => Promise<void>) =>
    onClick(app, parts, actionId, act)
  on(ids.acknowledge, async (click) => void (await actOn(click, { type: 'acknowledged' })))
  on(ids.unacknowledge, async (click) => void (await actOn(click, { type: 'unacknowledged', why: 'asked' })))
  on(ids.confirm, confirm)
  // On a list of what sleeps, each row has a number behind the name of the action.
  on(new RegExp(`^${ids.unsnooze}(:\\d+)?$`), async (click) => {
    await actOn(click, { type: 'snooze-ended', why: 'asked' })
  })
  on(ids.recheck, recheck)
  on(ids.snooze, snooze)
  on(ids.fixSteps, showFix)
  on(ids.evidence, showEvidence)
  on(ids.causeRight, (click, held) => judgeCause(click, held, 'right'))
  on(ids.causeOther, (click, held) => judgeCause(click, held, 'other'))
}

/** Listens to one button of incidents: what it holds begins with the incident's id. */
export function onClick(
  app: App,
  parts: Parts,
  actionId: string | RegExp,
  act: (click: Click, held: string) => Promise<void>,
  incidentOf: (held: string) => string = (held) => held.split(':')[0] ?? '',
): void {
  app.action(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      const held = heldBy(action)
      const click = { incidentId: incidentOf(held), id: body.trigger_id }
      await guarded(venue, parts, context, (reference) =>
        onIncident(click, venue, parts, (deed) => act({ ...deed, body, reference }, held)),
      )
    },
  )
}

/** Opens a form; when Slack gave up waiting for it, the person is asked to press again. */
export async function openForm({ venue, body, parts, reference }: Click, view: ModalView): Promise<void> {
  try {
    await venue.client.views.open({ trigger_id: body.trigger_id, view })
  } catch (error) {
    if (!isTooLate(error)) throw error
    parts.log.info('a form could not be opened in time', { reference, error })
    await tell(venue, notice('The form could not be opened in time: Slack gives me three seconds. Press again.'))
  }
}

/** Whether a trigger was used up before the form came. */
export function isTooLate(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && /trigger/.test(error.data.error)
}

/** Where the form of a click says what it has to say. */
export function placeOf({ incident, venue }: Click) {
  const { channel, threadTs } = venue
  return { incident: incident.id, channel, ...(threadTs === undefined ? {} : { threadTs }) }
}

async function confirm(click: Click): Promise<void> {
  const { incident, venue, parts } = click
  const { acknowledged, state } = incident
  if (state !== 'acknowledged' || acknowledged === undefined)
    return await tellStale('acknowledgement-confirmed', incident, click)
  if (acknowledged.by !== venue.user) {
    const words = `<@${acknowledged.by}> acknowledged it, so only they can confirm. To take it over, press *Un-ack* on the card, then *Ack*.`
    return await tell(venue, spoken(words))
  }
  const { confirmedAt } = acknowledged
  const freshMs = parts.config.alarms.acknowledged.confirmMinutes * 60_000
  if (confirmedAt !== undefined && parts.clock() - confirmedAt < freshMs)
    return await tell(venue, spoken(`You confirmed it already, at ${slackTime(confirmedAt)}.`))
  await actOn(click, { type: 'acknowledgement-confirmed' })
}

/** In the thread, for everybody: in a storm nothing is said there unasked. */
async function showEvidence({ incident, door, venue, id }: Click): Promise<void> {
  const by = { kind: 'person', user: venue.user } as const
  await door.desk.happen(incident.id, { type: 'evidence-asked' }, `evidence ${id}`, by)
}

async function recheck(click: Click): Promise<void> {
  const { incident } = click
  if (incident.state === 'closed') return await tellStale('rechecked', incident, click)
  if (incident.kind === 'account')
    return await tell(click.venue, notice('This card stands over several incidents. Press Re-check on one of them.'))
  await lookAgain(click)
}

/** Has an incident looked at again, and says so at once: the thread tells what came of it. */
export async function lookAgain({ incident, door, venue, parts, id }: Deed): Promise<void> {
  const { diagnosis, lookingSince } = incident
  const isFirst = diagnosis.status === 'running' && diagnosis.question === undefined
  const since = isFirst ? diagnosis.at : lookingSince
  const underWay = (at: number) =>
    tell(
      venue,
      spoken(`It is being looked at since ${slackTime(at, '{time_secs}')}. The thread tells what comes of it.`),
    )
  if (since !== undefined && parts.clock() - since < diagnosisPatienceMs) return await underWay(since)
  await tell(venue, notice('Looking again. The thread tells what comes of it.'))
  await door.desk.recheck(incident.id, id, { kind: 'person', user: venue.user })
}

async function snooze(click: Click): Promise<void> {
  const { incident, parts, venue } = click
  const now = parts.clock()
  const by = { kind: 'person', user: venue.user } as const
  if (!hasEffect(incident, { type: 'snoozed', until: 'ok', reason: '', id: '', at: now, by }))
    return await tellStale('snoozed', incident, click)
  const { timeZone } = parts.config
  const context = { silenced: silencedBy(incident, parts.config), now, timeZone }
  await openForm(click, snoozeForm(incident, placeOf(click), context))
}

async function showFix({ incident, venue, parts }: Click): Promise<void> {
  const { reportId } = incident.diagnosis
  const kept = reportId === undefined ? undefined : await parts.answers.get(reportId)
  if (kept?.kind !== 'report')
    return await tell(venue, notice('The report of this incident is no longer kept. Re-check looks again.'))
  const messages = renderSection(kept.report, 'fix')
  if (messages.length === 0) return await tell(venue, notice('There are no fix steps: the newest look names no cause.'))
  await tellAll(venue, messages)
}
