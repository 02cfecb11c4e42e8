import { clip } from '../report/escape.ts'
import { type Span, text } from '../report/outline-lines.ts'
import type { TimelineEntry } from './event.ts'
import type { Incident } from './incident.ts'

/** A Slack mention as somebody is written: a person, or a group or everybody present by its name. */
export function whoSpan(who: string): Span {
  return /^[UW]/.test(who) ? { kind: 'person', user: who } : text(who === 'here' ? 'everybody present' : who)
}

type Words = readonly (Span | string)[]

/** What a person did, without their name; undefined for what Firstlook or AWS brought about. */
export function deedWords(entry: TimelineEntry): Words | undefined {
  if (entry.by.kind !== 'person') return undefined
  switch (entry.type) {
    case 'acknowledged':
      return ['acknowledged it']
    case 'unacknowledged':
      return ['took the acknowledgement back']
    case 'acknowledgement-confirmed':
      return ['was still at it']
    case 'rechecked':
      return ['looked again. ', entry.words]
    case 'snoozed':
      return ['snoozed it until ', entry.until === 'ok' ? 'the alarms were OK' : time(entry.until), `: ${entry.reason}`]
    case 'snooze-ended':
      return ['ended the snooze']
    case 'assigned':
      return ['assigned it to ', whoSpan(entry.to)]
    case 'escalated':
      return ['escalated it to ', whoSpan(entry.to)]
    case 'resolved':
      return [`resolved it${causeWords[entry.causeWas]}${entry.note === undefined ? '' : `: ${entry.note}`}`]
    case 'cause-judged':
      return [`said ${entry.causeWas === 'right' ? 'the named cause was right' : 'it was another cause'}`]
    case 'noted':
      return entry.author === undefined
        ? [`noted: ${clip(entry.text, 1000)}`]
        : ['noted what ', whoSpan(entry.author), ` said: ${clip(entry.text, 1000)}`]
    default:
      return undefined
  }
}

const causeWords = {
  right: ', the named cause was right',
  other: ', it was another cause',
  unsaid: '',
} as const

/** One entry in words for a timeline; undefined where it says nothing to a reader. */
export function entryWords(entry: TimelineEntry, incident: Incident): Words | undefined {
  const deed = deedWords(entry)
  if (deed !== undefined && entry.by.kind === 'person') return [whoSpan(entry.by.user), ' ', ...deed]
  switch (entry.type) {
    case 'alarm-changed': {
      const { name, state, peak } = entry.alarm
      const value = peak === undefined ? '' : `, peak ${numberWords(peak)}`
      const became = { ALARM: `fired${value}`, OK: 'went OK', INSUFFICIENT_DATA: 'had no data' }[state]
      return [text(name, 'strong'), ` ${became}`]
    }
    case 'alarm-configured': {
      const alarm = incident.alarms.find(({ arn }) => arn === entry.arn)
      return [text(alarm?.name ?? entry.arn, 'strong'), ` was ${entry.change}`]
    }
    case 'diagnosed': {
      const { cause, summary, sentence } = entry.outcome
      if (cause === undefined) return [`Firstlook looked: ${summary ?? sentence ?? 'it could not tell'}`]
      return [`Firstlook named `, text(cause.id, 'code'), ` (${cause.strength}): ${cause.summary}`]
    }
    case 'diagnosis-interrupted':
      return ['The diagnosis was interrupted']
    case 'diagnosis-failed':
      return [`The diagnosis could not be finished, reference ${entry.reference}`]
    case 'rechecked':
      return [`Firstlook looked again. ${entry.words}`]
    case 'unacknowledged':
      return ['The acknowledgement was not confirmed and ended']
    case 'acknowledgement-questioned':
      return [whoSpan(entry.user), ' was asked whether they were still at it']
    case 'snooze-ended':
      return [`The snooze ended: ${snoozeEnds[entry.why]}`]
    case 'assigned':
      return ['Handed over to ', whoSpan(entry.to)]
    case 'reminded':
      return [whoSpan(entry.to), ' was reminded']
    case 'escalated':
      return ['Escalated to ', whoSpan(entry.to)]
    case 'severity-changed':
      return [`Severity became ${entry.severity}`]
    case 'closed':
      return ['Closed: it stayed quiet']
    case 'merged':
      return [`Joined incident ${entry.into}, which has the same cause`]
    case 'took-over':
      return [`Took over ${entry.alarms.map(({ name }) => name).join(', ')}: same cause`]
    case 'joined':
      return [`Put under incident ${entry.parentId} of the account`]
    case 'rerouted':
      return [`Shown in another channel: ${entry.why}`]
    case 'told':
      return [clip(entry.words, 1000)]
    default:
      return undefined
  }
}

const snoozeEnds = {
  expired: 'its time was over',
  asked: 'it was woken',
  'cause-changed': 'there was another cause',
  'severity-rose': 'it became more severe',
} as const

/** `1,215` */
export function numberWords(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** A moment in epoch milliseconds. */
export function time(ms: number): Span {
  return { kind: 'time', at: new Date(ms).toISOString() }
}
