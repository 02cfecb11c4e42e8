import type { Silenced } from '../../incidents/snooze.ts'
import { clip, escapeMrkdwn } from '../../report/escape.ts'
import { mentionOf } from './card.ts'
import { slackTime } from './slack-time.ts'

const namesShown = 6

/** What a snooze holds back and what not, in mrkdwn. */
export function silenceWords(silenced: Silenced): string {
  const { alarms, moreAlarms, reminders, escalation, asked, children } = silenced
  const names = alarms.slice(0, namesShown).map((name) => `*${escapeMrkdwn(clip(name, 80)).replaceAll('*', '∗')}*`)
  const rest = alarms.length + moreAlarms - names.length
  const listed = [...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
  const lines = [
    ...(children > 0
      ? [`this card alone: its ${children} incidents go on by themselves`]
      : [`new firings of ${listed === '' ? 'its alarms' : listed}: counted on the card, not told in the thread`]),
    reminders === undefined
      ? 'no reminder is due'
      : `${reminders.count} ${reminders.count === 1 ? 'reminder' : 'reminders'} to ${mentionOf(reminders.to)}`,
    escalation === undefined
      ? 'no escalation is due'
      : `the escalation to ${mentionOf(escalation.to)} at ${slackTime(escalation.at, '{time}')}`,
    ...(asked === undefined ? [] : [`the question to <@${asked}> whether they still are at it`]),
  ]
  return [
    '*It silences*',
    ...lines.map((line) => `• ${line}`),
    '*It does not silence*',
    '• another cause or a higher severity: either ends the snooze',
    '• an alarm that is new to it, and that every alarm is OK',
  ].join('\n')
}
