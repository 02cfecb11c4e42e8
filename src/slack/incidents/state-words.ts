import type { AfterRecovery, Incident } from '../../incidents/incident.ts'
import { slackTime } from './slack-time.ts'

/** How a state looks: never by colour alone. */
export interface StateLook {
  readonly emoji: string
  readonly words: string
  /** Of the bar beside the card. */
  readonly color: string
}

const red = '#a30200'
const yellow = '#daa038'
const green = '#2eb886'
const gray = '#dddddd'

/** The look of an incident's state. */
export function stateLook(incident: Incident): StateLook {
  const { state, recovery, mergedInto, reopenings, resolution } = incident
  const isStillThere = recovery?.outcome === 'still-there'
  switch (state) {
    case 'firing':
      return { emoji: 'red_circle', words: reopenings > 0 ? 'Firing again' : 'Firing', color: red }
    case 'acknowledged':
      return { emoji: 'large_yellow_circle', words: 'Acknowledged', color: yellow }
    case 'snoozed':
      return { emoji: 'zzz', words: 'Snoozed', color: gray }
    case 'recovered':
      if (isStillThere)
        return { emoji: 'large_orange_circle', words: 'OK, but the cause is still there', color: yellow }
      if (isUnwatched(incident)) return { emoji: 'white_circle', words: 'Alarm deleted', color: gray }
      return {
        emoji: 'large_green_circle',
        words: recovery?.outcome === 'gone' ? 'Recovered, cause gone' : 'Recovered',
        color: green,
      }
    case 'closed':
      if (mergedInto !== undefined) return { emoji: 'heavy_minus_sign', words: 'Joined another incident', color: gray }
      if (resolution !== undefined) return { emoji: 'white_check_mark', words: 'Resolved', color: green }
      if (isStillThere)
        return { emoji: 'large_orange_circle', words: 'Closed, but the cause was still there', color: yellow }
      return { emoji: 'white_check_mark', words: 'Closed', color: isUnwatched(incident) ? gray : green }
  }
}

/** Whether it counts as over because alarms were deleted that had not been OK. */
function isUnwatched({ alarms }: Incident): boolean {
  return alarms.some(({ configuration, state }) => configuration === 'deleted' && state !== 'OK')
}

/** What the state leaves to be said, in Slack's mrkdwn: until when it sleeps, what looking again has shown, who resolved it. */
export function stateDetail(incident: Incident): string | undefined {
  const { state, snooze, recovery, resolution, acknowledged, stateSince, diagnosis, mergedInto } = incident
  const found = recovery === undefined ? undefined : recoveryWords(recovery.outcome, diagnosis.cause !== undefined)
  const said = (...sentences: readonly (string | undefined)[]) =>
    sentences.filter((each) => each !== undefined).join('. ') || undefined
  switch (state) {
    case 'firing':
      return noData(incident)
    case 'acknowledged':
      return said(
        acknowledged === undefined ? undefined : `Acknowledged by <@${acknowledged.by}>, ${slackTime(acknowledged.at)}`,
        noData(incident),
      )
    case 'snoozed': {
      if (snooze === undefined) return undefined
      const until = snooze.until === 'ok' ? 'until the alarm is OK' : `until ${slackTime(snooze.until)}`
      return `Snoozed ${until} by <@${snooze.by}>. Broken early by another cause or a higher severity.`
    }
    case 'recovered': {
      const isLooked = diagnosis.status === 'done' && diagnosis.at >= stateSince
      const looking = isLooked ? undefined : 'Looking whether the cause is gone…'
      const since = isUnwatched(incident)
        ? `The alarm was deleted, ${slackTime(stateSince)}, so nothing tells whether it is over`
        : `OK since ${slackTime(stateSince)}`
      return said(since, found ?? looking)
    }
    case 'closed':
      if (mergedInto !== undefined) return undefined
      return resolution === undefined
        ? said(`Closed ${slackTime(stateSince)}, after it had stayed quiet`, found)
        : `Resolved by <@${resolution.by}>, ${slackTime(resolution.at)}`
  }
}

function recoveryWords(outcome: AfterRecovery, isNamed: boolean): string {
  switch (outcome) {
    case 'gone':
      return 'What proved the cause is no longer there.'
    case 'still-there':
      return 'What proved the cause still shows it.'
    case 'only-quiet':
      return isNamed ? 'Only quiet: nothing shows that the cause was removed.' : 'Nothing fails now.'
    case 'not-checked':
      return 'Whether the cause is gone could not be seen.'
  }
}

/** Said where no alarm of an incident fires and yet it is not over: they have stopped to tell anything. */
function noData({ alarms }: Incident): string | undefined {
  const watching = alarms.filter(({ configuration }) => configuration !== 'deleted')
  const silent = watching.filter(({ state }) => state === 'INSUFFICIENT_DATA')
  if (silent.length === 0 || watching.some(({ state }) => state === 'ALARM')) return undefined
  const since = slackTime(Math.max(...silent.map(({ changedAt }) => changedAt)))
  return `${alarms.length === 1 ? 'The alarm has' : 'Its alarms have'} had no data since ${since}. That is no recovery.`
}
