import type { App } from '@slack/bolt'
import { nextEscalation } from '../../incidents/overdue.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell } from '../venue.ts'
import { incidentActionIds, incidentItems } from './action-ids.ts'
import { type Click, onClick, openForm, placeOf } from './buttons.ts'
import { mentionOf } from './card.ts'
import { actOn, tellStale } from './door.ts'
import { tellExport } from './export.ts'
import { assignForm, noteForm, resolveForm } from './forms.ts'
import { slackTime } from './slack-time.ts'
import { spoken } from './spoken.ts'

/** Two presses within this time are one wish. */
const oneWishMs = 60_000

/** The ⋯ menu of incidents’ cards. */
export function listenToIncidentMenu(app: App, parts: Parts): void {
  const chosen = async (click: Click, held: string): Promise<void> => {
    const { incident, venue } = click
    switch (held.split(':')[0]) {
      case incidentItems.assign:
        if (incident.state === 'closed') return await tellStale('acknowledged', incident, click)
        return await openForm(click, assignForm(incident, placeOf(click), incident.owner ?? venue.user))
      case incidentItems.resolve:
        if (incident.state === 'closed') return await tellStale('resolved', incident, click)
        return await openForm(click, resolveForm(incident, placeOf(click)))
      case incidentItems.note:
        return await openForm(click, noteForm(incident, placeOf(click)))
      case incidentItems.escalate:
        return await escalate(click)
      case incidentItems.export:
        return await tellExport(click)
      default:
        throw new Error(`the menu has no item ${held}`)
    }
  }
  onClick(app, parts, incidentActionIds.more, chosen, (held) => held.split(':')[1] ?? '')
}

async function escalate(click: Click): Promise<void> {
  const { incident, door, venue, parts, id } = click
  const { state, escalation } = incident
  if (state === 'recovered' || state === 'closed') return await tellStale('escalated', incident, click)
  const { escalateTo } = parts.config.alarms.unacknowledged
  if (escalateTo.length === 0) {
    const words =
      'Nobody is configured to escalate to: `alarms.unacknowledged.escalateTo` in firstlook.config.ts names them. Assign… in the same menu hands it to somebody.'
    return await tell(venue, notice(words))
  }
  if (escalation !== undefined && parts.clock() - escalation.at < oneWishMs) {
    const words = `It was escalated to ${mentionOf(escalation.to)} just now, at ${slackTime(escalation.at, '{time_secs}')}.`
    return await tell(venue, spoken(words))
  }
  const next = nextEscalation(incident, parts.config)
  if (next === undefined) {
    const told = escalateTo.map(mentionOf).join(', ')
    return await tell(venue, spoken(`Everybody it can escalate to was told already: ${told}.`))
  }
  await actOn({ incident, door, venue, parts, id }, { type: 'escalated', ...next })
}
