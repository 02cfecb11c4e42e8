import type { Happening } from '../../incidents/event.ts'
import type { Incident } from '../../incidents/incident.ts'
import { slackTime } from './slack-time.ts'

/** Why what somebody did to an incident changed nothing, by how the incident stands now; mrkdwn. `link` leads to the one it joined. */
export function staleWords(type: Happening['type'], incident: Incident, link?: string): string {
  const { mergedInto, state, stateSince, resolution, acknowledged, snooze, owner, judgement } = incident
  if (mergedInto !== undefined) {
    const other = link === undefined ? 'another incident' : `<${link}|another incident>`
    return `It has joined ${other}, which has the same cause. It goes on there.`
  }
  if (type === 'assigned' && owner !== undefined) return `It is <@${owner}>’s already.`
  if (type === 'cause-judged' && judgement !== undefined)
    return `<@${judgement.by}> said so already, at ${slackTime(judgement.at)}.`
  const at = slackTime(stateSince)
  switch (state) {
    case 'closed':
      return resolution === undefined
        ? `It was already closed at ${at}: it had stayed quiet.`
        : `It was already resolved by <@${resolution.by}> at ${slackTime(resolution.at)}.`
    case 'recovered':
      return `It was already recovered at ${at}: every alarm of it is OK.`
    case 'acknowledged': {
      if (type === 'snooze-ended') return `It is awake already: acknowledged since ${at}.`
      const by = acknowledged === undefined ? '' : ` by <@${acknowledged.by}>`
      return `It is already acknowledged${by}, since ${at}.`
    }
    case 'snoozed': {
      if (snooze === undefined) return `It is snoozed since ${at}.`
      const until = snooze.until === 'ok' ? 'until the alarm is OK' : `until ${slackTime(snooze.until)}`
      return `<@${snooze.by}> snoozed it ${until}. *Wake* ends that.`
    }
    case 'firing': {
      const lost = type === 'snooze-ended' ? 'It is awake already' : 'It is not acknowledged any more'
      return `${lost}: it fires since ${at}.`
    }
  }
}
