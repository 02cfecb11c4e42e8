import type { Incident } from '../../incidents/incident.ts'
import { slackTime } from './slack-time.ts'

/** How a state looks: never by colour alone. */
export interface StateLook {
  readonly emoji: string
  readonly words: string
  /** Of the bar beside the card. */
  readonly color: string
}

/** The look of an incident's state. */
export function stateLook({ state, recovery, mergedInto, reopenings, resolution }: Incident): StateLook {
  switch (state) {
    case 'firing':
      return { emoji: 'red_circle', words: reopenings > 0 ? 'Firing again' : 'Firing', color: '#a30200' }
    case 'acknowledged':
      return { emoji: 'large_yellow_circle', words: 'Acknowledged', color: '#daa038' }
    case 'snoozed':
      return { emoji: 'zzz', words: 'Snoozed', color: '#dddddd' }
    case 'recovered':
      if (recovery?.outcome === 'still-there')
        return { emoji: 'large_orange_circle', words: 'OK, but the cause is still there', color: '#daa038' }
      return {
        emoji: 'large_green_circle',
        words: recovery?.outcome === 'gone' ? 'Recovered, cause gone' : 'Recovered',
        color: '#2eb886',
      }
    case 'closed':
      if (mergedInto !== undefined)
        return { emoji: 'heavy_minus_sign', words: 'Joined another incident', color: '#dddddd' }
      return {
        emoji: 'white_check_mark',
        words: resolution === undefined ? 'Closed' : 'Resolved',
        color: '#2eb886',
      }
  }
}

/** What the state leaves to be said, in Slack's mrkdwn: until when it sleeps, what looking again has shown, who resolved it. */
export function stateDetail({
  state,
  snooze,
  recovery,
  resolution,
  acknowledged,
  stateSince,
  diagnosis,
}: Incident): string | undefined {
  if (state === 'snoozed' && snooze !== undefined) {
    const until = snooze.until === 'ok' ? 'until the alarm is OK' : `until ${slackTime(snooze.until)}`
    return `Snoozed ${until} by <@${snooze.by}>. Broken early by another cause or a higher severity.`
  }
  if (state === 'acknowledged' && acknowledged !== undefined)
    return `Acknowledged by <@${acknowledged.by}>, ${slackTime(acknowledged.at)}`
  if (state === 'recovered') {
    const since = `OK since ${slackTime(stateSince)}`
    switch (recovery?.outcome) {
      case 'gone':
        return `${since}. What proved the cause is no longer there.`
      case 'still-there':
        return `${since}, yet what proved the cause still shows it.`
      case 'only-quiet':
        return diagnosis.cause === undefined
          ? `${since}. Nothing fails now.`
          : `${since}. Only quiet: nothing shows that the cause was removed.`
      case 'not-checked':
        return `${since}. Whether the cause is gone could not be seen.`
      case undefined:
        return diagnosis.status === 'done' && diagnosis.at >= stateSince
          ? since
          : `${since}. Looking whether the cause is gone…`
    }
  }
  if (state === 'closed' && resolution !== undefined)
    return `Resolved by <@${resolution.by}>, ${slackTime(resolution.at)}`
  return undefined
}
